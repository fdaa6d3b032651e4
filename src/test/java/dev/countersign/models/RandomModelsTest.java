package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the gate accepts, no run of tokens can lead past a signature: models drawn by lot, judged by an interpreter of its own. */
@Requirement("PRC-01")
class RandomModelsTest {

    private static final int MODELS = 10_000;

    private final Models gate = TestModels.gate();
    private final ModelSet shipped = ModelSets.shipped();

    /** @param violation the effect that an interpreter reached without its signatures; empty if it reached none */
    private record Judged(long seed, boolean accepted, boolean hasEffect, String violation) {}

    @Test
    void noAcceptedModelHasARunToAnEffectWithoutItsSignatures() {
        List<Judged> judged = LongStream.rangeClosed(1, MODELS)
                .parallel()
                .mapToObj(this::judge)
                .toList();

        assertThat(judged).allSatisfy(one -> assertThat(one.violation())
                .as("model of seed " + one.seed())
                .isEmpty());
        long accepted = judged.stream().filter(Judged::accepted).count();
        assertThat(accepted).as("accepted of " + MODELS).isBetween(MODELS * 2L / 10, MODELS * 8L / 10);
        assertThat(judged.stream().filter(Judged::hasEffect).count())
                .as("accepted with an effect, of " + accepted)
                .isGreaterThan(accepted / 2);
    }

    private Judged judge(long seed) {
        ModelSet set = RandomModels.draw(seed, shipped);
        Report report = gate.check(set);
        String violation =
                report.accepted() ? Oracle.violation(set, "record-approval").orElse("") : "";
        return new Judged(seed, report.accepted(), !report.proofs().isEmpty(), violation);
    }

    /** Else the interpreter would find nothing because it looks at nothing. */
    @Test
    void theInterpreterFindsTheRunsThatTheGateRefuses() {
        List<ModelSet> refused = LongStream.rangeClosed(1, 600)
                .mapToObj(seed -> RandomModels.draw(seed, shipped))
                .filter(set -> List.of(ModelRule.UNSIGNED_EFFECT).equals(rulesBrokenBy(set)))
                .toList();

        long found = refused.stream()
                .filter(set -> Oracle.violation(set, "record-approval").isPresent())
                .count();

        assertThat(found)
                .as("of " + refused.size())
                .isGreaterThan(refused.size() * 3L / 4)
                .isGreaterThan(40);
    }

    private List<ModelRule> rulesBrokenBy(ModelSet set) {
        return gate.check(set).findings().stream().map(Finding::rule).distinct().toList();
    }
}
