package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.changes.DryRun;
import dev.countersign.changes.DryRun.Model;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ResourceDifference;
import dev.countersign.changes.ResourceDifference.ModelChange;
import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of process models as it is shown to who signs it: its resources with their hashes, and in words what they change of what runs.
 * The texts themselves are read from the record.
 *
 * @param dryRun that lies beside it; null for a version from before dry runs were made
 * @param inForce the version that runs; null while the set of the release runs, which nobody has signed
 * @param againstRunning what differs from what runs
 * @param againstSigned what differs from the last version that bears a signature; empty if there is none
 */
record ShownModels(
        ModelTexts proposed,
        @Nullable DryRun dryRun,
        @Nullable RecordVersion inForce,
        List<ResourceDifference> againstRunning,
        List<ResourceDifference> againstSigned) {

    private static final String POINTER = "/resources";

    ArrayNode sections() {
        ArrayNode sections = JsonNodeFactory.instance.arrayNode();
        ArrayNode resources = table(
                sections,
                "Resources",
                List.of("Resource", "Against what runs", "SHA-256 of its bytes", "Length in bytes"));
        againstRunning.forEach(one -> {
            Digest after = one.after();
            resources
                    .addArray()
                    .add(one.name())
                    .add(one.kind())
                    .add(after == null ? "not in this set" : after.hex())
                    .add(after == null ? 0 : proposed.bytes(one.name()).length);
        });
        runs(sections);
        ArrayNode changes = table(sections, "What changes against what runs", List.of("Resource", "Change"));
        againstRunning.forEach(one -> sentences(changes, one));
        if (changes.isEmpty()) {
            changes.addArray().add("all").add("nothing: this is what runs, byte for byte");
        }
        if (dryRun != null) {
            tried(sections, dryRun);
        }
        return sections;
    }

    private static void tried(ArrayNode sections, DryRun dryRun) {
        ArrayNode items = facts(sections, "Dry run");
        fact(items, "Outcome", dryRun.summary());
        fact(items, "Engine", dryRun.engine());
        fact(items, "SHA-256 of the set that ran", dryRun.setSha256().hex());
        dryRun.bounds().forEach(bound -> fact(items, "Bound", bound));
        ArrayNode coverage =
                table(sections, "What the dry run reached", List.of("Resource", "Reached", "Elements and paths", "%"));
        ArrayNode missed = JsonNodeFactory.instance.arrayNode();
        for (Model model : dryRun.models()) {
            coverage.addArray()
                    .add(model.resource())
                    .add(model.covered())
                    .add(model.parts().size())
                    .add(model.percent());
            model.missed().forEach(part -> missed.addArray()
                    .add(model.resource())
                    .add(part.name())
                    .add(part.why()));
        }
        if (!missed.isEmpty()) {
            table(sections, "What the dry run did not reach", List.of("Resource", "Element or path", "Why"))
                    .addAll(missed);
        }
        if (!dryRun.refusals().isEmpty()) {
            ArrayNode refused = table(sections, "What the controls refused in the dry run", List.of("Refused"));
            dryRun.refusals().forEach(one -> refused.addArray().add(one));
        }
    }

    private void runs(ArrayNode sections) {
        ArrayNode items = facts(sections, "What runs now");
        fact(
                items,
                "Version in force",
                inForce == null ? "none: the set of the release, which nobody has signed" : "" + inForce.version());
        if (inForce != null) {
            fact(items, "SHA-256 of that version", inForce.sha256().hex());
        }
    }

    private static ArrayNode facts(ArrayNode sections, String heading) {
        return sections.addObject()
                .put("kind", "facts")
                .put("heading", heading)
                .put("pointer", POINTER)
                .putArray("items");
    }

    private static void fact(ArrayNode items, String label, String value) {
        items.addObject().put("label", label).put("pointer", POINTER).put("value", value);
    }

    private static void sentences(ArrayNode rows, ResourceDifference one) {
        switch (one.kind()) {
            case "same" -> {}
            case "changed" ->
                one.changes().forEach(change -> rows.addArray().add(one.name()).add(change.sentence()));
            default -> rows.addArray().add(one.name()).add("the whole of it is " + one.kind());
        }
    }

    /** What differs from the last signed version, as every record's page shows it. */
    void addTo(ArrayNode changes) {
        for (ResourceDifference one : againstSigned) {
            if (one.kind().equals("added") || one.kind().equals("removed")) {
                ContentChanges.add(changes, POINTER, one.name(), one.kind(), hash(one.before()), hash(one.after()));
            }
            for (ModelChange change : one.changes()) {
                ContentChanges.add(
                        changes,
                        POINTER,
                        one.name() + ": " + change.element() + (change.fact().isEmpty() ? "" : ": " + change.fact()),
                        change.kind(),
                        text(change.before()),
                        text(change.after()));
            }
        }
    }

    private static ArrayNode table(ArrayNode sections, String heading, List<String> columns) {
        ObjectNode section = sections.addObject()
                .put("kind", "table")
                .put("heading", heading)
                .put("pointer", POINTER);
        ArrayNode names = section.putArray("columns");
        columns.forEach(names::add);
        return section.putArray("rows");
    }

    private static @Nullable JsonNode hash(@Nullable Digest sha256) {
        return sha256 == null ? null : JsonNodeFactory.instance.textNode(sha256.hex());
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : JsonNodeFactory.instance.textNode(text);
    }
}
