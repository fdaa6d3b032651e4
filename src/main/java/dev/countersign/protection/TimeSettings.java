package dev.countersign.protection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far clocks may differ (11.10(e), T13).
 *
 * @param limit between this machine's clock and the database's; beyond it nobody signs. From 100 ms to 5 s
 * @param step a jump of either clock that is put on record; from 50 ms to 5 s
 * @param measureEvery how often they are compared when nobody asks for the time; from a second to a minute
 */
@ConfigurationProperties("countersign.time")
record TimeSettings(
        @DefaultValue("1s") Duration limit,
        @DefaultValue("500ms") Duration step,
        @DefaultValue("1m") Duration measureEvery) {

    TimeSettings {
        ProtectionSettings.demand("time.limit", limit, Duration.ofMillis(100), Duration.ofSeconds(5));
        ProtectionSettings.demand("time.step", step, Duration.ofMillis(50), Duration.ofSeconds(5));
        ProtectionSettings.demand("time.measure-every", measureEvery, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
