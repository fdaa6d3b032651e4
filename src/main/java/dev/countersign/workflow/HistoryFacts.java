package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.impl.batch.history.HistoricBatchEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricDetailEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricExternalTaskLogEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIdentityLinkLogEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIncidentEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricJobLogEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.jspecify.annotations.Nullable;

/** What of an engine's event is told: ids, codes and digests. Values, names that people gave, messages and reasons never. */
final class HistoryFacts {

    private static final int LONGEST = 255;

    private final Map<String, Object> facts = new TreeMap<>();

    private HistoryFacts() {}

    static String table(HistoryEvent event) {
        if (event instanceof HistoricProcessInstanceEventEntity) {
            return "act_hi_procinst";
        } else if (event instanceof HistoricActivityInstanceEventEntity) {
            return "act_hi_actinst";
        } else if (event instanceof HistoricTaskInstanceEventEntity) {
            return "act_hi_taskinst";
        } else if (event instanceof HistoricDetailEventEntity) {
            return "act_hi_detail";
        } else if (event instanceof HistoricIncidentEventEntity) {
            return "act_hi_incident";
        } else if (event instanceof HistoricJobLogEvent) {
            return "act_hi_job_log";
        } else if (event instanceof UserOperationLogEntryEventEntity) {
            return "act_hi_op_log";
        } else if (event instanceof HistoricIdentityLinkLogEventEntity) {
            return "act_hi_identitylink";
        } else if (event instanceof HistoricExternalTaskLogEntity) {
            return "act_hi_ext_task_log";
        } else if (event instanceof HistoricDecisionEvaluationEvent) {
            return "act_hi_decinst";
        } else if (event instanceof HistoricBatchEntity) {
            return "act_hi_batch";
        }
        // a kind nobody knew of is told all the same
        return event.getClass().getSimpleName();
    }

    static Map<String, Object> of(HistoryEvent event) {
        HistoryFacts facts = new HistoryFacts();
        facts.put("instance", event.getProcessInstanceId());
        facts.put("definition", event.getProcessDefinitionId());
        if (event instanceof HistoricActivityInstanceEventEntity activity) {
            facts.activity(activity);
        } else if (event instanceof HistoricTaskInstanceEventEntity task) {
            facts.put("step", task.getTaskDefinitionKey());
            facts.put("assignee", task.getAssignee());
            facts.put("owner", task.getOwner());
        } else if (event instanceof HistoricVariableUpdateEventEntity variable) {
            facts.put("variable", variable.getVariableName());
            facts.put("type", variable.getSerializerName());
            facts.put("sha256", digest(variable));
        } else if (event instanceof UserOperationLogEntryEventEntity operation) {
            facts.operation(operation);
        } else if (event instanceof HistoricIdentityLinkLogEventEntity link) {
            facts.put("task", link.getTaskId());
            facts.put("user", link.getUserId());
            facts.put("group", link.getGroupId());
            facts.put("link", link.getType());
        } else if (event instanceof HistoricJobLogEvent job) {
            facts.put("job", job.getJobId());
            facts.put("type", job.getJobDefinitionType());
            facts.put("activity", job.getActivityId());
            facts.put("batch", job.getBatchId());
            facts.facts.put("retries", job.getJobRetries());
        } else if (event instanceof HistoricIncidentEventEntity incident) {
            facts.put("type", incident.getIncidentType());
            facts.put("activity", incident.getActivityId());
            facts.put("job", incident.getConfiguration());
        }
        return facts.facts;
    }

    private void activity(HistoricActivityInstanceEventEntity activity) {
        put("activity", activity.getActivityId());
        put("type", activity.getActivityType());
        put("task", activity.getTaskId());
        put("called", activity.getCalledProcessInstanceId());
        if (activity.isCanceled()) {
            facts.put("canceled", true);
        }
    }

    private void operation(UserOperationLogEntryEventEntity operation) {
        put("operation", operation.getOperationType());
        put("on", operation.getEntityType());
        put("user", operation.getUserId());
        put("task", operation.getTaskId());
        put("job", operation.getJobId());
        put("deployment", operation.getDeploymentId());
        put("batch", operation.getBatchId());
        put("property", operation.getProperty());
        put("oldSha256", digest(operation.getOrgValue()));
        put("newSha256", digest(operation.getNewValue()));
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value.length() <= LONGEST ? value : value.substring(0, LONGEST));
        }
    }

    private static @Nullable String digest(@Nullable String value) {
        return value == null
                ? null
                : Digest.of(value.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** Of the value as the engine stores it; null for null. */
    private static @Nullable String digest(HistoricVariableUpdateEventEntity variable) {
        if (variable.getByteValue() != null) {
            return Digest.of(variable.getByteValue()).hex();
        } else if (variable.getTextValue() != null) {
            return digest(variable.getTextValue());
        } else if (variable.getDoubleValue() != null) {
            return Digest.of(ByteBuffer.allocate(Double.BYTES)
                            .putDouble(variable.getDoubleValue())
                            .array())
                    .hex();
        }
        Long number = variable.getLongValue();
        return number == null
                ? null
                : Digest.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array())
                        .hex();
    }
}
