package dev.countersign.alerts;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Security alerts for the security unit (11.300(d), IDN-04): IT Administrators and QA Managers, and auditors to look. An alert is derived
 * from audit entries that are committed; each entry belongs to one alert at most.
 */
public interface Alerts {

    /**
     * What nobody acknowledged yet, what was escalated first.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Alert> open(Caller caller);

    /**
     * What was acknowledged last, newest first.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Alert> acknowledged(Caller caller, int most);

    /** How many wait for this caller's eyes; -1 for somebody whom alerts do not concern. */
    int waitingFor(Caller caller);

    /**
     * Takes notice of an alert, with a comment; by somebody it is not about, and once.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code alert-not-found}, {@code alert-acknowledged}, {@code
     *     second-person-required}, {@code comment-required}; on record
     */
    void acknowledge(Caller caller, UUID alertId, String comment);

    /** The channels that are configured, and whether they work. */
    List<ChannelState> channels();

    /**
     * @param about the person it is about, if it is about one
     * @param occurrences how many audit entries belong to it
     * @param firstAt when the first of them was written
     */
    record Alert(
            UUID alertId,
            AlertKind kind,
            String subject,
            @Nullable String about,
            @Nullable String rule,
            @Nullable String address,
            int occurrences,
            Instant firstAt,
            Instant lastAt,
            Instant raisedAt,
            @Nullable Instant escalatedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            @Nullable String comment) {}

    /**
     * @param failingSince null while it works
     * @param backlog what is still to be told
     */
    record ChannelState(
            String channel,
            @Nullable Instant failingSince,
            @Nullable String why,
            int backlog) {}
}
