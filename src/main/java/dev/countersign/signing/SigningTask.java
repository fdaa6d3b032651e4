package dev.countersign.signing;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the process says of one signature task; everything else is read from the store.
 *
 * @param planStep code of the plan's step
 * @param assignee who claimed it
 * @param path process elements, root first
 */
public record SigningTask(
        String taskId,
        String taskName,
        UUID recordId,
        int version,
        String planStep,
        @Nullable String assignee,
        List<ProcessElement> path) {

    /**
     * One level of the process (SIG-03).
     *
     * @param modelSha256 SHA-256 of the deployed model's bytes, hexadecimal
     */
    public record ProcessElement(
            String definitionKey, int definitionVersion, String modelSha256, String instanceId, String activityId) {}
}
