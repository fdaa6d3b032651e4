package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a browser sends of an intervention, and gets back with what was typed.
 *
 * @param recordId whose next version it is; null for a new one
 * @param instances ids with spaces between them
 * @param kind of each instruction, in the order of {@code activity}; likewise {@code source} and {@code target}
 */
record BreakGlassForm(
        @Nullable UUID recordId,
        @Nullable String instances,
        @Nullable String operation,
        @Nullable List<String> kind,
        @Nullable List<String> activity,
        @Nullable List<String> source,
        @Nullable List<String> target,
        @Nullable String incident,
        @Nullable String reason) {

    private static final int ROWS = 4;

    /** @param kind code of the instruction */
    record Row(String kind, String activity) {}

    record PairRow(String source, String target) {}

    /** As many rows as were filled in, and at least four. */
    public List<Row> instructions() {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < Math.max(ROWS, size(activity)); row++) {
            String otherwise = row == 0 ? "cancel" : "start-before";
            rows.add(new Row(at(kind, row).isEmpty() ? otherwise : at(kind, row), at(activity, row)));
        }
        return rows;
    }

    public List<PairRow> pairs() {
        List<PairRow> rows = new ArrayList<>();
        for (int row = 0; row < Math.max(ROWS, size(source)); row++) {
            rows.add(new PairRow(at(source, row), at(target, row)));
        }
        return rows;
    }

    public boolean mapped() {
        return pairs().stream()
                .anyMatch(row -> !row.source().isEmpty() || !row.target().isEmpty());
    }

    List<String> ids() {
        return instances == null || instances.isBlank()
                ? List.of()
                : List.of(instances.strip().split("[\\s,]+"));
    }

    /** The same as a program sends it: of what was typed, what goes with the operation. */
    JsonNode request() {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("operation", operation == null ? "" : operation)
                .put("incident", incident == null ? "" : incident);
        ArrayNode ids = request.putArray("instances");
        ids().forEach(ids::add);
        if ("modify".equals(operation)) {
            ArrayNode list = request.putArray("instructions");
            instructions().stream()
                    .filter(row -> !row.activity().isEmpty())
                    .forEach(row -> list.addObject().put("kind", row.kind()).put("activity", row.activity()));
        }
        if ("migrate".equals(operation) && mapped()) {
            ArrayNode list = request.putObject("migration").putArray("activities");
            pairs().stream()
                    .filter(row -> !row.source().isEmpty() || !row.target().isEmpty())
                    .forEach(row -> list.addObject().put("source", row.source()).put("target", row.target()));
        }
        return request;
    }

    private static int size(@Nullable List<String> values) {
        return values == null ? 0 : values.size();
    }

    private static String at(@Nullable List<String> values, int row) {
        return values == null || row >= values.size() ? "" : values.get(row).strip();
    }
}
