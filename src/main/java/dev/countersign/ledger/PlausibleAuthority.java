package dev.countersign.ledger;

import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.witness.TimestampAuthority;
import dev.countersign.witness.Witness.Failure;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;

/** An authority whose new tokens count only if they are dated between question and answer, by the database's clock (T13). */
final class PlausibleAuthority implements TimestampAuthority {

    private final TimestampAuthority authority;
    private final WormStore store;
    private final Duration tolerance;

    PlausibleAuthority(TimestampAuthority authority, WormStore store, Duration tolerance) {
        this.authority = authority;
        this.store = store;
        this.tolerance = tolerance;
    }

    @Override
    public String name() {
        return authority.name();
    }

    @Override
    public Answer stamp(byte[] message) {
        Instant asked = store.now();
        Answer answer = authority.stamp(message);
        Instant answered = store.now();
        if (answer instanceof Answer.Stamped stamped) {
            Instant time = stamped.token().time();
            if (time.isBefore(asked.minus(tolerance)) || time.isAfter(answered.plus(tolerance))) {
                return new Answer.Failed(
                        Failure.FALSE_RECEIPT,
                        "its token is dated " + UtcTime.write(time) + "; by the database's clock it is "
                                + UtcTime.write(answered));
            }
        }
        return answer;
    }

    @Override
    public Token judge(byte[] token) throws TimestampRefusedException {
        return authority.judge(token);
    }
}
