package dev.countersign.copies;

import dev.countersign.copies.ProgressMapper.Progress;
import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * How far copies are, at {@code /actuator/health/log} and as meters: for everybody, so without paths and addresses. {@code DEGRADED}
 * while a place that is configured does not take them.
 */
@Component
class CopiesHealthIndicator implements HealthIndicator, MeterBinder {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Copying copying;
    private final CopyPlaces places;
    private final CopyingClock clock;
    private final LogStore log;

    CopiesHealthIndicator(Copying copying, CopyPlaces places, CopyingClock clock, LogStore log) {
        this.copying = copying;
        this.places = places;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Health health() {
        Map<String, Object> told = new LinkedHashMap<>();
        boolean well = clock.failure().isEmpty();
        for (CopyDestination destination : places.destinations()) {
            Optional<Progress> progress = copying.progressOf(destination);
            well &= progress.map(one -> one.alarm() == null).orElse(true);
            told.put(destination.name(), details(progress, backlog(destination)));
        }
        Health.Builder health = well ? Health.up() : Health.status(DEGRADED);
        clock.failure().ifPresent(why -> health.withDetail("failed", why + "; the application's log says more"));
        return health.withDetail("places", places.destinations().size())
                .withDetails(told)
                .build();
    }

    private static Map<String, Object> details(Optional<Progress> progress, long backlog) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("notCopied", backlog);
        progress.ifPresent(one -> {
            details.put("copiedTo", one.position());
            details.put("at", UtcTime.write(one.changedAt()));
            details.put("leftOut", one.leftOut());
            if (one.alarm() != null) {
                details.put("alarm", one.alarm());
                details.put("why", String.valueOf(one.why()));
            }
        });
        return details;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CopyDestination destination : places.destinations()) {
            Gauge.builder("countersign.copies.backlog", () -> backlog(destination))
                    .description("sealed entries whose copies are not there yet")
                    .tag("place", destination.name())
                    .register(registry);
            Gauge.builder("countersign.copies.alarm", () -> isAlarm(destination) ? 1 : 0)
                    .description("1 while copies cannot be made")
                    .tag("place", destination.name())
                    .register(registry);
        }
    }

    private boolean isAlarm(CopyDestination destination) {
        return copying.progressOf(destination).map(Progress::alarm).isPresent();
    }

    /** Sealed entries that were not looked at: most of them speak of nothing that is copied. */
    private long backlog(CopyDestination destination) {
        long size = log.newest().map(StoredCheckpoint::size).orElse(0L);
        return Math.max(
                0,
                size - copying.progressOf(destination).map(Progress::position).orElse(0L));
    }
}
