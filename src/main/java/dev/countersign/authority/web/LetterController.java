package dev.countersign.authority.web;

import dev.countersign.authority.CertificationLetters;
import dev.countersign.authority.CertificationLetters.Letter;
import dev.countersign.authority.CertificationLetters.Sent;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The organisation's certification letters over HTTP (11.100(c)). */
@RestController
@RequestMapping("/api/organisation/letters")
@Tag(name = "Organisation", description = "What the organisation itself has to do before anybody signs")
class LetterController {

    private final CertificationLetters letters;
    private final Refusals refusals;

    LetterController(CertificationLetters letters, Refusals refusals) {
        this.letters = letters;
        this.refusals = refusals;
    }

    record LetterView(
            UUID letterId,
            String legalName,
            String signatory,
            String submittedOn,
            String channel,
            String letterSha256,
            String proofSha256,
            String recordedBy,
            String recordedAt,
            @Nullable String confirmedBy,
            @Nullable String confirmedAt) {

        static LetterView of(Letter letter) {
            return new LetterView(
                    letter.letterId(),
                    letter.legalName(),
                    letter.signatory(),
                    letter.submittedOn().toString(),
                    letter.channel(),
                    letter.letterSha256(),
                    letter.proofSha256(),
                    letter.recordedBy(),
                    UtcTime.write(letter.recordedAt()),
                    letter.confirmedBy(),
                    letter.confirmedAt() == null ? null : UtcTime.write(letter.confirmedAt()));
        }
    }

    record LetterList(List<LetterView> items) {}

    record Recorded(UUID letterId) {}

    record Reason(@Nullable String reason) {}

    @GetMapping
    @Operation(summary = "Certification letters", description = "Newest first; for QA Managers and auditors.")
    LetterList all(Caller caller) {
        return refusals.guarding(
                caller,
                "certification-letter.list",
                "certification-letters",
                () -> new LetterList(
                        letters.all(caller).stream().map(LetterView::of).toList()));
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Record a letter that was sent",
            description =
                    "By a QA Manager, with a reason: the signed letter (PDF) and the proof that it was sent (PDF, PNG or JPEG). It counts when another"
                            + " QA Manager confirmed it; outside a demonstration nobody signs before (21 CFR 11.100(c))."
                            + " Where the installation scans files for malware: 422 `malware-found`, 503 `malware-scan-unavailable`.")
    Recorded record(
            Caller caller,
            @RequestParam String legalName,
            @RequestParam String signatory,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate submittedOn,
            @RequestParam String channel,
            @RequestParam MultipartFile letter,
            @RequestParam MultipartFile proof,
            @RequestParam(defaultValue = "") String reason) {
        Sent sent = new Sent(legalName, signatory, submittedOn, channel, Uploaded.bytes(letter), Uploaded.bytes(proof));
        return new Recorded(refusals.guarding(
                caller,
                "certification-letter.record",
                "certification-letters",
                () -> letters.record(caller, sent, reason)));
    }

    @PostMapping("/{letterId}/confirmation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Confirm a letter",
            description = "Body `{reason}`: what was looked at. By another QA Manager than the one who recorded it.")
    void confirm(Caller caller, @PathVariable UUID letterId, @RequestBody(required = false) @Nullable Reason asked) {
        refusals.guarding(caller, "certification-letter.confirm", "certification-letter:" + letterId, () -> {
            letters.confirm(caller, letterId, asked == null || asked.reason() == null ? "" : asked.reason());
            return true;
        });
    }

    @GetMapping("/{letterId}/{file:letter|proof}")
    @Operation(summary = "A file of a letter", description = "The exact bytes that were recorded.")
    ResponseEntity<byte[]> file(Caller caller, @PathVariable UUID letterId, @PathVariable String file) {
        byte[] bytes = refusals.guarding(
                caller,
                "certification-letter.read",
                "certification-letter:" + letterId,
                () -> letters.file(caller, letterId, "proof".equals(file)));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("certification-" + file + extension(bytes))
                                .build()
                                .toString())
                .body(bytes);
    }

    /** Of what {@link CertificationLetters} takes, by its first byte. */
    private static String extension(byte[] file) {
        return switch (file[0]) {
            case '%' -> ".pdf";
            case (byte) 0x89 -> ".png";
            default -> ".jpg";
        };
    }
}
