package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * The doors' way into the engine: every command carries who acts (T9). The engine's own authorizations are not asked, because the
 * door has asked {@code Authority}, which is anew at each call; they guard what reaches the engine without a door.
 */
@Component
class Engine {

    /** Serialization failure and deadlock. */
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

    /** Who acts at this moment, with session and address, for what the engine tells. */
    private static final ThreadLocal<@Nullable Caller> ACTING = new ThreadLocal<>();

    private final ProcessEngine engine;
    private final WormStore store;

    Engine(ProcessEngine engine, WormStore store) {
        this.engine = engine;
        this.store = store;
    }

    ProcessEngine services() {
        return engine;
    }

    /**
     * Runs engine calls as one command, on behalf of the caller.
     *
     * @throws RefusedException as a delegate or listener threw it, out of whatever the engine wrapped it in
     */
    <T extends @Nullable Object> T as(Caller caller, Command<T> work) {
        IdentityService identity = engine.getIdentityService();
        @Nullable Authentication before = identity.getCurrentAuthentication();
        @Nullable Caller acting = ACTING.get();
        ACTING.set(caller);
        identity.setAuthentication(
                caller.actorId(), List.of(), List.of(store.installation().organisation()));
        try {
            return configuration().getCommandExecutorTxRequired().execute(new AtTheDoor<>(work));
        } catch (ProcessEngineException e) {
            throw refusalIn(e).map(RuntimeException.class::cast).orElse(e);
        } finally {
            restore(identity, before);
            ACTING.set(acting);
        }
    }

    /**
     * Runs engine calls inside a delegate as the workflow itself, where what was signed is carried out: {@link CommandList} names what
     * that may be. Who signed stays who the engine and the audit trail know.
     */
    static <T> T inOurName(Supplier<T> work) {
        return as(Party.OURSELVES, work);
    }

    /** As {@link #inOurName}, in the name of another part of the system. */
    static <T> T as(Caller system, Supplier<T> work) {
        @Nullable Caller acting = ACTING.get();
        ACTING.set(system);
        try {
            return work.get();
        } finally {
            ACTING.set(acting);
        }
    }

    static Optional<Caller> acting() {
        return Optional.ofNullable(ACTING.get());
    }

    /** Whether two transactions met and trying again may help. */
    static boolean isCollision(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof OptimisticLockingException
                        || cause instanceof ConcurrencyFailureException
                        || cause instanceof SQLException sql && COLLISIONS.contains(String.valueOf(sql.getSQLState())));
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    /**
     * What a door does, as the one command that the engine knows it by; each of its parts is looked up in {@link CommandList} too.
     *
     * @param work calls of the engine's services
     */
    record AtTheDoor<T extends @Nullable Object>(Command<T> work) implements Command<T> {

        @Override
        public T execute(CommandContext context) {
            return context.runWithoutAuthorization(work);
        }
    }

    /** The refusal that the engine wrapped in something of its own, if there is one. */
    static Optional<RefusedException> refusalIn(Throwable failure) {
        return causes(failure)
                .filter(RefusedException.class::isInstance)
                .map(RefusedException.class::cast)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static void restore(IdentityService identity, @Nullable Authentication before) {
        if (before == null) {
            identity.clearAuthentication();
        } else {
            identity.setAuthentication(before.getUserId(), before.getGroupIds(), before.getTenantIds());
        }
    }
}
