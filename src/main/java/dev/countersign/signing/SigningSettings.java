package dev.countersign.signing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the ceremony.
 *
 * @param ceremonyLasts from intent to signature; then the attempt counts as abandoned
 * @param presentationLasts from showing to signature; then the showing counts as abandoned. It stays valid if nothing changed
 */
@ConfigurationProperties("countersign.signing")
record SigningSettings(
        @DefaultValue("2m") Duration ceremonyLasts,
        @DefaultValue("30m") Duration presentationLasts) {

    SigningSettings {
        if (ceremonyLasts.isNegative() || ceremonyLasts.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("countersign.signing.ceremony-lasts is " + ceremonyLasts
                    + " (expected: at most 10 minutes; a ceremony is short-lived, SIG-08)");
        }
    }
}
