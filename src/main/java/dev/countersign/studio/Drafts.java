package dev.countersign.studio;

import dev.countersign.changes.ModelTexts;
import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.Optional;

/** Drafts of sets of process models: one for each person, read and changed by that person alone. */
public interface Drafts {

    /**
     * The set that runs, or ought to: what a new draft begins with.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    ModelTexts running(Caller caller);

    /**
     * The caller's own draft, if there is one.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    Optional<Draft> of(Caller caller);

    /**
     * Keeps the caller's draft in place of the one before.
     *
     * @return when
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code draft-too-large}
     */
    Instant keep(Caller caller, ModelTexts set);

    /**
     * Forgets the caller's draft; nothing happens if there is none.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    void discard(Caller caller);

    /** @param keptAt in UTC, by the database's clock */
    record Draft(ModelTexts set, Instant keptAt) {}
}
