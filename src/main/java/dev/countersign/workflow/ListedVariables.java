package dev.countersign.workflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/** What a list of tasks tells of each, read for all of them at once: of one task alone the engine reads it in five statements. */
final class ListedVariables {

    private static final String[] NAMES = {
        Variables.RECORD_ID,
        Variables.RECORD_VERSION,
        Variables.PLAN_STEP,
        Variables.STEP_NAME,
        Variables.ROLE,
        Variables.REWORK_ROLE
    };

    /** By execution, which is the process instance for what the whole instance has. */
    private final Map<String, Map<String, Object>> values = new HashMap<>();

    private ListedVariables() {}

    static ListedVariables of(RuntimeService runtime, Collection<Task> tasks) {
        ListedVariables all = new ListedVariables();
        List<String> instances =
                tasks.stream().map(Task::getProcessInstanceId).distinct().toList();
        FoundTasks.parts(instances).forEach(some -> all.read(runtime, some));
        return all;
    }

    private void read(RuntimeService runtime, List<String> instances) {
        List<VariableInstance> found = runtime.createVariableInstanceQuery()
                .processInstanceIdIn(instances.toArray(String[]::new))
                .variableNameIn(NAMES)
                .disableBinaryFetching()
                .disableCustomObjectDeserialization()
                .list();
        for (VariableInstance one : found) {
            if (one.getTaskId() == null && one.getValue() != null) {
                values.computeIfAbsent(one.getExecutionId(), execution -> new HashMap<>())
                        .put(one.getName(), one.getValue());
            }
        }
    }

    /** As the task sees it: of its own execution, else of the instance. */
    @Nullable
    Object value(Task task, String name) {
        return Stream.of(task.getExecutionId(), task.getProcessInstanceId())
                .map(values::get)
                .filter(Objects::nonNull)
                .map(ofExecution -> ofExecution.get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
