package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a signature changes is handed over at once; what is much longer, fifty rows at a time, each row once and in the engine's order. */
@CountersignTest
class WholeFlushTest {

    @Autowired
    private ProcessEngine engine;

    @ParameterizedTest
    @CsvSource({"1, 1", "50, 1", "51, 1", "100, 1", "101, 3"})
    void handsOverEachRowOnceInAsFewMessagesAsItMay(int rows, int messages) {
        List<DbOperation> written = new ArrayList<>();
        List<List<DbOperation>> handedOver = new ArrayList<>();
        WholeFlush flush = new WholeFlush(new StrongUuidGenerator(), session(handedOver));
        for (int row = 0; row < rows; row++) {
            flush.insert(new PropertyEntity("whole-flush-%03d".formatted(row), "value"));
        }
        flush.flush();
        handedOver.forEach(written::addAll);
        assertThat(handedOver).hasSize(messages);
        assertThat(written).hasSize(rows).doesNotHaveDuplicates();
    }

    @Test
    void isWhatTheEngineWritesThrough() {
        assertThat(((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                        .getSessionFactories()
                        .get(DbEntityManager.class))
                .isInstanceOf(WholeFlush.Sessions.class);
    }

    /** The engine's side of the database, which says that everything was written. */
    private static PersistenceSession session(List<List<DbOperation>> handedOver) {
        return (PersistenceSession) Proxy.newProxyInstance(
                WholeFlushTest.class.getClassLoader(),
                new Class<?>[] {PersistenceSession.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("executeDbOperations")) {
                        return null;
                    }
                    @SuppressWarnings("unchecked")
                    List<DbOperation> operations = (List<DbOperation>) arguments[0];
                    handedOver.add(operations);
                    return FlushResult.allApplied();
                });
    }
}
