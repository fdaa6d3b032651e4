package dev.countersign.protection;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.Locale;

/** Why nobody may sign at this moment, numbered for ever. */
enum ProtectionRefusal {
    NOT_LOOKED(
            "PRO-001",
            "Signing waits: the guards of the store were not looked at lately. Try again in a moment; if it stays so, see"
                    + " /actuator/health/guards."),
    CHANGED(
            "PRO-002",
            "Signing is suspended: %d of the things that guard the store are not what they were (expected: fingerprint %s)."
                    + " Tell the system's owner; docs/operations/guards.md says what to do."),
    CLOCKS(
            "PRO-004",
            "Signing is suspended: this machine's clock is %d ms ahead of the database's (expected: at most %d ms either way). Have"
                    + " the clocks set, then sign; docs/operations/time.md says how.");

    private final String number;
    private final String sentence;

    ProtectionRefusal(String number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    RefusedException refuse(Object... facts) {
        return new RefusedException(new Refusal(
                number, "signing-suspended", Kind.UNAVAILABLE, String.format(Locale.ROOT, sentence, facts)));
    }
}
