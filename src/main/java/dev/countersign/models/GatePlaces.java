package dev.countersign.models;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Places;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Places at the gate for sets that callers send, by whatever door: each is in memory several times over while it is checked. Nobody has all
 * of them, however slowly they send.
 */
@Component
public class GatePlaces {

    /** How many sets are read and checked at once. */
    public static final int COUNT = 4;

    /** How many of them for the same person. */
    public static final int EACH = 2;

    private final Places places = new Places(
            COUNT, () -> ModelRefusal.BUSY.because("as many sets are being checked as this server checks at once"));

    /** Those who have places, and how many. */
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Reads a set and checks it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code busy} while as many are checked as may be, of all or of this caller
     */
    public <T> T in(Caller caller, Supplier<T> check) {
        String who = caller.actorId();
        try {
            if (taken.merge(who, 1, Integer::sum) > EACH) {
                throw ModelRefusal.BUSY.because(EACH + " sets that you sent are being read or checked");
            }
            return places.in(check::get);
        } finally {
            taken.computeIfPresent(who, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
