package dev.countersign.authority;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Author, reviewer and approver differ, over all versions of the record (AUT-03, T27). A step excludes whoever had a hand in what
 * it must be independent of; for independence both ways, both steps of the plan name each other.
 */
final class SeparationOfDuties {

    static final String AUTHOR = "author";

    private SeparationOfDuties() {}

    /** What this person did that bars them from the step, as the end of a sentence. */
    static Optional<String> conflict(String userId, String stepCode, List<String> independentOf, Lineage lineage) {
        for (String other : independentOf) {
            if (AUTHOR.equals(other)) {
                if (lineage.authors().contains(userId)) {
                    return Optional.of("this person wrote a version of this record");
                }
            } else if (signed(userId, other, lineage.signersByStep())) {
                return Optional.of("this person signed step " + other + " of this record");
            }
        }
        return Optional.empty();
    }

    private static boolean signed(String userId, String step, Map<String, Set<String>> signersByStep) {
        return signersByStep.getOrDefault(step, Set.of()).contains(userId);
    }
}
