package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.models.Finding;
import dev.countersign.models.ModelRule;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import dev.countersign.models.RandomModels;
import dev.countersign.models.Report;
import dev.countersign.models.TestModels;
import dev.countersign.workflow.dryrun.RandomOperator;
import dev.countersign.workflow.dryrun.RandomOperator.Worked;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Models drawn by lot, each deployed to an engine with the running system's containment and gate: it refuses them, or a random operator
 * works on them there. An effect without its signatures names the seed: {@code RandomModels.draw(seed, shipped)} draws the model again, and
 * the operator makes the same moves.
 */
@Requirement("PRC-01")
class RandomModelsInAnEngineTest {

    private static final int CORES = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final ModelSet shipped = ModelSets.shipped();

    /** @param broken how many rules the gate found broken */
    private record Judged(long seed, int broken, Worked worked) {}

    @Test
    void everyModelIsRefusedOrRunsWithoutAnEffectThatLacksSignatures() throws Exception {
        demandSafe(120);
    }

    /** A quarter of an hour on two cores are all ten thousand: {@code -Dcountersign.random-models=10000}. */
    @Test
    @Tag("soak")
    void everyOneOfManyModelsIsRefusedOrRunsWithoutAnEffectThatLacksSignatures() throws Exception {
        demandSafe(Integer.getInteger("countersign.random-models", 1_500));
    }

    private void demandSafe(int models) throws Exception {
        List<Judged> judged = judge(models, true, false);

        assertThat(judged).hasSize(models).allSatisfy(one -> {
            assertThat(one.worked().violation())
                    .as("model and operator of seed " + one.seed())
                    .isEmpty();
            assertThat(one.worked().deployed())
                    .as("model of seed " + one.seed() + " is taken if the gate found nothing, and only then")
                    .isEqualTo(one.broken() == 0);
        });
        List<Worked> accepted =
                judged.stream().map(Judged::worked).filter(Worked::deployed).toList();
        assertThat(accepted.size()).as("accepted of " + models).isBetween(models * 2 / 10, models * 8 / 10);
        // or nothing was shown: plays come to ends, and effects are reached
        int plays = accepted.stream().mapToInt(Worked::plays).sum();
        assertThat(accepted.stream().mapToInt(Worked::ended).sum())
                .as("plays that ended, of " + plays)
                .isGreaterThan(plays / 2);
        assertThat(accepted.stream().filter(one -> one.effects() > 0).count())
                .as("models of which an effect was reached, of " + accepted.size())
                .isGreaterThan(accepted.size() / 2);
    }

    /** Else the operator would find nothing because it comes nowhere. */
    @Test
    void theOperatorFindsEffectsWithoutSignaturesInModelsThatTheGateRefuses() throws Exception {
        List<Judged> refused = judge(200, false, true);

        long found = refused.stream()
                .filter(one -> !one.worked().violation().isEmpty())
                .count();
        assertThat(found)
                .as("of " + refused.size())
                .isGreaterThan(refused.size() / 4)
                .isGreaterThan(8);
    }

    /**
     * Draws and works.
     *
     * @param gated whether the engine has the gate
     * @param unsignedAlone whether to take those alone that break the rule of unsigned effects and no other
     */
    private List<Judged> judge(int models, boolean gated, boolean unsignedAlone) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(CORES);
        try {
            List<Future<List<Judged>>> parts = IntStream.range(0, CORES)
                    .mapToObj(part -> workers.submit(() -> judge(part, models, gated, unsignedAlone)))
                    .toList();
            List<Judged> all = new ArrayList<>();
            for (Future<List<Judged>> part : parts) {
                all.addAll(part.get());
            }
            return all;
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Judged> judge(int part, int models, boolean gated, boolean unsignedAlone) {
        List<Judged> judged = new ArrayList<>();
        try (RandomOperator operator = new RandomOperator(
                Starting.APPROVALS,
                (settings, delegates) -> {
                    DryRunSetUp.contain(settings, delegates, new DeploymentGate(TestModels.gate()));
                    if (!gated) {
                        settings.setCustomPreDeployers(List.of());
                    }
                },
                TestModels.REQUIRED)) {
            for (long seed = part + 1; seed <= models; seed += CORES) {
                ModelSet set = RandomModels.draw(seed, shipped);
                Report report = TestModels.gate().check(set);
                List<ModelRule> broken =
                        report.findings().stream().map(Finding::rule).distinct().toList();
                if (!unsignedAlone || broken.equals(List.of(ModelRule.UNSIGNED_EFFECT))) {
                    judged.add(new Judged(seed, broken.size(), operator.work(set, "record-approval", seed)));
                }
            }
        }
        return judged;
    }
}
