package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The signatures a record needs, in order; fixed for the record when its approval starts (11.10(f)).
 *
 * @param sha256 of the stored bytes, cited by every intent
 */
public record SignaturePlan(UUID recordId, Digest sha256, List<Step> steps) {

    /**
     * @param code e.g. {@code review}
     * @param role role code; empty where the author signs
     * @param count how many different people
     * @param applies {@code always}, or {@code person-drafted}: only to versions a person wrote
     * @param independentOf {@code author} or step codes whose people may not sign this step, over the record's lineage
     */
    public record Step(
            String code, String meaning, String role, int count, String applies, List<String> independentOf) {}

    public Optional<Step> step(String code) {
        return steps.stream().filter(step -> step.code().equals(code)).findFirst();
    }
}
