package dev.countersign.studio;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.Locale;

/** Everything this module refuses. Numbers are never given to another rule. */
enum StudioRefusal {
    TOO_LARGE(
            "STU-001",
            "draft-too-large",
            Kind.TOO_LARGE,
            "the draft has %s characters (expected: at most %s, as of a set that can be proposed). Take out what is not part of the set");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    StudioRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(Locale.ROOT, sentence, facts)));
    }
}
