package dev.countersign.models;

import dev.countersign.ledger.Places;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Places at the gate for sets that callers send, by whatever door: each is in memory several times over while it is checked. */
@Component
public class GatePlaces {

    /** How many sets are read and checked at once. */
    public static final int COUNT = 4;

    private final Places places = new Places(
            COUNT, () -> ModelRefusal.BUSY.because("as many sets are being checked as this server checks at once"));

    /**
     * Reads a set and checks it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code busy} while as many are checked as may be
     */
    public <T> T in(Supplier<T> check) {
        return places.in(check::get);
    }
}
