package dev.countersign.ledger;

import dev.countersign.crypto.JsonRefusedException;
import java.io.Serializable;
import java.util.List;

/**
 * Why something was refused: a value. Names the rule, the offender and what would resolve it; login and factor failures say
 * less on purpose.
 *
 * @param number numbered rule, e.g. {@code SIG-004}; never renumbered
 * @param code stable code of the public interface, e.g. {@code not-authorized}
 * @param detail a sentence with offender, expectation and remedy; never a secret
 * @param errors where input was wrong: JSON pointer and sentence
 */
public record Refusal(String number, String code, Kind kind, String detail, List<InputError> errors)
        implements Serializable {

    public Refusal(String number, String code, Kind kind, String detail) {
        this(number, code, kind, detail, List.of());
    }

    /** JSON a caller sent has no single meaning ({@code invalid-json}). */
    public static Refusal ofJson(JsonRefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return new Refusal(
                "LED-001",
                "invalid-json",
                Kind.MALFORMED,
                "The JSON is refused at " + (refused.pointer().isEmpty() ? "its root" : refused.pointer()) + ": "
                        + detail + ".",
                List.of(new InputError(refused.pointer(), detail)));
    }

    public record InputError(String pointer, String detail) implements Serializable {}

    /** What went wrong, as an HTTP status tells it. */
    public enum Kind {
        MALFORMED(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        TOO_LARGE(413),
        UNSUPPORTED(415),
        INVALID(422),
        LOCKED(423),
        TOO_MANY(429),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
