package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Summary;
import dev.countersign.workflow.BreakGlass.ModelActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What every break-glass record passes before it is stored, by whatever door it comes: it shows what it would do at that moment. */
@Component
class BreakGlassAdmission {

    private static final List<RecordStatus> OPEN = List.of(RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK);
    private static final int PAGE = 100;

    /** Of one person's interventions, at a time: who has to decide on them must be able to look at each. */
    private static final int MOST_OPEN = 5;

    private final BreakGlassPreview preview;
    private final Engine engine;
    private final Records records;

    BreakGlassAdmission(BreakGlassPreview preview, Engine engine, Records records) {
        this.preview = preview;
        this.engine = engine;
        this.records = records;
    }

    /**
     * The content for this request, as things stand.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link BreakGlassPreview#content}, {@code status-conflict} if one of the instances
     *     waits for another intervention
     */
    JsonNode content(Intervention asked, @Nullable UUID revised) {
        JsonNode content = engine.as(Party.OURSELVES, context -> preview.content(engine.services(), asked));
        demandFree(asked, revised);
        return content;
    }

    /** The activities of the model that this instance runs on; none if there is no such instance. */
    List<ModelActivity> activities(String instanceId) {
        return engine.as(Party.OURSELVES, context -> {
            ProcessInstance instance = engine.services()
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceId(instanceId)
                    .singleResult();
            return instance == null
                    ? List.of()
                    : engine
                            .services()
                            .getRepositoryService()
                            .getBpmnModelInstance(instance.getProcessDefinitionId())
                            .getModelElementsByType(FlowNode.class)
                            .stream()
                            .map(node -> new ModelActivity(
                                    node.getId(), node.getName() == null ? node.getId() : node.getName()))
                            .toList();
        });
    }

    /**
     * Demands that content somebody hands in is what {@link #content} would be.
     *
     * @throws dev.countersign.ledger.RefusedException {@code preview-mismatch}, and as there
     */
    void demandAsShown(JsonNode content, @Nullable UUID revised) {
        if (!BreakGlassPreview.isSame(content(Intervention.of(content), revised), content)) {
            throw WorkflowRule.PREVIEW_FOREIGN.refuse();
        }
    }

    /**
     * Demands that none of the instances of an intervention that is about to be stored waits for another one; in the transaction that stores
     * it, with the lock under which all of them are stored: of two that are asked for at once, one is refused.
     *
     * @param revised the record whose next version it is; null for a new one
     * @throws dev.countersign.ledger.RefusedException {@code status-conflict}
     */
    void demandFree(JsonNode content, @Nullable UUID revised) {
        demandFree(Intervention.of(content), revised);
    }

    /** Whether content is what {@link #content} would be, whatever else waits for the same instances. */
    boolean isCurrent(JsonNode content) {
        try {
            Intervention asked = Intervention.of(content);
            return BreakGlassPreview.isSame(
                    engine.as(Party.OURSELVES, context -> preview.content(engine.services(), asked)), content);
        } catch (RefusedException e) {
            return false;
        }
    }

    /**
     * Demands that whoever asks for another intervention has not asked for too many already; in the transaction that starts it, with the lock
     * under which all of them are started.
     *
     * @throws dev.countersign.ledger.RefusedException {@code status-conflict}
     */
    void demandFew(String author) {
        List<String> open = OPEN.stream()
                .flatMap(status -> open(status).stream())
                .filter(one -> records.latest(one.recordId())
                        .filter(version -> version.author().id().equals(author))
                        .isPresent())
                .map(one -> one.recordId().toString())
                .sorted()
                .toList();
        if (open.size() >= MOST_OPEN) {
            throw WorkflowRule.INTERVENTIONS_OPEN.refuse(author, open.size(), MOST_OPEN, String.join(", ", open));
        }
    }

    private void demandFree(Intervention asked, @Nullable UUID revised) {
        for (RecordStatus status : OPEN) {
            open(status).stream()
                    .filter(one -> !one.recordId().equals(revised))
                    .forEach(one -> demandOthers(asked, one, status));
        }
    }

    private List<Summary> open(RecordStatus status) {
        List<Summary> all = new ArrayList<>();
        List<Summary> found;
        int page = 0;
        do {
            found = records.search(ProcessModels.BREAK_GLASS, status, null, null, page++, PAGE)
                    .items();
            all.addAll(found);
        } while (found.size() == PAGE);
        return all;
    }

    private void demandOthers(Intervention asked, Summary other, RecordStatus status) {
        List<String> theirs = records.latest(other.recordId())
                .map(version -> Intervention.of(records.content(version)).instances())
                .orElse(List.of());
        asked.instances().stream().filter(theirs::contains).findFirst().ifPresent(instance -> {
            throw WorkflowRule.INTERVENTION_UNDER_WAY.refuse(instance, other.recordId(), status.code());
        });
    }
}
