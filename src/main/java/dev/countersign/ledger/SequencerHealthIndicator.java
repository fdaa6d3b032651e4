package dev.countersign.ledger;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Sequencer.State;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.Backlog;
import dev.countersign.worm.WormRefusedException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How far sealing is, at {@code /actuator/health/log}: for everybody, so without a word of what a database or a key store said. */
@Component
class SequencerHealthIndicator implements HealthIndicator {

    private final Sequencer sequencer;
    private final LogStore store;

    SequencerHealthIndicator(Sequencer sequencer, LogStore store) {
        this.sequencer = sequencer;
        this.store = store;
    }

    @Override
    public Health health() {
        State state = sequencer.state();
        Backlog backlog = store.backlog();
        Health.Builder health = state.failure() == null ? Health.up() : Health.down();
        health.withDetail(
                        "thisNode", state.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .withDetail("waitingEntries", backlog.queued())
                .withDetail("lagMillis", lag(backlog));
        store.newest().ifPresent(newest -> health.withDetail("size", newest.size())
                .withDetail("sealedAt", UtcTime.write(newest.recordedAt())));
        Throwable failure = state.failure();
        if (failure != null) {
            health.withDetail("failures", state.failures()).withDetail("failure", sentence(failure));
        }
        return health.build();
    }

    private static long lag(Backlog backlog) {
        return backlog.oldest() == null
                ? 0
                : Math.max(0, Duration.between(backlog.oldest(), backlog.now()).toMillis());
    }

    private static @Nullable String sentence(Throwable failure) {
        return failure instanceof LogBrokenException || failure instanceof WormRefusedException
                ? failure.getMessage()
                : "the database or the key store cannot be used ("
                        + failure.getClass().getSimpleName() + "); the application's log says more";
    }
}
