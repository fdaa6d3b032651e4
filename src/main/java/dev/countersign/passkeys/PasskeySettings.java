package dev.countersign.passkeys;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param challengeLasts how long a login or a registration waits for the authenticator's answer
 * @param mostOfAPerson how many active passkeys somebody can have
 */
@Validated
@ConfigurationProperties("countersign.passkeys")
record PasskeySettings(
        @NotNull @DefaultValue("3m") Duration challengeLasts,
        @Min(1) @Max(50) @DefaultValue("10") int mostOfAPerson) {}
