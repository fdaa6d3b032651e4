package dev.countersign.evidence.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was checked, and how each check ended. Never a boolean: what could not be decided says so.
 *
 * @param state {@code INVALID} if any check failed; else {@code INDETERMINATE} if any could not be decided; else {@code VALID}
 * @param certificates by the id of each signature that was checked, how its certificate stands to it
 */
public record Report(State state, List<Check> checks, Map<String, CertificateState> certificates) {

    static Report of(List<Check> checks, Map<String, CertificateState> states) {
        Map<String, CertificateState> certificates = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        State state = State.VALID;
        for (Check check : checks) {
            if (check.result() == Result.FAILED) {
                return new Report(State.INVALID, List.copyOf(checks), certificates);
            }
            if (check.result() == Result.INDETERMINATE) {
                state = State.INDETERMINATE;
            }
        }
        return new Report(state, List.copyOf(checks), certificates);
    }

    /** How the whole came out. */
    public enum State {
        VALID,
        INVALID,
        INDETERMINATE
    }

    /** How one check came out. */
    public enum Result {
        PASSED,
        FAILED,
        INDETERMINATE
    }

    /** @param detail what was compared, and what a person can do with it */
    public record Check(String name, Result result, String detail) {}
}
