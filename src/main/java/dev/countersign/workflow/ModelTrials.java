package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.DryRun;
import dev.countersign.changes.ModelTexts;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.models.GatePlaces;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.workflow.dryrun.DryRuns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Dry runs of sets that nobody proposed yet (PRC-05). Nothing is kept. */
@Component
public class ModelTrials {

    private final Models models;
    private final ModelGate gate;
    private final DryRuns dryRuns;
    private final Authority authority;
    private final Refusals refusals;
    private final GatePlaces places;

    ModelTrials(
            Models models, ModelGate gate, DryRuns dryRuns, Authority authority, Refusals refusals, GatePlaces places) {
        this.places = places;
        this.models = models;
        this.gate = gate;
        this.dryRuns = dryRuns;
        this.authority = authority;
        this.refusals = refusals;
    }

    /**
     * Runs a set, whether it passes or fails.
     *
     * @param sent the set by its names; what it throws is refused as everything else here
     * @param complete whether the release's models and forms are added that the set does not bring itself
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code models-refused} with every finding of the gate: such a
     *     set is not run; {@code try-again} while too many wait
     */
    public DryRun of(Caller caller, Supplier<SortedMap<String, String>> sent, boolean complete) {
        return refusals.guarding(caller, "models.dry-run", "models", () -> {
            authority.require(caller, Permission.READ_MODELS);
            ModelTexts accepted = places.in(caller, () -> {
                ModelTexts texts = new ModelTexts(sent.get());
                ModelTexts set = complete ? completed(texts) : texts;
                gate.demandAccepted(set, new ArrayList<>(texts.texts().keySet()), "/models");
                return set;
            });
            return dryRuns.asked(caller.actorId(), accepted);
        });
    }

    private ModelTexts completed(ModelTexts texts) {
        Map<String, byte[]> bytes = new TreeMap<>();
        texts.texts().keySet().forEach(name -> bytes.put(name, texts.bytes(name)));
        SortedMap<String, String> all = new TreeMap<>();
        models.completed(ModelSet.of(bytes))
                .resources()
                .forEach((name, text) -> all.put(name, new String(text, StandardCharsets.UTF_8)));
        return new ModelTexts(all);
    }
}
