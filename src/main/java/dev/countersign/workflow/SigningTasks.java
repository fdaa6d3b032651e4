package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.signing.SigningTask;
import dev.countersign.signing.SigningTask.ProcessElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells a signature task to the modules below, which know no engine. Reads entities: call inside a command of the engine. */
@Component
class SigningTasks {

    static final String STEP_KEY = "signature-step";
    static final String SIGN = "sign";
    static final String REWORK = "rework";

    /** By definition id: a deployed model never changes. */
    private final Map<String, String> modelHashes = new ConcurrentHashMap<>();

    static boolean isSignature(TaskEntity task) {
        return SIGN.equals(task.getTaskDefinitionKey())
                && STEP_KEY.equals(task.getProcessDefinition().getKey());
    }

    SigningTask of(TaskEntity task) {
        return of(task, task::getVariable, path(task.getExecution()));
    }

    static SigningTask of(TaskEntity task, Function<String, @Nullable Object> variables, List<ProcessElement> path) {
        return new SigningTask(
                task.getId(),
                (String) variables.apply(Variables.STEP_NAME),
                Variables.recordId(variables),
                Variables.recordVersion(variables),
                (String) variables.apply(Variables.PLAN_STEP),
                task.getAssignee(),
                path);
    }

    private List<ProcessElement> path(ExecutionEntity leaf) {
        LinkedList<ProcessElement> path = new LinkedList<>();
        @Nullable ExecutionEntity execution = leaf;
        while (execution != null) {
            path.addFirst(element(execution));
            execution = execution.getProcessInstance().getSuperExecution();
        }
        return List.copyOf(path);
    }

    /** Ids of the definitions this runs on, root first. */
    static List<String> definitions(ExecutionEntity leaf) {
        LinkedList<String> ids = new LinkedList<>();
        @Nullable ExecutionEntity execution = leaf;
        while (execution != null) {
            ids.addFirst(execution.getProcessDefinitionId());
            execution = execution.getProcessInstance().getSuperExecution();
        }
        return List.copyOf(ids);
    }

    private ProcessElement element(ExecutionEntity execution) {
        ProcessDefinitionEntity definition = execution.getProcessDefinition();
        RepositoryService repository = execution.getProcessEngineServices().getRepositoryService();
        return new ProcessElement(
                definition.getKey(),
                definition.getVersion(),
                modelHashes.computeIfAbsent(definition.getId(), id -> hash(repository, id)),
                execution.getProcessInstanceId(),
                execution.getActivityId());
    }

    private static String hash(RepositoryService repository, String definitionId) {
        try (InputStream model = repository.getProcessModel(definitionId)) {
            return Digest.of(model.readAllBytes()).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
