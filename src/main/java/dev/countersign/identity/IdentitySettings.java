package dev.countersign.identity;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param presenceLasts how long a proof of presence may wait for its use, retries included
 * @param passwordLasts how long an accepted password waits for the code
 * @param failuresBeforeLock consecutive failures until the first lock
 * @param firstLock how long it lasts; every further failure doubles it
 * @param longestLock the longest a lock gets; it always ends by itself
 * @param shortestPassword in characters
 * @param invitationLasts how long the code of a new account works
 * @param certificateLasts validity of a person's certificate
 */
@Validated
@ConfigurationProperties("countersign.identity")
record IdentitySettings(
        @NotNull @DefaultValue("30s") Duration presenceLasts,
        @NotNull @DefaultValue("5m") Duration passwordLasts,
        @Min(3) @DefaultValue("10") int failuresBeforeLock,
        @NotNull @DefaultValue("1m") Duration firstLock,
        @NotNull @DefaultValue("15m") Duration longestLock,
        @Min(15) @DefaultValue("15") int shortestPassword,
        @NotNull @DefaultValue("72h") Duration invitationLasts,
        @NotNull @DefaultValue("1825d") Duration certificateLasts) {}
