package dev.countersign.models;

import dev.countersign.models.Expression.Value;
import dev.countersign.models.RequiredSignatures.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What has happened to the record when a token is somewhere: all that the proof knows.
 *
 * @param drafted who wrote the version in review
 * @param decision what the variable {@code decision} holds
 * @param told whether the variable {@code personDrafted} surely says what {@code drafted} says: set, and nothing has waited since
 * @param signed how many of the plan's signatures the version bears, in order; {@link #VOID} if none counts: no version is in review, one
 *     was rejected, or a signature came that the plan does not ask for next
 */
record Progress(Drafted drafted, Decision decision, boolean told, int signed) {

    static final int VOID = -1;

    enum Drafted {
        UNKNOWN,
        PERSON,
        SYSTEM
    }

    enum Decision {
        UNKNOWN,
        APPROVE,
        REJECT
    }

    static final Progress NONE = new Progress(Drafted.UNKNOWN, Decision.UNKNOWN, false, VOID);

    /** A version is put in review: by a person or by a service account, either can be. */
    List<Progress> versionBegun() {
        return List.of(
                new Progress(Drafted.PERSON, decision, true, 0), new Progress(Drafted.SYSTEM, decision, true, 0));
    }

    Progress versionEnded() {
        return new Progress(Drafted.UNKNOWN, decision, false, VOID);
    }

    /** After a wait somebody may have written any variable (T5): what one holds is no longer known. */
    Progress waited() {
        return new Progress(drafted, Decision.UNKNOWN, false, signed);
    }

    Progress withDecision(Decision other) {
        return new Progress(drafted, other, told, signed);
    }

    Progress approved(String step, List<Step> plan) {
        List<String> demanded = demanded(plan);
        boolean isNext = signed != VOID
                && signed < demanded.size()
                && demanded.get(signed).equals(step);
        return new Progress(drafted, Decision.APPROVE, false, isNext ? signed + 1 : VOID);
    }

    Progress rejected() {
        return new Progress(drafted, Decision.REJECT, false, VOID);
    }

    boolean isComplete(List<Step> plan) {
        return signed == demanded(plan).size();
    }

    /** Step codes in the order of the plan, each as often as people must sign it; the author's only where a person wrote. */
    List<String> demanded(List<Step> plan) {
        return plan.stream()
                .filter(step -> drafted != Drafted.SYSTEM || !step.ofPeopleOnly())
                .flatMap(step -> IntStream.range(0, step.count()).mapToObj(i -> step.code()))
                .toList();
    }

    /** Variables of known value, for conditions. */
    Map<String, Value> known() {
        Map<String, Value> known = new HashMap<>();
        if (told) {
            known.put("personDrafted", Value.of(drafted == Drafted.PERSON));
        }
        if (decision != Decision.UNKNOWN) {
            known.put("decision", new Value(decision == Decision.APPROVE ? "approve" : "reject"));
        }
        return known;
    }
}
