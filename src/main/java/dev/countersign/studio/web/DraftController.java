package dev.countersign.studio.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.changes.ModelTexts;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.studio.Drafts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The set that runs, and the caller's own draft of another. */
@RestController
@RequestMapping("/api/models")
@Tag(name = "Process models", description = "What runs, who signed it, and changes of it")
class DraftController {

    private final Drafts drafts;

    DraftController(Drafts drafts) {
        this.drafts = drafts;
    }

    record ResourceText(String name, String text) {}

    /** @param keptAt null for what runs */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SetView(List<ResourceText> resources, @Nullable String keptAt) {

        static SetView of(ModelTexts set, @Nullable String keptAt) {
            return new SetView(
                    set.texts().entrySet().stream()
                            .map(one -> new ResourceText(one.getKey(), one.getValue()))
                            .toList(),
                    keptAt);
        }
    }

    record Kept(String keptAt) {}

    @GetMapping("/set")
    @Operation(
            summary = "The set of process models that runs",
            description = "Every model with its text, as it was signed; before any was adopted, as it was shipped.")
    SetView running(Caller caller) {
        return SetView.of(drafts.running(caller), null);
    }

    @GetMapping("/draft")
    @Operation(summary = "The caller's own draft", description = "204 if there is none. For Process Administrators.")
    ResponseEntity<SetView> draft(Caller caller) {
        return drafts.of(caller)
                .map(draft -> ResponseEntity.ok(SetView.of(draft.set(), UtcTime.write(draft.keptAt()))))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PutMapping("/draft")
    @Operation(
            summary = "Keep the caller's draft",
            description =
                    "Body `{resources: [{name, text}]}`, in place of the one before. Nothing is checked but its size: a draft binds nobody.")
    Kept keep(Caller caller, @RequestBody byte[] body) {
        JsonNode content = CanonicalJson.parse(body);
        return new Kept(UtcTime.write(drafts.keep(caller, ModelTexts.ofContent(content))));
    }

    @DeleteMapping("/draft")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forget the caller's draft")
    void discard(Caller caller) {
        drafts.discard(caller);
    }
}
