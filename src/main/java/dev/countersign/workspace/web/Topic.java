package dev.countersign.workspace.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an audit entry matters for, to whoever holds it against the regulation (AUD-04): a tag by the kind of event. That an entry is an exception
 * it says itself, whatever it is about.
 */
enum Topic {
    /** Who signed what, was shown it, or did not sign (11.50, 11.70, 11.200). */
    SIGNATURE(
            "record.signature-plan-fixed",
            "record.signed",
            "signing.presentation-shown",
            "signing.presentation-abandoned",
            "signing.ceremony-burnt",
            "signing.ceremony-abandoned",
            "signing.series-begun",
            "signing.series-ended",
            "signing.list-shown",
            "signing.list-ended",
            "presence.succeeded",
            "presence.failed",
            "presence.components.succeeded",
            "presence.components.failed",
            "presence.password.succeeded",
            "presence.password.failed"),
    /** What became of records, who read them and who took copies (11.10(b), (c), (e)). */
    RECORD(
            "record.version-appended",
            "record.status-changed",
            "record.viewed",
            "record.commented",
            "record.linked",
            "record.unlinked",
            "evidence.viewed",
            "evidence.exported",
            "evidence.checked",
            "audit.exported",
            "search.saved",
            "search.deleted",
            "export.requested",
            "export.finished",
            "export.failed",
            "export.downloaded",
            "export.cancelled",
            "inspection.viewed"),
    /** Approvals and tasks, in their order (11.10(f)). */
    PROCESS(
            "process.started",
            "process.intervened",
            "break-glass.carried-out",
            "task.claimed",
            "task.released",
            "task.reassigned",
            "notice.given",
            "engine.changed"),
    /** Who came in, who did not, and on what device (11.10(d), 11.300). */
    ACCESS(
            "login.succeeded",
            "login.failed",
            "login.password.succeeded",
            "login.password.failed",
            "login.unlocked",
            "reauthentication.succeeded",
            "reauthentication.failed",
            "signing.unlocked",
            "session.ended",
            "session.revoked",
            "device.remembered",
            "device.forgotten",
            "device.revoked",
            "device.lost"),
    /** Accounts, roles, credentials, keys and training (11.10(g), (i), 11.100, 11.300). */
    ADMINISTRATION(
            "person.created",
            "person.described",
            "person.email-changed",
            "notice.by-mail-chosen",
            "person.invited",
            "person.reset",
            "person.state-changed",
            "account.requested",
            "account.request-met",
            "account.request-declined",
            "account.notices-seen",
            "account.notice-mailed",
            "account.notice-undelivered",
            "reset.requested",
            "reset.request-granted",
            "reset.request-refused",
            "role.requested",
            "role.request-granted",
            "role.request-refused",
            "role.granted",
            "role.revoked",
            "signature-authority.requested",
            "signature-authority.granted",
            "signature-authority.refused",
            "signature-authority.taken-away",
            "factors.set",
            "password.changed",
            "passkey.registered",
            "passkey.suspended",
            "passkey.revoked",
            "key.made",
            "key.tested",
            "key.certified",
            "key.ended",
            "key.opening-allowed",
            "key.opening-ended",
            "key.opening-failed",
            "policy.acknowledged",
            "policy.in-force",
            "authenticator.tested",
            "credentials.reviewed",
            "access-campaign.opened",
            "access-campaign.completed",
            "stale-account.decided",
            "review.overdue",
            "service-account.created",
            "service-account.token-rotated",
            "service-account.revoked",
            "certification-letter.recorded",
            "certification-letter.confirmed",
            "certification-letter.read",
            "training.course-in-force",
            "training.course-replaced",
            "training.retraining-demanded",
            "training.attempt-begun",
            "training.attempt-judged",
            "training.completed",
            "training.certificate-recorded",
            "training.certificate-revoked",
            "training.evidence-read"),
    /** Which models and which program run, and under which authority (11.10(a), (k)). */
    CONFIGURATION(
            "models.deployed",
            "models.altered",
            "models.restored",
            "models.draft-kept",
            "models.draft-discarded",
            "engine.authorizations-set",
            "migration.applied",
            "authority.begun",
            "authority.renewal-proposed",
            "authority.renewed",
            "seal.certified",
            "share.generation-proposed",
            "share.generation-opened"),
    /** What was refused, and whether store, log, clock and copies hold (11.10(a), (c), (e), 11.300(d)). */
    SECURITY(
            "refused",
            "record.integrity-failed",
            "verification.requested",
            "verification.passed",
            "verification.failed",
            "alert.raised",
            "alert.delivered",
            "alert.acknowledged",
            "alert.escalated",
            "alert.channel-failed",
            "alert.channel-works",
            "alert.report-made",
            "checkpoint.timestamped",
            "witness.alarm-raised",
            "witness.alarm-ended",
            "log.recovery-entered",
            "log.recovery-left",
            "log.recovery-proposed",
            "log.epoch-opened",
            "catalogue.fingerprinted",
            "clocks.compared",
            "copies.alarm-raised",
            "copies.alarm-ended",
            "copies.left-out");

    private static final Map<String, Topic> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Topic::code, Function.identity()));

    private final List<String> types;

    Topic(String... types) {
        this.types = List.of(types);
    }

    /** As an address names it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dotted names of its kinds of event. */
    public List<String> types() {
        return types;
    }

    static Optional<Topic> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** Empty for a kind that another version of the program wrote. */
    static Optional<Topic> ofType(String type) {
        return Arrays.stream(values())
                .filter(topic -> topic.types.contains(type))
                .findFirst();
    }

    /** Every kind of event there is. */
    static Set<String> allTypes() {
        return Arrays.stream(values())
                .flatMap(topic -> topic.types.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
