package dev.countersign.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.changes.DryRun.Effect;
import dev.countersign.changes.DryRun.Model;
import dev.countersign.changes.DryRun.Part;
import dev.countersign.changes.DryRun.Run;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code countersign-dry-run-v1}, canonical JSON (RFC 8785); docs/formats.md, “Dry run of process models”. */
public final class DryRunFormat {

    private static final String FORMAT = "countersign-dry-run-v1";

    private DryRunFormat() {}

    /** SHA-256 of the lines {@code <sha256 of the bytes>  <name>}, in the order of the names, each with a line feed. */
    public static Digest digest(ModelTexts set) {
        String lines = set.hashes().entrySet().stream()
                .map(one -> one.getValue().hex() + "  " + one.getKey() + "\n")
                .collect(Collectors.joining());
        return Digest.of(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** The same dry run gives the same bytes. */
    public static byte[] write(DryRun dryRun) {
        return CanonicalJson.write(tree(dryRun));
    }

    /** As it is written, as a tree. */
    public static JsonNode tree(DryRun dryRun) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("setSha256", dryRun.setSha256().hex())
                .put("engine", dryRun.engine())
                .put("verdict", dryRun.passed() ? "passed" : "failed")
                .put("summary", dryRun.summary())
                .put("situations", dryRun.situations());
        texts(node.putArray("failures"), dryRun.failures());
        texts(node.putArray("bounds"), dryRun.bounds());
        texts(node.putArray("refusals"), dryRun.refusals());
        ArrayNode models = node.putArray("models");
        dryRun.models().forEach(model -> model(models.addObject(), model));
        ArrayNode runs = node.putArray("runs");
        dryRun.runs().forEach(run -> run(runs.addObject(), run));
        return node;
    }

    private static void model(ObjectNode node, Model model) {
        node.put("resource", model.resource())
                .put("process", model.process())
                .put("covered", model.covered())
                .put("percent", model.percent());
        ArrayNode parts = node.putArray("parts");
        for (Part part : model.parts()) {
            ObjectNode told = parts.addObject()
                    .put("id", part.id())
                    .put("kind", part.kind())
                    .put("name", part.name())
                    .put("runs", part.runs());
            if (part.why() != null) {
                told.put("why", part.why());
            }
        }
    }

    private static void run(ObjectNode node, Run run) {
        node.put("number", run.number()).put("process", run.process());
        texts(node.putArray("choices"), run.choices());
        node.put("end", run.end());
        ArrayNode effects = node.putArray("effects");
        for (Effect effect : run.effects()) {
            ObjectNode told =
                    effects.addObject().put("element", effect.element()).put("delegate", effect.delegate());
            texts(told.putArray("signatures"), effect.signatures());
        }
    }

    private static void texts(ArrayNode into, List<String> texts) {
        texts.forEach(into::add);
    }

    /**
     * What was written.
     *
     * @throws IllegalArgumentException for bytes of another format
     */
    public static DryRun read(byte[] bytes) {
        JsonNode node = CanonicalJson.parse(bytes);
        if (!node.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "format " + node.path("format").asText() + " (expected: " + FORMAT + ")");
        }
        return new DryRun(
                Digest.parse(node.path("setSha256").asText()),
                node.path("engine").asText(),
                texts(node.path("failures")),
                texts(node.path("bounds")),
                node.path("situations").asInt(),
                texts(node.path("refusals")),
                all(node.path("models"), DryRunFormat::model),
                all(node.path("runs"), DryRunFormat::run));
    }

    private static Model model(JsonNode node) {
        return new Model(
                node.path("resource").asText(),
                node.path("process").asText(),
                all(
                        node.path("parts"),
                        part -> new Part(
                                part.path("id").asText(),
                                part.path("kind").asText(),
                                part.path("name").asText(),
                                part.path("runs").asInt(),
                                part.path("why").textValue())));
    }

    private static Run run(JsonNode node) {
        return new Run(
                node.path("number").asInt(),
                node.path("process").asText(),
                texts(node.path("choices")),
                node.path("end").asText(),
                all(
                        node.path("effects"),
                        effect -> new Effect(
                                effect.path("element").asText(),
                                effect.path("delegate").asText(),
                                texts(effect.path("signatures")))));
    }

    private static List<String> texts(JsonNode array) {
        return all(array, JsonNode::asText);
    }

    private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        array.forEach(one -> all.add(read.apply(one)));
        return List.copyOf(all);
    }
}
