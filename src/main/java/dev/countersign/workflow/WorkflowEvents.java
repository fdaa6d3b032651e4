package dev.countersign.workflow;

import dev.countersign.ledger.AuditEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What the process tells the audit trail; signatures, versions and changes of status are told by the modules that make them. */
final class WorkflowEvents {

    private WorkflowEvents() {}

    /** An approval began. */
    record ApprovalStarted(
            String processKey, String definitionId, String instanceId, String businessKey, UUID recordId, int version)
            implements AuditEvent {

        @Override
        public String type() {
            return "process.started";
        }

        @Override
        public String subject() {
            return "process-instance:" + instanceId;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, version, false);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("process", processKey, "definition", definitionId, "businessKey", businessKey);
        }
    }

    /** Somebody took a task. */
    record TaskClaimed(String taskId, String taskName, UUID recordId, int version, String assignee)
            implements AuditEvent {

        @Override
        public String type() {
            return "task.claimed";
        }

        @Override
        public String subject() {
            return "task:" + taskId;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, version, false);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("assignee", assignee, "task", taskName);
        }
    }

    /** Somebody gave a task back. */
    record TaskReleased(String taskId, String taskName, UUID recordId, int version, String assignee)
            implements AuditEvent {

        @Override
        public String type() {
            return "task.released";
        }

        @Override
        public String subject() {
            return "task:" + taskId;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, version, false);
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("assignee", assignee, "task", taskName);
        }
    }

    /** A set of models became what runs (11.10(k)). */
    record ModelsDeployed(String deploymentId, Map<String, Object> hashes) implements AuditEvent {

        @Override
        public String type() {
            return "models.deployed";
        }

        @Override
        public String subject() {
            return "deployment:" + deploymentId;
        }

        @Override
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public Map<String, Object> after() {
            return hashes;
        }
    }

    /** What the engine lets people see of its own accord was set. */
    record EngineAuthorizationsSet(Map<String, Object> added) implements AuditEvent {

        @Override
        public String type() {
            return "engine.authorizations-set";
        }

        @Override
        public String subject() {
            return "engine";
        }

        @Override
        public Map<String, Object> after() {
            return added;
        }
    }

    /**
     * The engine changed rows of its own, all in one transaction (AUD-01).
     *
     * @param rows each with table and id, what happened, and ids and digests
     */
    record EngineChanged(List<Map<String, Object>> rows) implements AuditEvent {

        static final String TYPE = "engine.changed";

        @Override
        public String type() {
            return TYPE;
        }

        /** The process instance, if it is one. */
        @Override
        public String subject() {
            List<Object> instances = rows.stream()
                    .map(row -> row.get("instance"))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            return instances.size() == 1 ? "process-instance:" + instances.get(0) : "engine";
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("rows", rows);
        }
    }
}
