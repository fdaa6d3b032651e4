package dev.countersign.workflow;

import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.CommandList.Effect;
import dev.countersign.workflow.CommandList.Row;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every command of the engine, the nested ones included, and lets through what {@link CommandList} names for whoever
 * acts (PRC-02). It looks up a class and two thread-bound references and asks the database nothing.
 */
final class CommandGate extends CommandInterceptor {

    /** Who is changing something on this thread at this moment: a delegate or listener gets no second change out of it. */
    private static final ThreadLocal<@Nullable Party> CHANGING = new ThreadLocal<>();

    private final BooleanSupplier built;

    CommandGate(BooleanSupplier built) {
        this.built = built;
    }

    @Override
    public <T> T execute(Command<T> command) {
        Party party = Party.now(built.getAsBoolean());
        Row row = CommandList.of(command.getClass())
                .filter(found -> found.parties().contains(party))
                .orElseThrow(() -> refused(command, WorkflowRule.COMMAND_CLOSED, party));
        if (row.effect() != Effect.CHANGES) {
            return next.execute(command);
        }
        @Nullable Party outer = CHANGING.get();
        if (outer == party) {
            throw refused(command, WorkflowRule.COMMAND_INSIDE_COMMAND, party);
        }
        CHANGING.set(party);
        try {
            return next.execute(command);
        } finally {
            if (outer == null) {
                CHANGING.remove();
            } else {
                CHANGING.set(outer);
            }
        }
    }

    private static CommandRefused refused(Command<?> command, WorkflowRule rule, Party party) {
        String name = command.getClass().getName().replaceFirst(".*\\.", "");
        RefusedException refused = rule.refuse(name, party.shown());
        return new CommandRefused(name, refused);
    }
}
