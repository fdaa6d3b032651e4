package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.RecordStatus;
import dev.countersign.workflow.Intervention.Pair;
import dev.countersign.workflow.ModificationCheck.Outcome;
import dev.countersign.workflow.StuckApproval.OpenTask;
import dev.countersign.workflow.StuckApproval.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.stereotype.Component;

/**
 * What an intervention would do (PRC-02): where each approval stands, and where it would stand. Read from the engine's tables, the models and
 * the store; the same state gives the same preview. Call inside a command of the engine.
 */
@Component
class BreakGlassPreview {

    private final StuckApprovals approvals;
    private final MigrationPlans migrations;

    BreakGlassPreview(StuckApprovals approvals, MigrationPlans migrations) {
        this.approvals = approvals;
        this.migrations = migrations;
    }

    /**
     * The content of the record that asks for this intervention now: the request, written out, with its preview.
     *
     * @throws dev.countersign.ledger.RefusedException for whatever would not be possible
     */
    JsonNode content(ProcessEngineServices engine, Intervention asked) {
        asked.demandComplete();
        List<StuckApproval> found =
                asked.instances().stream().map(id -> approvals.read(engine, id)).toList();
        ArrayNode preview = JsonNodeFactory.instance.arrayNode();
        return switch (asked.operation()) {
            case Intervention.MODIFY -> {
                StuckApproval one = found.get(0);
                migrations.demandTrusted(one.definitionId());
                Outcome outcome = ModificationCheck.of(
                        one,
                        engine.getRepositoryService().getBpmnModelInstance(one.definitionId()),
                        asked.instructions());
                preview.add(shown(one, outcome.ends(), outcome.begins(), one.missing(), modified(one, outcome)));
                yield asked.content(preview);
            }
            case Intervention.MIGRATE -> migrated(engine, asked, found, preview);
            default -> {
                found.forEach(one -> preview.add(shown(one, everything(one), List.of(), List.of(), ended(one))));
                yield asked.content(preview);
            }
        };
    }

    /** Whether two contents say the same, byte for byte as they are stored. */
    static boolean isSame(JsonNode one, JsonNode other) {
        return Arrays.equals(CanonicalJson.write(one), CanonicalJson.write(other));
    }

    private JsonNode migrated(
            ProcessEngineServices engine, Intervention asked, List<StuckApproval> found, ArrayNode preview) {
        StuckApproval first = found.get(0);
        for (StuckApproval one : found) {
            if (!one.definitionId().equals(first.definitionId())) {
                throw WorkflowRule.SOURCES_DIFFER.refuse(one.instanceId(), one.definitionId(), first.definitionId());
            }
        }
        ProcessDefinition target = migrations.target(engine, first.key(), asked.definition());
        if (target.getId().equals(first.definitionId())) {
            throw WorkflowRule.MIGRATION_REFUSED.refuse(
                    first.definitionId(), target.getId(), "the instances run on that definition already");
        }
        MigrationPlan plan = migrations.plan(engine, first.definitionId(), target.getId(), asked.activities());
        migrations.demandApplicable(engine, plan, asked.instances());
        List<Pair> pairs = MigrationPlans.pairs(plan);
        Set<String> mapped = pairs.stream().map(Pair::source).collect(Collectors.toSet());
        for (StuckApproval one : found) {
            List<String> ends = one.root().open().keySet().stream()
                    .filter(activity -> !mapped.contains(activity))
                    .map(activity -> activity + " ends, and no signature comes of it")
                    .toList();
            List<String> begins = new ArrayList<>();
            begins.add("the approval goes on as %s version %d; what follows is what that model says"
                    .formatted(target.getKey(), target.getVersion()));
            pairs.stream()
                    .filter(pair -> one.root().open().containsKey(pair.source()))
                    .forEach(pair -> begins.add("what is at %s goes on at %s".formatted(pair.source(), pair.target())));
            preview.add(shown(one, ends, begins, one.missing(), stays(one)));
        }
        return asked.leadingTo(target.getId(), pairs).content(preview);
    }

    private static String modified(StuckApproval one, Outcome outcome) {
        return outcome.moving().isEmpty()
                ? stays(one)
                : "Version %d of the record is %s. What can run at once gives it another status: %s. Should it come to that, all of this is refused with the last signature (%s), for a modification changes no status."
                        .formatted(
                                one.version(),
                                one.status().code(),
                                String.join(", ", outcome.moving()),
                                WorkflowRule.INTERVENTION_MOVED_STATUS.number());
    }

    private static String stays(StuckApproval one) {
        return "Version %d of the record stays %s. It becomes effective by the signatures of its plan alone."
                .formatted(one.version(), one.status().code());
    }

    private static String ended(StuckApproval one) {
        if (!ends(one.status())) {
            return "The record stays as it is: %s.".formatted(one.status().code());
        }
        return "Version %d of the record is withdrawn, with this record as the reason.%s"
                .formatted(
                        one.version(),
                        one.effectiveVersion() == null
                                ? ""
                                : " Version " + one.effectiveVersion() + " stays effective.");
    }

    /** Whether what is under way is withdrawn when its approval is cancelled; what came to its end stays. */
    static boolean ends(RecordStatus status) {
        return status == RecordStatus.DRAFT || status == RecordStatus.IN_REVIEW || status == RecordStatus.IN_REWORK;
    }

    private static List<String> everything(StuckApproval one) {
        List<String> ends = new ArrayList<>();
        for (Part part : one.parts()) {
            part.leaves().forEach(leaf -> ends.add(leaf + " of " + part.process() + " ends"));
            for (OpenTask task : part.tasks()) {
                ends.add("task %s (%s) is taken away, %s".formatted(task.taskId(), task.name(), task.waitsFor()));
            }
        }
        return ends;
    }

    private static ObjectNode shown(
            StuckApproval one, List<String> ends, List<String> begins, List<String> missing, String record) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", one.instanceId())
                .put("process", one.process())
                .put("definition", one.definitionId())
                .put("recordId", one.recordId().toString())
                .put("version", one.version())
                .put("stateSha256", one.stateSha256());
        if (one.businessKey() != null) {
            shown.put("businessKey", one.businessKey());
        }
        ObjectNode now =
                shown.putObject("now").put("status", one.status().code()).put("suspended", one.suspended());
        List<String> activities = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (Part part : one.parts()) {
            part.leaves().forEach(leaf -> activities.add(leaf + " of " + part.process()));
            part.tasks().forEach(task -> tasks.add(task.name() + " (" + task.taskId() + "): " + task.waitsFor()));
        }
        lines(now, "activities", activities);
        lines(now, "tasks", tasks);
        lines(now, "variables", one.variables());
        lines(
                now,
                "signatures",
                one.signatures().stream()
                        .map(signature -> "%s by %s, %s"
                                .formatted(
                                        signature.planStep(),
                                        signature.printedName(),
                                        signature.approve() ? "approves" : "rejects"))
                        .toList());
        ObjectNode then = shown.putObject("then").put("record", record);
        lines(then, "ends", ends);
        lines(then, "begins", begins);
        lines(then, "missing", missing);
        return shown;
    }

    private static void lines(ObjectNode node, String member, List<String> lines) {
        ArrayNode array = node.putArray(member);
        lines.forEach(array::add);
    }
}
