package dev.countersign.custody.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.custody.Custody;
import dev.countersign.identity.AuthorityRenewal.Generation;
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

/** Renewal of the authority by two people (docs/operations/keys-and-sessions.md). */
@RestController
@RequestMapping("/api/keys/authority")
@Tag(name = "Server keys")
class AuthorityController {

    private final Custody custody;

    AuthorityController(Custody custody) {
        this.custody = custody;
    }

    /** @param certificateSha256 null while it waits for the second person */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AuthorityView(
            int generation,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable String since,
            @Nullable String certificateSha256) {

        static AuthorityView of(Generation one) {
            return new AuthorityView(
                    one.generation(),
                    one.proposedBy(),
                    one.reason(),
                    one.openedBy(),
                    one.since() == null ? null : UtcTime.write(one.since()),
                    one.certificateSha256());
        }
    }

    @GetMapping
    @Operation(
            summary = "Authorities that certified people's keys",
            description =
                    "For IT Administrators and QA Managers. The newest certifies; the first has nobody who proposed it.")
    List<AuthorityView> authorities(Caller caller) {
        return custody.authorities(caller).stream().map(AuthorityView::of).toList();
    }

    @PostMapping
    @Operation(
            summary = "Propose the next authority",
            description = "Body `{reason}`, by an IT Administrator. 409 `generation-proposed` while one waits.")
    ResponseEntity<Void> propose(Caller caller, @RequestBody byte[] body) {
        int generation = custody.proposeAuthority(
                caller, CanonicalJson.parse(body).path("reason").asText(""));
        return ResponseEntity.created(URI.create("/api/keys/authority/" + generation))
                .build();
    }

    @PostMapping("/{generation}/opening")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Put the proposed authority in place as the second person",
            description =
                    "By a QA Manager. The authority before certifies it, and no person any more. 404 `generation-not-proposed`; 503"
                            + " `keys-unavailable` if a key service does not have that version yet.")
    void open(Caller caller, @PathVariable int generation) {
        custody.openAuthority(caller, generation);
    }
}
