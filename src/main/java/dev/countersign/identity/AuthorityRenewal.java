package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the installation's authority (KEY-01, KEY-06). A new one is proposed by one person and put in place by another; the one before
 * certifies it and never certifies again. Certificates and signatures from before stay as they are. Who may propose and open is decided by callers.
 */
public interface AuthorityRenewal {

    /** All generations, and one that waits behind them; none before the first enrolment. */
    List<Generation> generations();

    /**
     * Proposes the next generation; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code reason-required}, {@code generation-proposed}
     */
    int propose(Caller proposer, String reason);

    /**
     * Makes the key where the server makes keys, lets the authority certify it, and certifies with it from now on; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code second-person-required}, {@code generation-not-proposed}, {@code no-authority}
     * @throws dev.countersign.crypto.KeysUnavailableException if it cannot be made, or a key service does not have it yet
     */
    void open(Caller second, int generation);

    /**
     * One generation.
     *
     * @param proposedBy null for the first, as its reason is
     * @param certificateSha256 of its certificate; null while it waits
     */
    record Generation(
            int generation,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable Instant since,
            @Nullable String certificateSha256) {}
}
