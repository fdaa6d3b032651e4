package dev.countersign.evidence;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When the whole store is verified.
 *
 * @param first how long after a start; a restored backup is looked at soon
 * @param every how long after one began the next begins
 * @param again how long after one that could not be done it is tried again
 */
@Validated
@ConfigurationProperties("countersign.verification")
record VerificationSettings(
        @NotNull @DefaultValue("5m") @DurationMin(seconds = 1)
        Duration first,

        @NotNull @DefaultValue("24h") @DurationMin(minutes = 1)
        Duration every,

        @NotNull @DefaultValue("10m") @DurationMin(seconds = 1)
        Duration again) {}
