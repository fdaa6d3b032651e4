package dev.countersign.signing;

import dev.countersign.signing.SignaturePlan.Step;
import java.util.List;

/**
 * Which signatures a record type needs: fixed for now, the same for every type but {@link Declarations} (REC-03).
 *
 * @param id names the policy in the plan
 * @param steps in the order they are signed; author, reviewer and approver differ (AUT-03)
 */
record SignaturePolicy(String id, int version, List<Step> steps) {

    static final String ALWAYS = "always";
    static final String PERSON_DRAFTED = "person-drafted";
    static final String AUTHOR = "author";

    private static final String ANALYST = "qa-analyst";
    private static final String MANAGER = "qa-manager";

    private static final List<Step> APPROVAL = List.of(
            new Step("authorship", "authorship", "", 1, PERSON_DRAFTED, List.of()),
            new Step("review", "review", ANALYST, 1, ALWAYS, List.of(AUTHOR)),
            new Step("approval", "approval", MANAGER, 1, ALWAYS, List.of(AUTHOR, "review")));

    static SignaturePolicy ofType(String recordType) {
        return new SignaturePolicy(
                "static/" + recordType,
                1,
                Declarations.meaning(recordType).map(SignaturePolicy::ofOne).orElse(APPROVAL));
    }

    /** The author's own signature, whoever that is: a version from a program has nobody who could give it. */
    private static List<Step> ofOne(String meaning) {
        return List.of(new Step("authorship", meaning, "", 1, ALWAYS, List.of()));
    }
}
