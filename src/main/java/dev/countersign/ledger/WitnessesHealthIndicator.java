package dev.countersign.ledger;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.WatchedWitness.State;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WormStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * What the witnesses say, at {@code /actuator/health/log} and in readiness: {@code RECOVERY} while nothing is sealed or signed, {@code
 * DEGRADED} while a witness or the timestamp authority gives alarm, or a regulated installation has none of somebody else's. Both still serve: reading works.
 */
@Component
class WitnessesHealthIndicator implements HealthIndicator {

    static final Status RECOVERY = new Status("RECOVERY");
    static final Status DEGRADED = new Status("DEGRADED");

    private final Witnessing witnessing;
    private final Timestamping timestamping;
    private final RecoveryMode recovery;
    private final LogStore log;
    private final WormStore store;

    WitnessesHealthIndicator(
            Witnessing witnessing, Timestamping timestamping, RecoveryMode recovery, LogStore log, WormStore store) {
        this.witnessing = witnessing;
        this.timestamping = timestamping;
        this.recovery = recovery;
        this.log = log;
        this.store = store;
    }

    @Override
    public Health health() {
        long size = log.newest().map(StoredCheckpoint::size).orElse(0L);
        Optional<String> cause = recovery.cause();
        Health.Builder health =
                cause.isPresent() ? Health.status(RECOVERY) : isWell() ? Health.up() : Health.status(DEGRADED);
        health.withDetail("mode", cause.isPresent() ? "recovery" : "normal");
        cause.ifPresent(why -> health.withDetail("recovery", why));
        if (lacksExternal()) {
            health.withDetail("lacking", "a witness on a machine that others run; see docs/operations/witnesses.md");
        }
        witnessing
                .witnesses()
                .forEach(witness ->
                        health.withDetail(witness.name(), details(witness.isExternal(), witness.state(), size)));
        timestamping.name().ifPresent(name -> health.withDetail(name, details(true, timestamping.state(), size)));
        return health.build();
    }

    private boolean isWell() {
        return !lacksExternal()
                && timestamping.state().alarm() == null
                && witnessing.witnesses().stream()
                        .allMatch(witness -> witness.state().alarm() == null);
    }

    private boolean lacksExternal() {
        return !store.installation().isDemo() && witnessing.witnesses().stream().noneMatch(WatchedWitness::isExternal);
    }

    private static Map<String, Object> details(boolean external, State state, long size) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("external", external);
        details.put("witnessed", state.size());
        details.put("notWitnessed", Math.max(0, size - state.size()));
        if (state.at() != null) {
            details.put("at", UtcTime.write(state.at()));
        }
        if (state.alarm() != null) {
            details.put("alarm", state.alarm().number() + " " + state.alarm().code());
            details.put("why", String.valueOf(state.why()));
        }
        return details;
    }
}
