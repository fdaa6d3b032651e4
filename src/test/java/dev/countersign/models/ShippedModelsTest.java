package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import org.junit.jupiter.api.Test;

/** What the release ships passes its own gate. */
@Requirement("PRC-01")
class ShippedModelsTest {

    @Test
    void theShippedSetIsAcceptedAndSaysWhatWasProved() {
        Report report = TestModels.gate().check(ModelSets.shipped());

        assertThat(report.findings()).isEmpty();
        assertThat(report.accepted()).isTrue();
        assertThat(report.proofs()).anySatisfy(proof -> assertThat(proof)
                .contains("In record-approval every path to release passes approved signatures of")
                .containsSubsequence("authorship", "review", "approval"));
    }
}
