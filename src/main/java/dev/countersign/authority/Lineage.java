package dev.countersign.authority;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who had a hand in a record so far, over all its versions (AUT-03).
 *
 * @param authors persons who wrote any version
 * @param signersByStep persons who signed, approving or rejecting, by plan step code
 */
public record Lineage(Set<String> authors, Map<String, Set<String>> signersByStep) {

    /** Whether what this person did bars them from a step that must be independent of these. */
    public boolean bars(String userId, List<String> independentOf) {
        return SeparationOfDuties.conflict(userId, "", independentOf, this).isPresent();
    }
}
