package dev.countersign.alerts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is warned, and when. Without channels alerts are on the page alone.
 *
 * @param every how often it is looked whether there is something to warn of, or to tell again
 * @param repeatedFailures consecutive failures of one account from which on the security unit is warned, before anything locks
 * @param escalateAfter how long an alert waits for somebody to acknowledge it before management is told
 * @param longestPause between attempts at a channel that does not work, which start at {@code every} and double
 * @param page address of the page of alerts as people see it, for messages; empty: left out
 */
@Validated
@ConfigurationProperties("countersign.alerts")
record AlertSettings(
        @NotNull @DefaultValue("1s") @DurationMin(millis = 50)
        Duration every,

        @Min(3) @Max(100) @DefaultValue("5") int repeatedFailures,

        @NotNull @DefaultValue("30m") @DurationMin(minutes = 1)
        Duration escalateAfter,

        @NotNull @DefaultValue("5m") @DurationMin(seconds = 1)
        Duration longestPause,

        @NotNull @DefaultValue("") String page,

        @NotNull @Valid @DefaultValue Mail mail,

        @NotNull @Valid @DefaultValue Webhook webhook) {

    /**
     * @param from sender of messages
     * @param to the security unit; empty: no e-mail
     * @param management who is told when nobody acknowledges; empty: the security unit once more
     */
    record Mail(
            @NotNull @DefaultValue("") String from,
            @NotNull @DefaultValue List<String> to,
            @NotNull @DefaultValue List<String> management) {

        boolean isConfigured() {
            return !to.isEmpty();
        }

        List<String> recipients(Audience audience) {
            return audience == Audience.MANAGEMENT && !management.isEmpty() ? management : to;
        }
    }

    /**
     * @param url that takes the messages; empty: no webhook
     * @param secret under which they are signed; from the environment alone, at least 32 characters
     */
    record Webhook(
            @NotNull @DefaultValue("") String url,
            @NotNull @DefaultValue("") String secret) {

        boolean isConfigured() {
            return !url.isBlank();
        }

        @Override
        public String toString() {
            return "Webhook[" + url + "]";
        }
    }
}
