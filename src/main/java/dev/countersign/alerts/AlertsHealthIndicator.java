package dev.countersign.alerts;

import dev.countersign.alerts.Alerts.ChannelState;
import dev.countersign.crypto.UtcTime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** Whether alerts reach people, at {@code /actuator/health/alerts} and as meters: for everybody, so without what the alerts are. */
@Component
class AlertsHealthIndicator implements HealthIndicator, MeterBinder {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Alerts alerts;
    private final AlertClocks clocks;

    AlertsHealthIndicator(Alerts alerts, AlertClocks clocks) {
        this.alerts = alerts;
        this.clocks = clocks;
    }

    @Override
    public Health health() {
        List<ChannelState> channels = alerts.channels();
        boolean well = clocks.failure().isEmpty() && channels.stream().allMatch(one -> one.failingSince() == null);
        Health.Builder health = well ? Health.up() : Health.status(DEGRADED);
        clocks.failure().ifPresent(why -> health.withDetail("failed", why + "; the application's log says more"));
        channels.forEach(channel -> health.withDetail(channel.channel(), details(channel)));
        return health.withDetail("channels", channels.size()).build();
    }

    private static Map<String, Object> details(ChannelState channel) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("notTold", channel.backlog());
        if (channel.failingSince() != null) {
            details.put("failingSince", UtcTime.write(channel.failingSince()));
            details.put("why", String.valueOf(channel.why()));
        }
        return details;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("countersign.alerts.failing", () -> failing())
                .description("channels of security alerts that do not work")
                .register(registry);
    }

    private long failing() {
        return alerts.channels().stream()
                .filter(channel -> channel.failingSince() != null)
                .count();
    }
}
