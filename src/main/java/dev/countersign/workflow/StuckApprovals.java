package dev.countersign.workflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.StuckApproval.OpenTask;
import dev.countersign.workflow.StuckApproval.Part;
import dev.countersign.workflow.WorkflowEvents.ApprovalStarted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads running approvals, and changes nothing. Call inside a command of the engine. */
@Component
class StuckApprovals {

    private final Records records;
    private final Signatures signatures;
    private final Ledger ledger;

    StuckApprovals(Records records, Signatures signatures, Ledger ledger) {
        this.records = records;
        this.signatures = signatures;
        this.ledger = ledger;
    }

    /**
     * An approval in which people may intervene.
     *
     * @throws dev.countersign.ledger.RefusedException {@code unknown-instance}, {@code instance-ended}, {@code instance-is-part}, {@code
     *     not-authorized} for what changes models or intervenes itself, {@code models-altered} if it was not started for that record
     */
    StuckApproval read(ProcessEngineServices engine, String instanceId) {
        ProcessInstance root = root(engine, instanceId);
        List<ProcessInstance> all = new ArrayList<>(engine.getRuntimeService()
                .createProcessInstanceQuery()
                .rootProcessInstanceId(instanceId)
                .list());
        all.sort(Comparator.comparing((ProcessInstance one) -> !one.getId().equals(instanceId))
                .thenComparing(ProcessInstance::getId));
        if (all.isEmpty() || !all.get(0).getId().equals(instanceId)) {
            throw WorkflowRule.INSTANCE_ENDED.refuse(instanceId);
        }
        String[] ids = all.stream().map(ProcessInstance::getId).toArray(String[]::new);
        List<VariableInstance> variables = variables(engine, ids);
        ProcessDefinition definition = definition(engine, root.getProcessDefinitionId());
        UUID recordId = recordId(definition.getKey(), instanceId, variables);
        demandStarted(instanceId, recordId);
        RecordVersion version =
                records.latest(recordId).orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("definition", definition.getId());
        List<Part> parts = parts(engine, all, variables, state.putArray("parts"));
        values(variables, state.putArray("variables"));
        List<Signature> signed = signatures.ofRecord(recordId).stream()
                .filter(one -> one.version() == version.version())
                .toList();
        state.put("suspended", root.isSuspended())
                .put("record", recordId + "/" + version.version() + " " + records.status(recordId))
                .put(
                        "signatures",
                        signed.stream().map(Signature::signatureId).toList().toString());
        return new StuckApproval(
                instanceId,
                definition.getId(),
                definition.getKey(),
                definition.getKey() + " version " + definition.getVersion(),
                root.getBusinessKey(),
                root.isSuspended(),
                recordId,
                version.version(),
                version.author().isPerson(),
                records.status(recordId),
                records.effectiveVersion(recordId).orElse(null),
                parts,
                variables.stream()
                        .map(VariableInstance::getName)
                        .distinct()
                        .sorted()
                        .toList(),
                signed,
                signatures.planOf(recordId).map(SignaturePlan::steps).orElse(List.of()),
                Digest.of(CanonicalJson.write(state)).hex());
    }

    /** A variable can be written by whoever writes the engine's tables; the start is told by the write-once store. */
    private void demandStarted(String instanceId, UUID recordId) {
        boolean told = ledger.ofRecord(recordId).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .anyMatch(entry -> entry.path("type").asText().equals(ApprovalStarted.TYPE)
                        && entry.path("subject").asText().equals(ApprovalStarted.subject(instanceId)));
        if (!told) {
            throw WorkflowRule.INSTANCE_OF_ANOTHER.refuse(instanceId, recordId);
        }
    }

    private static ProcessInstance root(ProcessEngineServices engine, String instanceId) {
        @Nullable
        ProcessInstance found = engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(instanceId)
                .singleResult();
        if (found == null) {
            boolean was = engine.getHistoryService()
                            .createHistoricProcessInstanceQuery()
                            .processInstanceId(instanceId)
                            .count()
                    > 0;
            throw (was ? WorkflowRule.INSTANCE_ENDED : WorkflowRule.INSTANCE_UNKNOWN).refuse(instanceId);
        }
        if (!instanceId.equals(found.getRootProcessInstanceId())) {
            throw WorkflowRule.INSTANCE_IS_PART.refuse(instanceId, found.getRootProcessInstanceId());
        }
        return found;
    }

    private static ProcessDefinition definition(ProcessEngineServices engine, String definitionId) {
        return engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionId(definitionId)
                .singleResult();
    }

    private static List<VariableInstance> variables(ProcessEngineServices engine, String... instanceIds) {
        return engine
                .getRuntimeService()
                .createVariableInstanceQuery()
                .processInstanceIdIn(instanceIds)
                .disableBinaryFetching()
                .disableCustomObjectDeserialization()
                .list()
                .stream()
                .sorted(Comparator.comparing(VariableInstance::getId))
                .toList();
    }

    private static UUID recordId(String key, String instanceId, List<VariableInstance> variables) {
        String recordId = variables.stream()
                .filter(one -> one.getProcessInstanceId().equals(instanceId)
                        && one.getName().equals(Variables.RECORD_ID))
                .map(one -> String.valueOf(one.getValue()))
                .findFirst()
                .orElse("of its own");
        boolean exempt = key.equals(ModelWatch.MODEL_CHANGE) || key.equals(ModelWatch.BREAK_GLASS);
        if (exempt || !Starting.APPROVALS.contains(key)) {
            throw WorkflowRule.INSTANCE_EXEMPT.refuse(instanceId, key, recordId);
        }
        return UUID.fromString(recordId);
    }

    private static List<Part> parts(
            ProcessEngineServices engine,
            List<ProcessInstance> all,
            List<VariableInstance> variables,
            ArrayNode state) {
        Map<String, ActivityInstance> trees = new TreeMap<>();
        all.forEach(one -> trees.put(one.getId(), engine.getRuntimeService().getActivityInstance(one.getId())));
        List<Part> parts = new ArrayList<>();
        for (ProcessInstance one : all) {
            ArrayNode ids = state.addArray().add(one.getId()).add(one.getProcessDefinitionId());
            @Nullable ActivityInstance tree = trees.get(one.getId());
            if (tree == null) {
                // it was there a moment ago: each read sees what others committed since the one before
                throw WorkflowRule.INSTANCE_ENDED.refuse(one.getId());
            }
            Map<String, Integer> open = new TreeMap<>();
            TreeSet<String> leaves = new TreeSet<>();
            collect(tree, true, open, leaves, ids);
            @Nullable ExecutionEntity caller = ((ExecutionEntity) one).getSuperExecution();
            parts.add(new Part(
                    one.getId(),
                    definition(engine, one.getProcessDefinitionId()).getKey(),
                    caller == null ? null : caller.getProcessInstanceId(),
                    caller == null ? null : caller.getActivityId(),
                    open,
                    leaves,
                    tasks(engine, one.getId(), variables, ids)));
        }
        return parts;
    }

    private static void collect(
            ActivityInstance node, boolean root, Map<String, Integer> open, TreeSet<String> leaves, ArrayNode ids) {
        ids.add(node.getId());
        ActivityInstance[] children = node.getChildActivityInstances();
        TransitionInstance[] waiting = node.getChildTransitionInstances();
        if (!root) {
            open.merge(node.getActivityId(), 1, Integer::sum);
            if (children.length + waiting.length == 0) {
                leaves.add(node.getActivityId());
            }
        }
        for (TransitionInstance one : waiting) {
            open.merge(one.getActivityId(), 1, Integer::sum);
            leaves.add(one.getActivityId());
            ids.add(one.getId());
        }
        Arrays.stream(children)
                .sorted(Comparator.comparing(ActivityInstance::getId))
                .forEach(child -> collect(child, false, open, leaves, ids));
    }

    private static List<OpenTask> tasks(
            ProcessEngineServices engine, String instanceId, List<VariableInstance> variables, ArrayNode ids) {
        List<OpenTask> tasks = new ArrayList<>();
        for (Task task : engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instanceId)
                .orderByTaskId()
                .asc()
                .list()) {
            ids.add(task.getId() + " " + task.getAssignee());
            String step = value(variables, instanceId, Variables.STEP_NAME, task.getTaskDefinitionKey());
            String role = value(variables, instanceId, Variables.ROLE, Variables.AUTHOR_ALONE);
            String taken = task.getAssignee() == null ? "nobody" : task.getAssignee();
            tasks.add(new OpenTask(
                    task.getId(), task.getTaskDefinitionKey(), step, "for " + role + ", taken by " + taken));
        }
        return tasks;
    }

    private static String value(List<VariableInstance> variables, String instanceId, String name, String otherwise) {
        return variables.stream()
                .filter(one -> one.getProcessInstanceId().equals(instanceId)
                        && one.getName().equals(name))
                .map(one -> String.valueOf(one.getValue()))
                .findFirst()
                .orElse(otherwise);
    }

    /** Digests of values alone: what somebody wrote into a variable is nobody's to read here. */
    private static void values(List<VariableInstance> variables, ArrayNode state) {
        for (VariableInstance one : variables) {
            byte[] value = (one.getTypeName() + " " + one.getValue()).getBytes(StandardCharsets.UTF_8);
            state.add(one.getId() + " " + one.getName() + " " + Digest.of(value).hex());
        }
    }
}
