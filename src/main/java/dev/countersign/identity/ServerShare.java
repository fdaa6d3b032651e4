package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the server's share in opening people's keys (KEY-06). A new one is proposed by one person and opened by another;
 * nothing is signed or certified anew: a key comes under it when its person signs in or signs, an authenticator when it is used. Earlier ones
 * stay; this program destroys none. Who may propose and open is decided by callers.
 */
public interface ServerShare {

    /** All generations, the first included, and who is still under which. */
    List<Generation> generations();

    /**
     * Proposes the next generation; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code reason-required}, {@code generation-proposed}
     */
    int propose(Caller proposer, String reason);

    /**
     * Makes the proposed generation where the server makes keys, and uses it from now on; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code second-person-required}, {@code generation-not-proposed}
     * @throws dev.countersign.crypto.KeysUnavailableException if it cannot be made, or a key service does not have it yet
     */
    void open(Caller second, int generation);

    /**
     * One generation.
     *
     * @param reason of who proposed it; null for the first
     * @param keys boxes of signing keys that open with it alone: a key has one for its owner's password, and one for each passkey that opens it
     * @param authenticators secrets that open with it alone
     */
    record Generation(
            int generation,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable Instant openedAt,
            long keys,
            long authenticators) {}
}
