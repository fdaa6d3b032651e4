package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Puts refused commands on record when the engine has rolled back: outermost of all interceptors, so that it holds no connection
 * (SIG-07). Where a door of ours acts, or somebody has a transaction of their own, they record what their attempt was refused for.
 */
final class RefusedCommands extends CommandInterceptor {

    private final Supplier<Refusals> refusals;
    private final Supplier<@Nullable Authentication> authentication;

    /** @param authentication whom the engine knows on this thread */
    RefusedCommands(Supplier<Refusals> refusals, Supplier<@Nullable Authentication> authentication) {
        this.refusals = refusals;
        this.authentication = authentication;
    }

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (CommandRefused e) {
            if (Engine.acting().isEmpty() && !TransactionSynchronizationManager.isActualTransactionActive()) {
                Refusal refusal = e.refused().refusal();
                refusals.get().record(caller(), "engine.command", e.command(), null, refusal);
                remember(refusal);
            }
            throw e;
        }
    }

    /** The engine's interfaces answer with their own words; the edge finds ours here. */
    private static void remember(Refusal refusal) {
        @Nullable RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(Refusal.class.getName(), refusal, RequestAttributes.SCOPE_REQUEST);
        }
    }

    private Caller caller() {
        if (Context.getJobExecutorContext() != null) {
            return EngineHistory.JOBS;
        }
        @Nullable Authentication known = authentication.get();
        return known == null ? EngineHistory.ENGINE : Caller.person(known.getUserId(), null, null);
    }
}
