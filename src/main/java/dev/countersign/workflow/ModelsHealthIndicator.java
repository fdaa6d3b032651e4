package dev.countersign.workflow;

import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ProcessModels.SignedSet;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** Whether the process models that run are those that were signed, at {@code /actuator/health/models}: for everybody, so names and numbers alone. */
@Component
class ModelsHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final ModelWatch watch;
    private final ProcessModels models;

    ModelsHealthIndicator(ModelWatch watch, ProcessModels models) {
        this.watch = watch;
        this.models = models;
    }

    @Override
    public Health health() {
        Optional<ModelComparison> last = watch.last();
        if (last.isEmpty()) {
            return Health.unknown().withDetail("looked", false).build();
        }
        Optional<SignedSet> inForce = models.inForce();
        boolean equal = last.get().equal();
        Health.Builder health = !equal ? Health.down() : inForce.isEmpty() ? Health.status(DEGRADED) : Health.up();
        return health.withDetail("equalsWhatWasSigned", equal)
                .withDetail("mismatches", last.get().mismatches().size())
                .withDetail(
                        "version", inForce.map(set -> set.version().version()).orElse(0))
                .withDetail("adopted", inForce.isPresent())
                .withDetail(
                        "awaitingAdoption",
                        models.awaitingAdoption().keySet().stream().toList())
                .build();
    }
}
