package dev.countersign.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The report of the month that is not over: counting reads a part of the trail that grows all month, so it is done by one caller at a time and
 * for half a minute stands for whoever asks. The report says until when it counted.
 */
@Component
class PresentMonth {

    private static final Duration STANDS = Duration.ofSeconds(30);

    private final Reporting reporting;
    private final Clock clock;
    private @Nullable Counted last;

    PresentMonth(Reporting reporting, Clock clock) {
        this.reporting = reporting;
        this.clock = clock;
    }

    synchronized byte[] report(YearMonth month) {
        Counted counted = last;
        Instant now = clock.instant();
        if (counted == null || !counted.month().equals(month) || !counted.stands(now)) {
            counted = new Counted(month, now, reporting.count(month));
            last = counted;
        }
        return counted.bytes().clone();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Counted(YearMonth month, Instant at, byte[] bytes) {

        boolean stands(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(STANDS));
        }
    }
}
