package dev.countersign.protection;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** What the last look at the store's guards found, at {@code /actuator/health/guards}: for everybody, so numbers and a fingerprint alone. */
@Component
class CatalogueHealthIndicator implements HealthIndicator {

    private final CatalogueWatch watch;

    CatalogueHealthIndicator(CatalogueWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        CatalogueWatch.Verdict verdict = watch.verdict();
        Told told = verdict.told();
        if (told == null) {
            return Health.unknown().withDetail("looked", false).build();
        }
        return (told.intact() ? Health.up() : Health.down())
                .withDetail("fingerprint", told.digest())
                .withDetail("accepted", told.accepted())
                .withDetail(
                        "differences", told.intact() ? 0 : verdict.differences().size())
                .withDetail("absentGuards", verdict.absent().size())
                .build();
    }
}
