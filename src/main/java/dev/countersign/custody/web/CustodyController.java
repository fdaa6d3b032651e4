package dev.countersign.custody.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.custody.Custody;
import dev.countersign.identity.ServerShare.Generation;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Renewal of the server's share by two people (docs/operations/keys-and-sessions.md). */
@RestController
@RequestMapping("/api/keys/share")
@Tag(name = "Server keys", description = "Renewal of the server's share in opening people's keys")
class CustodyController {

    private final Custody custody;

    CustodyController(Custody custody) {
        this.custody = custody;
    }

    /**
     * @param keys signing keys that are still under it
     * @param authenticators secrets of authenticators that are still under it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record GenerationView(
            int generation,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable String openedAt,
            long keys,
            long authenticators) {

        static GenerationView of(Generation one) {
            return new GenerationView(
                    one.generation(),
                    one.proposedBy(),
                    one.reason(),
                    one.openedBy(),
                    one.openedAt() == null ? null : UtcTime.write(one.openedAt()),
                    one.keys(),
                    one.authenticators());
        }
    }

    @GetMapping
    @Operation(
            summary = "Generations of the share, and how many keys are under which",
            description = "For IT Administrators and QA Managers. The first has nobody who proposed it.")
    List<GenerationView> generations(Caller caller) {
        return custody.generations(caller).stream().map(GenerationView::of).toList();
    }

    @PostMapping
    @Operation(
            summary = "Propose the next generation",
            description = "Body `{reason}`, by an IT Administrator. 409 `generation-proposed` while one waits.")
    ResponseEntity<Void> propose(Caller caller, @RequestBody byte[] body) {
        int generation =
                custody.propose(caller, CanonicalJson.parse(body).path("reason").asText(""));
        return ResponseEntity.created(URI.create("/api/keys/share/" + generation))
                .build();
    }

    @PostMapping("/{generation}/opening")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Open the proposed generation as the second person",
            description =
                    "By a QA Manager. 404 `generation-not-proposed`; 503 `keys-unavailable` if a key service does not have that version yet.")
    void open(Caller caller, @PathVariable int generation) {
        custody.open(caller, generation);
    }
}
