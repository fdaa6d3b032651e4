package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.jspecify.annotations.Nullable;

/** On whose behalf a command of the engine runs: a person, a service account, a part of the system, or nobody (T9). */
enum Party {
    /** A person, through a door of this module that has asked for their authority. */
    PERSON_AT_A_DOOR("person at a door"),
    /** A service account, likewise. */
    PROGRAM_AT_A_DOOR("service account at a door"),
    /** This module itself: set-up, and what a door does in its own name. */
    WORKFLOW("workflow"),
    /** The break-glass process, while it carries out a record that has all its signatures, and at no other time. */
    BREAK_GLASS("break-glass"),
    /** Whoever the engine's own REST interfaces know. */
    PERSON_OVER_REST("person over REST"),
    /** The engine's own executor of jobs, while it runs one. */
    JOB_EXECUTOR("job executor"),
    /** The engine while it is built; nobody else reaches it then. */
    ENGINE_SET_UP("engine set-up"),
    /** A thread that carries none of them. */
    NOBODY("nobody");

    /** The system caller in whose name this module acts. */
    static final Caller OURSELVES = Caller.system("workflow");

    /** The system caller in whose name a signed intervention is carried out. */
    static final Caller BREAKING_GLASS = Caller.system("break-glass");

    private final String shown;

    Party(String shown) {
        this.shown = shown;
    }

    /** In documents and messages. */
    String shown() {
        return shown;
    }

    /** @param built whether the engine is ready; before that, what runs without a caller is its own set-up */
    static Party now(boolean built) {
        @Nullable Caller acting = Engine.acting().orElse(null);
        if (acting != null) {
            return switch (acting.kind()) {
                case PERSON -> PERSON_AT_A_DOOR;
                case SERVICE_ACCOUNT -> PROGRAM_AT_A_DOOR;
                case SYSTEM -> ofSystem(acting);
                case ANONYMOUS -> NOBODY;
            };
        }
        if (Context.getJobExecutorContext() != null) {
            return JOB_EXECUTOR;
        }
        if (!built) {
            return ENGINE_SET_UP;
        }
        @Nullable CommandContext context = Context.getCommandContext();
        return context != null && context.getAuthenticatedUserId() != null ? PERSON_OVER_REST : NOBODY;
    }

    private static Party ofSystem(Caller acting) {
        if (OURSELVES.actorId().equals(acting.actorId())) {
            return WORKFLOW;
        }
        boolean breaking = BREAKING_GLASS.actorId().equals(acting.actorId())
                && Carried.find().filter(Carried::breaksGlass).isPresent();
        return breaking ? BREAK_GLASS : NOBODY;
    }
}
