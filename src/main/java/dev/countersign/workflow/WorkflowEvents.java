package dev.countersign.workflow;

import dev.countersign.ledger.AuditEvent;
import dev.countersign.records.RecordVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the process tells the audit trail; signatures, versions and changes of status are told by the modules that make them. */
final class WorkflowEvents {

    private WorkflowEvents() {}

    /** An approval began. */
    record ApprovalStarted(
            String processKey, String definitionId, String instanceId, String businessKey, UUID recordId, int version)
            implements AuditEvent {

        static final String TYPE = "process.started";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return subject(instanceId);
        }

        static String subject(String instanceId) {
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

    /**
     * Somebody was given a task that was another's, or nobody's (WFL-07).
     *
     * @param former who had it; empty if nobody
     */
    record TaskReassigned(
            String taskId, String taskName, UUID recordId, int version, String former, String assignee, String given)
            implements AuditEvent {
        @Override
        public String type() {
            return "task.reassigned";
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
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("assignee", former, "task", taskName);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("assignee", assignee, "task", taskName);
        }

        @Override
        public String reason() {
            return given;
        }
    }

    /**
     * A set of models became what runs (11.10(k)).
     *
     * @param version of the record that holds it; null for the set of a release that nobody has signed yet
     */
    record ModelsDeployed(
            String deploymentId,
            Map<String, Object> hashes,
            @Nullable RecordVersion version) implements AuditEvent {

        @Override
        public @Nullable RecordReference record() {
            return version == null ? null : new RecordReference(version.recordId(), version.version(), false);
        }

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

    /** What runs was compared with what was signed, and the finding is another one than before. */
    record ModelsCompared(ModelComparison found) implements AuditEvent {

        static final String ALTERED = "models.altered";

        @Override
        public String type() {
            return found.equal() ? "models.restored" : ALTERED;
        }

        @Override
        public String subject() {
            return "models";
        }

        @Override
        public Significance significance() {
            return found.equal() ? Significance.HIGH : Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "deployment",
                    found.deploymentId(),
                    "mismatches",
                    found.mismatches().stream()
                            .limit(50)
                            .map(ModelComparison.Mismatch::facts)
                            .toList(),
                    "mismatchesInAll",
                    found.mismatches().size());
        }
    }

    /**
     * A signed intervention was carried out (PRC-02).
     *
     * @param touched process instances with the records they are approvals of
     */
    record BreakGlassCarriedOut(RecordVersion version, String operation, Map<String, UUID> touched, String incident)
            implements AuditEvent {

        static final String TYPE = "break-glass.carried-out";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return "record:" + version.recordId();
        }

        @Override
        public RecordReference record() {
            return new RecordReference(version.recordId(), version.version(), false);
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "operation",
                    operation,
                    "instances",
                    touched.entrySet().stream()
                            .map(one -> Map.<String, Object>of(
                                    "instance",
                                    one.getKey(),
                                    "record",
                                    one.getValue().toString()))
                            .toList());
        }

        @Override
        public String reason() {
            return incident;
        }
    }

    /**
     * Somebody intervened in the approval of a record, by a break-glass record: the entry of the record it was done to.
     *
     * @param status of the record afterwards
     */
    record ProcessIntervened(
            String operation,
            String instanceId,
            UUID recordId,
            int version,
            String status,
            UUID breakGlass,
            String incident)
            implements AuditEvent {

        @Override
        public String type() {
            return "process.intervened";
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
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("operation", operation, "status", status, "breakGlassRecord", breakGlass.toString());
        }

        @Override
        public String reason() {
            return incident;
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
