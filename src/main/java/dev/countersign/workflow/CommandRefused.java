package dev.countersign.workflow;

import dev.countersign.ledger.RefusedException;
import org.camunda.bpm.engine.AuthorizationException;

/** A command that {@link CommandList} closes, in the form that the engine's interfaces answer with 403; its cause is the refusal. */
final class CommandRefused extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    private final transient RefusedException refused;
    private final String command;

    CommandRefused(String command, RefusedException refused) {
        super(refused.refusal().number() + ": " + refused.refusal().detail());
        initCause(refused);
        this.refused = refused;
        this.command = command;
    }

    RefusedException refused() {
        return refused;
    }

    /** Name of the class. */
    String command() {
        return command;
    }
}
