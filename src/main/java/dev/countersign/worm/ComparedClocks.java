package dev.countersign.worm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** {@link ClockComparison} around every question for the database's time. The clock is the machine's own, in tests too. */
@Component
class ComparedClocks implements ClockComparison {

    private final Clock machine;
    private volatile @Nullable Compared newest;

    ComparedClocks(@Qualifier("clock") Clock machine) {
        this.machine = machine;
    }

    Instant ask(Supplier<Instant> database) {
        Instant before = machine.instant();
        Instant answer = database.get();
        Duration half = Duration.between(before, machine.instant()).dividedBy(2);
        newest = new Compared(answer, before.plus(half), half.abs(), System.nanoTime());
        return answer;
    }

    @Override
    public Optional<Compared> newest() {
        return Optional.ofNullable(newest);
    }
}
