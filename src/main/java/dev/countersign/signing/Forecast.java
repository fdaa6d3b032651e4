package dev.countersign.signing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an approval can be finished by the people there are (AUT-03): a warning, and no promise, for people come and go. It never says
 * who it would be.
 *
 * @param steps that miss signatures, in the order of the plan
 */
public record Forecast(List<Foreseen> steps) {

    /** What there is for one step. */
    public enum Outlook {
        /** Enough people. */
        SOMEBODY,
        /** Too few people who are active, have a certified key, the role and the authority, and are independent. */
        NOBODY,
        /** Enough people by itself, and not together with the steps before it: somebody would have to sign two that must differ. */
        NOT_TOGETHER;

        /** As the interface and messages name it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param missing how many signatures, of different people */
    public record Foreseen(SignaturePlan.Step step, int missing, Outlook outlook) {

        /** Whether it is worth a warning. */
        public boolean isStuck() {
            return outlook != Outlook.SOMEBODY;
        }
    }

    /** Whether a step would wait for nobody. */
    public boolean isDeadlock() {
        return steps.stream().anyMatch(Foreseen::isStuck);
    }

    /** Of one step; empty if it misses nothing. */
    public Optional<Foreseen> of(String stepCode) {
        return steps.stream().filter(one -> one.step().code().equals(stepCode)).findFirst();
    }

    /** What would wait for nobody, for a line: {@code review: nobody, approval: not-together}; nothing if all is well. */
    public String text() {
        return String.join(
                ", ",
                steps.stream()
                        .filter(Foreseen::isStuck)
                        .map(one -> one.step().code() + ": " + one.outlook().code())
                        .toList());
    }
}
