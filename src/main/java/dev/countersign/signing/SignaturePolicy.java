package dev.countersign.signing;

import dev.countersign.signing.SignaturePlan.Step;
import java.util.List;

/**
 * Which signatures a record type needs: fixed for now, the same for every type (REC-03).
 *
 * @param id names the policy in the plan
 */
record SignaturePolicy(String id, int version) {

    static final String ALWAYS = "always";
    static final String PERSON_DRAFTED = "person-drafted";
    static final String AUTHOR = "author";

    private static final String ANALYST = "qa-analyst";
    private static final String MANAGER = "qa-manager";

    static SignaturePolicy ofType(String recordType) {
        return new SignaturePolicy("static/" + recordType, 1);
    }

    /** In the order they are signed. Author, reviewer and approver differ (AUT-03). */
    List<Step> steps() {
        return List.of(
                new Step("authorship", "authorship", "", 1, PERSON_DRAFTED, List.of()),
                new Step("review", "review", ANALYST, 1, ALWAYS, List.of(AUTHOR)),
                new Step("approval", "approval", MANAGER, 1, ALWAYS, List.of(AUTHOR, "review")));
    }
}
