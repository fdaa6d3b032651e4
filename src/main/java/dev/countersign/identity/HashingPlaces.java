package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many passwords may wait to be hashed, so that a flood of them never takes all of the server's threads from other calls (T26): 128 in
 * all, of the 200 calls that are served at once, and half of them for one network address or person. Further ones are refused unheard, which
 * counts as nobody's failure; the audit trail has one entry for the whole flood. In this node's memory.
 */
@Component
class HashingPlaces {

    static final int MOST = 128;
    static final int OF_ONE = 64;

    private final Map<String, Integer> taken = new HashMap<>();
    private final Refusals refusals;
    private int all;
    private boolean told;

    HashingPlaces(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * Takes a place; whoever gets one MUST {@link #leave} it.
     *
     * @param owner network address, or id of a person who is signed in
     * @throws RefusedException {@code busy}
     */
    void take(String owner) {
        if (!taken(owner)) {
            Refusal refusal = IdentityRefusal.BUSY.of();
            if (isNews()) {
                refusals.record(Caller.system("passwords"), "password.check", "passwords-from:" + owner, null, refusal);
            }
            throw new RefusedException(refusal);
        }
    }

    private synchronized boolean taken(String owner) {
        if (all >= MOST || taken.getOrDefault(owner, 0) >= OF_ONE) {
            return false;
        }
        all++;
        taken.merge(owner, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String owner) {
        all--;
        taken.computeIfPresent(owner, (who, places) -> places == 1 ? null : places - 1);
        told &= all > 0;
    }

    private synchronized boolean isNews() {
        boolean news = !told;
        told = true;
        return news;
    }
}
