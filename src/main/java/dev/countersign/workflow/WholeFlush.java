package dev.countersign.workflow;

import java.util.List;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.util.EnsureUtil;

/**
 * Hands over what a command changed whole, where the engine hands over fifty rows at a time: a signature changes a few more, and each
 * handing over is a message ({@link OneMessage}). What is longer than two of these goes as it always went.
 */
final class WholeFlush extends DbEntityManager {

    private static final int WHOLE = 2 * BATCH_SIZE;

    WholeFlush(IdGenerator ids, PersistenceSession session) {
        super(ids, session);
    }

    @Override
    protected void flushDbOperations(List<DbOperation> batch, List<DbOperation> all) {
        if (all.size() > WHOLE) {
            super.flushDbOperations(batch, all);
        } else if (batch.get(0) == all.get(0)) {
            super.flushDbOperations(all, all);
        }
    }

    /** The engine's own check writes out the whole entity first, for a message that is hardly ever needed. */
    @Override
    protected void validateId(DbEntity entity) {
        EnsureUtil.ensureValidIndividualResourceId(entity.getClass().getName() + " has an invalid id", entity.getId());
    }

    /** Takes the place of the engine's own. */
    static final class Sessions implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return DbEntityManager.class;
        }

        @Override
        public WholeFlush openSession() {
            return new WholeFlush(
                    Context.getProcessEngineConfiguration().getIdGenerator(),
                    Context.getCommandContext().getSession(PersistenceSession.class));
        }
    }
}
