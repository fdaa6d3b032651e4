package dev.countersign.evidence;

import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.Verifications.Verification;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * How the newest full verification ended, at {@code /actuator/health/log}: for everybody, so with counts and without names. {@code
 * DEGRADED} while something does not hold, or could not be looked at.
 */
@Component
class VerificationHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Verifications verifications;
    private final VerificationClock clock;

    VerificationHealthIndicator(Verifications verifications, VerificationClock clock) {
        this.verifications = verifications;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Optional<Verification> newest = verifications.newest();
        boolean well =
                clock.failure().isEmpty() && newest.map(Verification::holds).orElse(true);
        Health.Builder health = well ? Health.up() : Health.status(DEGRADED);
        health.withDetail("running", verifications.isRunning());
        clock.failure()
                .ifPresent(failure -> health.withDetail("notDone", failure + "; the application's log says more"));
        newest.ifPresent(ended -> health.withDetail("endedAt", UtcTime.write(ended.endedAt()))
                .withDetail(
                        "durationMillis",
                        Duration.between(ended.startedAt(), ended.endedAt()).toMillis())
                .withDetail("size", ended.size())
                .withDetail("failures", ended.failures()));
        return health.build();
    }
}
