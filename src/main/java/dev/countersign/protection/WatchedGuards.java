package dev.countersign.protection;

import dev.countersign.worm.ClockComparison.Compared;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** {@link Guards} as the watches last saw them: in memory, so that a signing costs no question more. */
@Component
class WatchedGuards implements Guards {

    /** A look that fails is made again; several in a row that fail, or one that never ends, are no look at all. */
    private static final int MISSED = 5;

    private final CatalogueWatch catalogue;
    private final ClockWatch clocks;
    private final Duration longest;
    private final LongSupplier nanoseconds;

    @Autowired
    WatchedGuards(CatalogueWatch catalogue, ClockWatch clocks, ProtectionSettings settings) {
        this(catalogue, clocks, settings.checkEvery().multipliedBy(MISSED), System::nanoTime);
    }

    WatchedGuards(CatalogueWatch catalogue, ClockWatch clocks, Duration longest, LongSupplier nanoseconds) {
        this.catalogue = catalogue;
        this.clocks = clocks;
        this.longest = longest;
        this.nanoseconds = nanoseconds;
    }

    /** What keeps the program from looking keeps it from signing: a lock, a right taken away, a thread that hangs. */
    private Duration age() {
        return Duration.ofNanos(nanoseconds.getAsLong() - catalogue.lookedAt());
    }

    @Override
    public MeasuredClocks demandIntact() {
        CatalogueWatch.Verdict verdict = catalogue.verdict();
        Told told = verdict.told();
        if (told == null || age().compareTo(longest) > 0) {
            throw ProtectionRefusal.NOT_LOOKED.refuse();
        }
        if (!told.intact()) {
            throw ProtectionRefusal.CHANGED.refuse(verdict.differences().size(), told.accepted());
        }
        // one reading: what is judged is what is returned, though another thread measures in between
        Compared compared = clocks.newest().orElseThrow(ProtectionRefusal.NOT_LOOKED::refuse);
        if (clocks.isBeyond(compared)) {
            throw ProtectionRefusal.CLOCKS.refuse(
                    compared.skew().toMillis(), clocks.limit().toMillis());
        }
        return MeasuredClocks.of(compared, clocks.limit());
    }
}
