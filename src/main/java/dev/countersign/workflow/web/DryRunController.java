package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.changes.DryRunFormat;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.workflow.ModelTrials;
import dev.countersign.workflow.WorkflowRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dry runs over HTTP (docs/process-administration.md). */
@RestController
@RequestMapping("/api/models/dry-run")
@Tag(name = "Process models", description = "What runs, who signed it, and changes of it")
class DryRunController {

    private static final int LONGEST = 5 << 20;

    private final ModelTrials trials;

    DryRunController(ModelTrials trials) {
        this.trials = trials;
    }

    @PostMapping
    @Operation(
            summary = "Run a set of models on trial",
            description =
                    "Body `{models: [{name, text}]}`, for Process Administrators, QA and auditors. Runs every process of the set in an engine that is"
                            + " thrown away, with people that are played, through every choice in every situation. Answers 200 with the dry run"
                            + " (docs/formats.md), whether it passed or failed; nothing is kept. 422 `models-refused` with every finding of the"
                            + " gate: such a set is not run. With `complete=true` the release's models and forms are added that the set does"
                            + " not bring itself.")
    ResponseEntity<byte[]> dryRun(
            Caller caller,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestParam(defaultValue = "false") boolean complete) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(DryRunFormat.write(trials.of(caller, () -> read(body == null ? new byte[0] : body), complete)));
    }

    private static SortedMap<String, String> read(byte[] body) {
        if (body.length > LONGEST) {
            throw WorkflowRule.BODY_TOO_LARGE.refuse(LONGEST);
        }
        JsonNode models = parsed(body).path("models");
        if (!models.isArray() || models.isEmpty()) {
            throw invalid("/models", "a list of {name, text} is expected");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = 0; i < models.size(); i++) {
            JsonNode name = models.get(i).path("name");
            JsonNode text = models.get(i).path("text");
            if (!name.isTextual() || !text.isTextual()) {
                throw invalid("/models/" + i, "{name, text} is expected, both texts");
            }
            if (texts.put(name.textValue(), text.textValue()) != null) {
                throw invalid("/models/" + i + "/name", "this name is there twice");
            }
        }
        return texts;
    }

    private static RuntimeException invalid(String pointer, String detail) {
        return WorkflowRule.BAD_REQUEST.refuseInput(List.of(new InputError(pointer, detail)), pointer + " " + detail);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return CanonicalJson.parse(body);
        } catch (JsonRefusedException e) {
            throw WorkflowRule.NOT_JSON.refuseInput(
                    List.of(new InputError(e.pointer(), String.valueOf(e.getMessage()))),
                    String.valueOf(e.getMessage()));
        }
    }
}
