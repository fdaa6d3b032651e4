package dev.countersign.alerts;

import java.util.Arrays;

/** What the security unit is warned of (docs/operations/alerts.md). A code is never used for another thing. */
public enum AlertKind {
    LOGIN_LOCKED("login-locked", "Signing in was locked after failed attempts"),
    SIGNING_LOCKED("signing-locked", "Signing was locked after failed attempts"),
    REPEATED_FAILURES("repeated-failures", "Repeated failed attempts to sign in or to sign"),
    ADDRESS_SLOWED("address-slowed", "Too many failed attempts from one network address"),
    AUTHENTICATOR_CLONED("authenticator-cloned", "An authenticator may have been copied"),
    AUTHENTICATOR_REVOKED("authenticator-revoked", "An authenticator was lost or revoked"),
    CONTROL_REFUSED("control-refused", "An attempt to get around a control was refused"),
    VERIFICATION_FAILED("verification-failed", "Stored records or the audit log do not verify"),
    WITNESS_ALARM("witness-alarm", "A witness of the audit log gives alarm"),
    LOG_RECOVERY("log-recovery", "The audit log is, or was, in recovery mode"),
    GUARDS_CHANGED("guards-changed", "What guards the store has changed"),
    MODELS_ALTERED("models-altered", "The process models that run are not those that were signed"),
    BREAK_GLASS("break-glass", "Somebody intervened in running approvals by break-glass"),
    CLOCKS_DISAGREE("clocks-disagree", "Clocks disagree: signing is suspended"),
    MALWARE_FOUND("malware-found", "Somebody handed in a file that carries malware"),
    COPIES_ALARM("copies-alarm", "Copies outside the database cannot be made"),
    WORK_OVERDUE("work-overdue", "Periodic work on accounts is overdue"),
    CHANNEL_FAILED("channel-failed", "A channel of security alerts does not work");

    private final String code;
    private final String title;

    AlertKind(String code, String title) {
        this.code = code;
        this.title = title;
    }

    public String code() {
        return code;
    }

    /** A sentence for whoever is warned. */
    public String title() {
        return title;
    }

    static AlertKind ofCode(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of alert: " + code));
    }
}
