package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many passwords may wait to be hashed, so that a flood of them never takes all of the server's threads from other calls (T26): 128 in
 * all, of the 200 calls that are served at once; 96 of them for logins, so that strangers keep nobody who is signed in from signing; and 64
 * for one network address or person. Further ones are refused unheard, which counts as nobody's failure; the audit trail has one entry for
 * the whole flood. In this node's memory.
 */
@Component
class HashingPlaces {

    static final int MOST = 128;
    static final int STRANGERS = 96;
    static final int OF_ONE = 64;

    private static final String ADDRESS = "address:";

    private final Map<String, Integer> taken = new HashMap<>();
    private final Refusals refusals;
    private int all;
    private int strangers;
    private boolean told;

    HashingPlaces(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Who logs in from that network address, or from another of the same subscriber, whose name is nobody's yet. No person's id looks like it. */
    static String stranger(@Nullable String address) {
        return ADDRESS + (address == null ? null : SourceNetwork.of(address));
    }

    /**
     * Takes a place; whoever gets one MUST {@link #leave} it.
     *
     * @param owner a {@link #stranger}, or the id of a person who is signed in
     * @throws RefusedException {@code busy}
     */
    void take(String owner) {
        if (!taken(owner)) {
            Refusal refusal = IdentityRefusal.BUSY.of();
            if (isNews()) {
                tell(owner, refusal);
            }
            throw new RefusedException(refusal);
        }
    }

    /** What could not be put on record is told by the next refusal. */
    private void tell(String owner, Refusal refusal) {
        boolean recorded = false;
        try {
            refusals.record(Caller.system("passwords"), "password.check", "passwords-from:" + owner, null, refusal);
            recorded = true;
        } finally {
            if (!recorded) {
                untold();
            }
        }
    }

    private synchronized void untold() {
        told = false;
    }

    private synchronized boolean taken(String owner) {
        boolean stranger = owner.startsWith(ADDRESS);
        if (all >= MOST || (stranger && strangers >= STRANGERS) || taken.getOrDefault(owner, 0) >= OF_ONE) {
            return false;
        }
        all++;
        strangers += stranger ? 1 : 0;
        taken.merge(owner, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String owner) {
        all--;
        strangers -= owner.startsWith(ADDRESS) ? 1 : 0;
        taken.computeIfPresent(owner, (who, places) -> places == 1 ? null : places - 1);
        told &= all > 0;
    }

    private synchronized boolean isNews() {
        boolean news = !told;
        told = true;
        return news;
    }
}
