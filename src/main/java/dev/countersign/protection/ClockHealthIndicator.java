package dev.countersign.protection;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How far this machine's clock is ahead of the database's, at {@code /actuator/health/guards}. */
@Component
class ClockHealthIndicator implements HealthIndicator {

    private final ClockWatch watch;

    ClockHealthIndicator(ClockWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        Health.Builder health = watch.newest()
                .map(compared -> watch.isBeyond(compared) ? Health.down() : Health.up())
                .orElseGet(Health::unknown);
        watch.newest().ifPresent(compared -> health.withDetail(
                        "aheadMillis", compared.skew().toMillis())
                .withDetail("uncertaintyMillis", compared.uncertainty().toMillis()));
        return health.withDetail("limitMillis", watch.limit().toMillis()).build();
    }
}
