package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Submission;
import dev.countersign.workflow.Processes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Next versions and withdrawal: changes of a record that its process has to know of (WFL-03, REC-04). */
@RestController
@RequestMapping("/api/records/{id}")
@Tag(name = "Records")
class RecordChangesController {

    private final Processes processes;
    private final Records records;
    private final Refusals refusals;

    RecordChangesController(Processes processes, Records records, Refusals refusals) {
        this.processes = processes;
        this.records = records;
        this.refusals = refusals;
    }

    record Receipt(UUID recordId, int version, String sha256, String status) {}

    /** Appends the next version; {@code reason} is required. Where the record waits for rework, the rework task is completed. */
    @PostMapping("/versions")
    @Operation(
            summary = "Write the next version",
            description =
                    "Same body as drafting; `reason` says what changed and why. With `If-Match: \"<sha256>\"` the call is"
                            + " refused with 409 `not-latest` unless that is the latest version's hash. Completes the caller's open rework"
                            + " task.")
    ResponseEntity<Receipt> revise(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Submission submission) {
        record Asked(NewVersion version, Optional<Digest> expected) {}
        Asked asked = refusals.guarding(
                caller,
                "record.revise",
                "record:" + id,
                () -> new Asked(submission.read(), Optional.ofNullable(expected(ifMatch))));
        RecordVersion version =
                processes.revise(caller, id, asked.version(), asked.expected().orElse(null));
        return ResponseEntity.created(URI.create("/api/records/%s/versions/%d".formatted(id, version.version())))
                .eTag(version.sha256().hex())
                .body(new Receipt(
                        id,
                        version.version(),
                        version.sha256().hex(),
                        records.status(id).code()));
    }

    /** Withdraws the record, ending its process by the model's own path. */
    @PostMapping("/withdrawal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Withdraw a record",
            description =
                    "Body `{\"reason\": \"…\"}`. For an author of the record's lineage or a QA Manager. Ends its process.")
    void withdraw(Caller caller, @PathVariable UUID id, @RequestBody(required = false) byte @Nullable [] body) {
        String reason = refusals.guarding(caller, "record.withdraw", "record:" + id, () -> reason(body));
        processes.withdraw(caller, id, reason);
    }

    private static String reason(byte @Nullable [] body) {
        JsonNode reason = CanonicalJson.parse(body == null ? new byte[0] : body).path("reason");
        if (!reason.isTextual() || reason.textValue().isBlank()) {
            throw new RefusedException(new Refusal(
                    "WFL-101",
                    "reason-required",
                    Kind.INVALID,
                    "A withdrawal needs a reason: say why the record is not to be used.",
                    List.of(new InputError("/reason", "A reason is required, as a string."))));
        }
        return reason.textValue();
    }

    private static @Nullable Digest expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        try {
            return Digest.parse(ifMatch.strip().replaceAll("^\"|\"$", ""));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    new Refusal(
                            "WFL-102",
                            "invalid-parameter",
                            Kind.MALFORMED,
                            "The header If-Match holds the hash of one version in quotes: \"<64 lower-case hexadecimal digits>\"."));
        }
    }
}
