package dev.countersign.protection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the guards of the store are watched.
 *
 * @param checkEvery how often the catalogue is looked at; from a second to a minute
 * @param recordEvery how often its fingerprint is put on record although nothing changed; from a minute to a day
 * @param accept fingerprint (SHA-256 in hexadecimal) of a changed catalogue that the system's owner accepts; empty for none
 */
@ConfigurationProperties("countersign.protection")
record ProtectionSettings(
        @DefaultValue("1m") Duration checkEvery,
        @DefaultValue("1h") Duration recordEvery,
        @DefaultValue("") String accept) {

    ProtectionSettings {
        demand("protection.check-every", checkEvery, Duration.ofSeconds(1), Duration.ofMinutes(1));
        demand("protection.record-every", recordEvery, Duration.ofMinutes(1), Duration.ofDays(1));
        if (!accept.matches("|[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "countersign.protection.accept is no fingerprint (expected: the 64 lower-case"
                            + " hexadecimal digits that the alarm names)");
        }
    }

    static void demand(String name, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "countersign." + name + " is " + given + " (expected: " + least + " to " + most + ")");
        }
    }
}
