package dev.countersign.workflow.dryrun;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/** Which instance is of which process, and by which calls it came about: of two that a model calls at once, each has its own. */
record Calls(Map<String, ExecutionEntity> executions) {

    static Calls of(RuntimeService runtime) {
        return new Calls(runtime.createExecutionQuery().list().stream()
                .map(ExecutionEntity.class::cast)
                .collect(Collectors.toMap(ExecutionEntity::getId, Function.identity())));
    }

    /** Its key. */
    String process(String instance) {
        return execution(instance).getProcessDefinitionId().split(":")[0];
    }

    /** The activities that called it, outermost first; empty for what was started. */
    String path(String instance) {
        String caller = execution(instance).getSuperExecutionId();
        if (caller == null) {
            return "";
        }
        ExecutionEntity calling = execution(caller);
        return path(calling.getProcessInstanceId()) + "/" + calling.getActivityId();
    }

    private ExecutionEntity execution(String id) {
        return Objects.requireNonNull(executions.get(id), id);
    }
}
