package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a break-glass record asks for (PRC-02).
 *
 * @param operation {@link #MODIFY}, {@link #MIGRATE} or {@link #CANCEL}
 * @param instances ids of process instances
 * @param instructions of a modification, in their order; else none
 * @param definition that a migration leads to; null where the one in force is meant
 * @param activities of a migration, from and to; none where the engine's own proposal is meant
 */
record Intervention(
        String operation,
        String incident,
        List<String> instances,
        List<Instruction> instructions,
        @Nullable String definition,
        List<Pair> activities) {

    static final String MODIFY = "modify";
    static final String MIGRATE = "migrate";
    static final String CANCEL = "cancel";

    /** Instances, and instructions: what people can still read before they sign. */
    private static final int MOST = 20;

    /** @param kind {@link #STOP}, {@link #BEFORE} or {@link #AFTER} */
    record Instruction(String kind, String activity) {
        static final String STOP = "cancel";
        static final String BEFORE = "start-before";
        static final String AFTER = "start-after";
    }

    record Pair(String source, String target) {}

    /** Of a record's content, or of a request in the same form; members that are missing are empty. */
    static Intervention of(JsonNode content) {
        return new Intervention(
                content.path("operation").asText(),
                content.path("incident").asText(),
                elements(content.path("instances")).map(JsonNode::asText).toList(),
                elements(content.path("instructions"))
                        .map(one -> new Instruction(
                                one.path("kind").asText(), one.path("activity").asText()))
                        .toList(),
                content.at("/migration/definition").textValue(),
                elements(content.at("/migration/activities"))
                        .map(one -> new Pair(
                                one.path("source").asText(), one.path("target").asText()))
                        .toList());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /**
     * Demands what the operation takes, and nothing besides.
     *
     * @throws dev.countersign.ledger.RefusedException {@code invalid-request}, {@code reason-required}
     */
    void demandComplete() {
        Reasons.demand(incident, "a break-glass");
        Set<String> seen = new HashSet<>();
        for (String instance : instances) {
            if (!seen.add(instance)) {
                throw WorkflowRule.INSTANCE_TWICE.refuse(instance);
            }
        }
        boolean few = instances.size() <= MOST && instructions.size() <= MOST;
        boolean migration = definition != null || !activities.isEmpty();
        boolean complete =
                switch (operation) {
                    case MODIFY -> instances.size() == 1 && !instructions.isEmpty() && !migration;
                    case MIGRATE -> !instances.isEmpty() && instructions.isEmpty();
                    case CANCEL -> !instances.isEmpty() && instructions.isEmpty() && !migration;
                    default -> false;
                };
        if (!complete || !few) {
            throw WorkflowRule.INTERVENTION_INCOMPLETE.refuse(
                    operation,
                    switch (operation) {
                        case MODIFY -> "one process instance, one to twenty instructions, and no migration";
                        case MIGRATE ->
                            "one to twenty process instances and, if need be, a migration, but no instructions";
                        case CANCEL -> "one to twenty process instances, and neither instructions nor a migration";
                        default -> "nothing: there is no such operation (expected: modify, migrate or cancel)";
                    });
        }
    }

    /** The same, with where it leads written out. */
    Intervention leadingTo(String target, List<Pair> pairs) {
        return new Intervention(operation, incident, instances, instructions, target, pairs);
    }

    /** The content of a record that asks for it. */
    ObjectNode content(ArrayNode preview) {
        ObjectNode content = JsonNodeFactory.instance
                .objectNode()
                .put("operation", operation)
                .put("incident", incident);
        ArrayNode ids = content.putArray("instances");
        instances.forEach(ids::add);
        if (!instructions.isEmpty()) {
            ArrayNode list = content.putArray("instructions");
            instructions.forEach(one -> list.addObject().put("kind", one.kind()).put("activity", one.activity()));
        }
        if (definition != null) {
            ObjectNode migration = content.putObject("migration").put("definition", definition);
            ArrayNode pairs = migration.putArray("activities");
            activities.forEach(
                    one -> pairs.addObject().put("source", one.source()).put("target", one.target()));
        }
        content.set("preview", preview);
        return content;
    }
}
