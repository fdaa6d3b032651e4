package dev.countersign.evidence.verify;

import java.util.List;

/**
 * What was checked, and how each check ended. Never a boolean: what could not be decided says so.
 *
 * @param state {@code INVALID} if any check failed; else {@code INDETERMINATE} if any could not be decided; else {@code VALID}
 */
public record Report(State state, List<Check> checks) {

    static Report of(List<Check> checks) {
        State state = State.VALID;
        for (Check check : checks) {
            if (check.result() == Result.FAILED) {
                return new Report(State.INVALID, List.copyOf(checks));
            }
            if (check.result() == Result.INDETERMINATE) {
                state = State.INDETERMINATE;
            }
        }
        return new Report(state, List.copyOf(checks));
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
