package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.models.RuleSamples.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the gate has a set that breaks it and nothing else (T6). */
@Requirement("PRC-01")
class RulesTest {

    static Stream<Sample> samples() {
        return RuleSamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBreaksItsRuleAlone(Sample sample) {
        List<Finding> findings = TestModels.gate()
                .check(sample.change().apply(ModelSets.shipped()))
                .findings();

        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).as(finding.message()).isEqualTo(sample.rule());
            assertThat(finding.message()).endsWith(".");
            assertThat(finding.remedy()).isEqualTo(sample.rule().remedy());
        });
    }

    @Test
    void everyRuleHasASample() {
        assertThat(samples().map(Sample::rule).distinct()).containsExactlyInAnyOrder(ModelRule.values());
    }

    @Test
    void rulesAreNumberedInTheirOrder() {
        for (ModelRule rule : ModelRule.values()) {
            assertThat(rule.number()).isEqualTo("MOD-%03d".formatted(rule.ordinal() + 1));
        }
    }
}
