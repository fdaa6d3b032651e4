package dev.countersign.workflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.changes.DryRun;
import dev.countersign.changes.ResourceDifference;
import dev.countersign.changes.ResourceDifference.ModelChange;
import dev.countersign.ledger.Caller;
import dev.countersign.workflow.ModelChanges;
import dev.countersign.workflow.ModelChanges.Difference;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the page of a change draws: both texts of each process, what is marked in them, and what the dry run reached. */
@RestController
@RequestMapping("/api/models/changes/{recordId}/drawings")
@Tag(name = "Process models", description = "What runs, who signed it, and changes of it")
class DrawingsController {

    private final ModelChanges changes;

    DrawingsController(ModelChanges changes) {
        this.changes = changes;
    }

    /**
     * @param before null where it was not there
     * @param after null where it is gone
     * @param reached of the dry run; null where the version has none
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Drawing(
            String name,
            @Nullable String before,
            @Nullable String after,
            List<Marked> marked,
            @Nullable List<Reached> reached) {}

    /** @param as {@code added}, {@code removed}, {@code changed} or {@code moved} */
    record Marked(String id, String as) {}

    /** @param why nothing reached it; null for what was reached */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Reached(String id, int runs, @Nullable String why) {}

    @GetMapping
    @Operation(
            summary = "What a change changes, drawn",
            description =
                    "For each process of the set both texts, the elements that differ by id, and in how many runs of its dry run each was"
                            + " reached. For Process Administrators, QA and auditors.")
    List<Drawing> drawings(
            Caller caller, @PathVariable UUID recordId, @RequestParam(required = false) @Nullable Integer version) {
        Difference difference = changes.difference(caller, recordId, version);
        return difference.resources().stream()
                .filter(one -> one.name().endsWith(".bpmn"))
                .map(one -> new Drawing(
                        one.name(),
                        difference.from().text(one.name()).orElse(null),
                        difference.to().text(one.name()).orElse(null),
                        marked(one),
                        reached(difference.dryRun(), one.name())))
                .toList();
    }

    /** What came or went is not said to be drawn elsewhere as well. */
    private static List<Marked> marked(ResourceDifference resource) {
        Set<String> cameOrWent = resource.changes().stream()
                .filter(change ->
                        !change.mark().equals("changed") && !change.mark().equals("moved"))
                .map(ModelChange::id)
                .collect(Collectors.toSet());
        return resource.changes().stream()
                .filter(change -> !change.id().isEmpty())
                .filter(change -> !change.mark().equals("moved") || !cameOrWent.contains(change.id()))
                .map(change -> new Marked(change.id(), change.mark()))
                .distinct()
                .toList();
    }

    private static @Nullable List<Reached> reached(@Nullable DryRun dryRun, String resource) {
        return dryRun == null
                ? null
                : dryRun.of(resource)
                        .flatMap(model -> model.parts().stream())
                        .map(part -> new Reached(part.id(), part.runs(), part.why()))
                        .toList();
    }
}
