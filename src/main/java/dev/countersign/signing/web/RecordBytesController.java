package dev.countersign.signing.web;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.RecordViewed;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The exact bytes of a version, as they were hashed (REC-02, 11.10(b)). */
@RestController
@RequestMapping("/api/records/{id}/versions/{number}")
@Tag(name = "Records")
class RecordBytesController {

    private final RecordAccess access;
    private final Records records;
    private final Ledger ledger;
    private final Refusals refusals;

    RecordBytesController(RecordAccess access, Records records, Ledger ledger, Refusals refusals) {
        this.access = access;
        this.records = records;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @GetMapping
    @Operation(
            summary = "The version manifest",
            description = "The exact bytes of `version.json`; their SHA-256 is the version's hash everywhere.")
    ResponseEntity<byte[]> manifest(Caller caller, @PathVariable UUID id, @PathVariable int number) {
        return refusals.guarding(caller, "record.read", subject(id, number), () -> {
            RecordVersion version = access.version(caller, id, number);
            return answer(
                    records.manifest(id, number), MediaType.APPLICATION_JSON_VALUE, version.sha256(), "version.json");
        });
    }

    @GetMapping("/content")
    @Operation(
            summary = "The content",
            description = "The exact bytes of the content; their SHA-256 is `contentSha256` of the manifest's content.")
    ResponseEntity<byte[]> content(Caller caller, @PathVariable UUID id, @PathVariable int number) {
        return refusals.guarding(caller, "record.read", subject(id, number), () -> {
            RecordVersion version = access.version(caller, id, number);
            return part(
                    caller,
                    version,
                    "content",
                    version.contentSha256(),
                    MediaType.APPLICATION_JSON_VALUE,
                    "content.json");
        });
    }

    @GetMapping("/attachments/{sha256}")
    @Operation(
            summary = "An attachment",
            description = "The exact bytes of an attachment of this version, by their SHA-256.")
    ResponseEntity<byte[]> attachment(
            Caller caller, @PathVariable UUID id, @PathVariable int number, @PathVariable String sha256) {
        return refusals.guarding(caller, "record.read", subject(id, number), () -> {
            RecordVersion version = access.version(caller, id, number);
            Attachment attachment = version.attachments().stream()
                    .filter(candidate -> candidate.sha256().hex().equals(sha256))
                    .findFirst()
                    .orElseThrow(() -> RecordAccess.notFound(
                            "Version %d of record %s has no attachment with that SHA-256.".formatted(number, id)));
            return part(caller, version, "attachment", attachment.sha256(), attachment.mediaType(), attachment.name());
        });
    }

    // Audited before the bytes leave: a view that is not on record did not happen.
    private ResponseEntity<byte[]> part(
            Caller caller, RecordVersion version, String part, Digest sha256, String mediaType, String name) {
        byte[] bytes = records.part(version, sha256)
                .orElseThrow(() -> RecordAccess.notFound("These bytes are no longer kept: they were disposed of."));
        ledger.appendAlone(caller, new RecordViewed(version, part, sha256));
        return answer(bytes, mediaType, sha256, name);
    }

    private static ResponseEntity<byte[]> answer(byte[] bytes, String mediaType, Digest sha256, String name) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, mediaType)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .eTag(sha256.hex())
                .body(bytes);
    }

    private static String subject(UUID id, int number) {
        return "record:" + id + "/" + number;
    }
}
