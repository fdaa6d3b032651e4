package dev.countersign.protection;

import dev.countersign.worm.ClockComparison.Compared;
import java.time.Duration;

/**
 * How far this machine's clock was from the database's, as it goes into what is signed (AUD-07, T13).
 *
 * @param aheadMillis how far this machine's clock was ahead; negative if behind; cut off towards zero
 * @param uncertaintyMillis by how much the measurement can be wrong either way; rounded up
 * @param limitMillis what was allowed then: {@code |aheadMillis| - uncertaintyMillis} is not more
 */
public record MeasuredClocks(long aheadMillis, long uncertaintyMillis, long limitMillis) {

    private static final Duration ALMOST_A_MILLISECOND = Duration.ofNanos(999_999);

    static MeasuredClocks of(Compared compared, Duration limit) {
        return new MeasuredClocks(
                compared.skew().toMillis(),
                compared.uncertainty().plus(ALMOST_A_MILLISECOND).toMillis(),
                limit.toMillis());
    }
}
