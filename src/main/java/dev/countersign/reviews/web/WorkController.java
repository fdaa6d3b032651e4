package dev.countersign.reviews.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import dev.countersign.reviews.Reviews;
import dev.countersign.reviews.Reviews.Campaign;
import dev.countersign.reviews.Reviews.SignedEvidence;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Periodic work for programs that act for a person. */
@RestController
@RequestMapping("/api/work")
@Tag(
        name = "Work",
        description = "What falls due by the calendar: reviews of credentials, tests of authenticators, stale accounts")
class WorkController {

    private final Reviews reviews;

    WorkController(Reviews reviews) {
        this.reviews = reviews;
    }

    record WorkItem(UUID taskId, String kind, String about, String dueAt, boolean overdue) {}

    record WorkList(List<WorkItem> items) {}

    @GetMapping
    @Operation(
            summary = "What waits for the caller",
            description = "What is due first; it is done on the page `/work`.")
    WorkList list(Caller caller) {
        return new WorkList(reviews.waitingFor(caller).stream()
                .map(task -> new WorkItem(
                        task.taskId(), task.kind(), task.about(), UtcTime.write(task.dueAt()), task.overdue()))
                .toList());
    }

    @GetMapping(path = "/evidence/{sha256}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Evidence of a review of credentials",
            description =
                    "The exact bytes of what the reviewer saw and decided. For QA Managers, IT Administrators and auditors.")
    byte[] evidence(Caller caller, @PathVariable String sha256) {
        return reviews.evidence(caller, sha256);
    }

    /**
     * @param certificate PEM
     * @param signature base64 of 64 bytes
     * @param fault why it does not hold; null if it does
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EvidenceSignature(
            String evidenceSha256,
            String reviewer,
            String certificateSha256,
            String certificate,
            String signature,
            @Nullable String fault) {

        static EvidenceSignature of(SignedEvidence signed) {
            return new EvidenceSignature(
                    signed.sha256(),
                    signed.reviewer(),
                    signed.certificateSha256(),
                    Certificate.parse(signed.certificate()).pem(),
                    Base64.getEncoder().encodeToString(signed.signature()),
                    signed.fault());
        }
    }

    @GetMapping("/evidence/{sha256}/signature")
    @Operation(
            summary = "Who signed the evidence of a review",
            description =
                    "Ed25519 over exactly the bytes of the evidence, with the reviewer's certificate. `fault` says why it does not hold, and is null if"
                            + " it does. For the same people.")
    EvidenceSignature signature(Caller caller, @PathVariable String sha256) {
        return EvidenceSignature.of(reviews.signed(caller, sha256));
    }

    /** @param left accounts that are still to be looked at */
    record AccessCampaign(UUID campaignId, String openedAt, String openedBy, String reason, String dueAt, int left) {

        static AccessCampaign of(Campaign campaign) {
            return new AccessCampaign(
                    campaign.campaignId(),
                    UtcTime.write(campaign.openedAt()),
                    campaign.openedBy(),
                    campaign.reason(),
                    UtcTime.write(campaign.dueAt()),
                    campaign.left());
        }
    }

    record OpenCampaign(@JsonInclude @Nullable AccessCampaign campaign) {}

    @GetMapping("/campaign")
    @Operation(
            summary = "The recertification of access that is open",
            description = "`campaign` is null if none is. For QA Managers, IT Administrators and auditors.")
    OpenCampaign campaign(Caller caller) {
        return new OpenCampaign(reviews.campaign(caller).map(AccessCampaign::of).orElse(null));
    }

    @PostMapping("/campaign")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Open a recertification of access",
            description =
                    "Body `{reason, dueAt}`, by a QA Manager: every account is reviewed anew, whatever it was reviewed last, until `dueAt` (RFC 3339,"
                            + " UTC; from tomorrow on, at most a year away). One at a time; it is completed by itself.")
    AccessCampaign open(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        JsonNode asked = CanonicalJson.parse(body == null ? new byte[0] : body);
        return AccessCampaign.of(reviews.openCampaign(
                caller, asked.path("reason").asText(), due(asked.path("dueAt").asText())));
    }

    private static Instant due(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            String detail = "a moment such as 2027-01-31T17:00:00Z is expected";
            throw new RefusedException(new Refusal(
                    "REV-013",
                    "invalid-request",
                    Kind.INVALID,
                    "The body is refused at /dueAt: " + detail + ".",
                    List.of(new InputError("/dueAt", detail))));
        }
    }
}
