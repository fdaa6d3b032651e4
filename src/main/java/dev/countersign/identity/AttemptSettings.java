package dev.countersign.identity;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many attempts in a row are heard at all (NIST SP 800-63B-4, 3.2.2: at most 100 on one account).
 *
 * @param failuresFromAfar from devices the person never signed in on, until a second person unlocks
 * @param failuresOfDevice from one known device, until it is known no more
 * @param knownDevices of one person
 */
@Validated
@ConfigurationProperties("countersign.attempts")
record AttemptSettings(
        @Min(10) @Max(100) @DefaultValue("50") int failuresFromAfar,
        @Min(5) @Max(100) @DefaultValue("15") int failuresOfDevice,
        @Min(1) @Max(10) @DefaultValue("3") int knownDevices) {

    private static final int MOST = 100;

    @AssertTrue(
            message = "failures from afar and of all known devices together must be at most 100 (NIST SP 800-63B-4)")
    boolean isWithinTheLimit() {
        return failuresFromAfar + failuresOfDevice * knownDevices <= MOST;
    }
}
