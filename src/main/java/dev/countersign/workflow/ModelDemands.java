package dev.countersign.workflow;

import dev.countersign.models.RequiredSignatures;
import dev.countersign.models.RequiredSignatures.Step;
import dev.countersign.signing.Declarations;
import dev.countersign.signing.Signatures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the deployment gate demands of models: the signatures that the policy in force demands of records. */
@Configuration(proxyBeanMethods = false)
class ModelDemands {

    /** Processes whose records all need the same signatures, with a type of such records. */
    private static final Map<String, String> TYPES = Map.of(
            "model-change",
            "process-model",
            "break-glass",
            "break-glass",
            "declaration",
            Declarations.TRAINING_COMPLETION);

    private static final String ANY_OTHER = "document";

    @Bean
    RequiredSignatures requiredSignatures(Signatures signatures) {
        Map<String, List<Step>> ofProcesses = new TreeMap<>();
        TYPES.forEach((process, type) -> ofProcesses.put(process, steps(signatures, type)));
        return new RequiredSignatures(ofProcesses, steps(signatures, ANY_OTHER));
    }

    private static List<Step> steps(Signatures signatures, String recordType) {
        return signatures.demanded(recordType).stream()
                .map(step -> new Step(
                        step.code(),
                        step.role().isEmpty() ? Variables.AUTHOR_ALONE : step.role(),
                        step.count(),
                        step.applies().equals("person-drafted")))
                .toList();
    }
}
