package dev.countersign.models;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** What is refused before any model is looked at. The gate's own rules are findings, not refusals. Numbers are never given to another rule. */
public enum ModelRefusal {
    BAD_REQUEST("MOD-901", "invalid-request", Kind.INVALID, "the models cannot be checked: %s"),
    TOO_LARGE(
            "MOD-902",
            "too-large",
            Kind.TOO_LARGE,
            "the models cannot be checked: %s (expected: at most 4 MiB in a set)"),
    BUSY("MOD-903", "busy", Kind.UNAVAILABLE, "the models cannot be checked now: %s; try again in a moment");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    ModelRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    /** @param why a clause that names the offender */
    public RefusedException because(String why) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(why)));
    }
}
