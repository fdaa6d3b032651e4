package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.RecordViewed;
import dev.countersign.records.Records;
import dev.countersign.signing.AttachmentView;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Attachments of the version a task is about, for whoever may see the task. The exact stored bytes, or pictures of them. */
@Controller
@RequestMapping("/sign/{taskId}/attachments/{sha256}")
class SigningAttachments {

    /** Workstations are shared: what one person read is not kept for the next. */
    private static final CacheControl NOT_KEPT = CacheControl.noStore();

    private final Tasks tasks;
    private final Records records;
    private final AttachmentView view;
    private final Ledger ledger;

    SigningAttachments(Tasks tasks, Records records, AttachmentView view, Ledger ledger) {
        this.tasks = tasks;
        this.records = records;
        this.view = view;
        this.ledger = ledger;
    }

    private record Part(RecordVersion version, Attachment attachment, byte[] bytes) {}

    /** Pictures are shown in place; everything else is a file to keep: nothing else is let run on this origin. */
    @GetMapping
    ResponseEntity<byte[]> bytes(Caller caller, @PathVariable String taskId, @PathVariable String sha256) {
        return part(caller, taskId, sha256)
                .map(part -> {
                    viewed(caller, part, "attachment");
                    boolean image = view.isImage(part.attachment());
                    ContentDisposition disposition = (image
                                    ? ContentDisposition.inline()
                                    : ContentDisposition.attachment())
                            .filename(part.attachment().name(), StandardCharsets.UTF_8)
                            .build();
                    return ResponseEntity.ok()
                            .cacheControl(NOT_KEPT)
                            .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                            .contentType(
                                    image
                                            ? MediaType.parseMediaType(
                                                    part.attachment().mediaType())
                                            : MediaType.APPLICATION_OCTET_STREAM)
                            .body(part.bytes());
                })
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @GetMapping("/pages/{number}.png")
    ResponseEntity<byte[]> page(
            Caller caller, @PathVariable String taskId, @PathVariable String sha256, @PathVariable int number) {
        return part(caller, taskId, sha256)
                .filter(part -> view.isPdf(part.attachment()))
                .flatMap(part -> {
                    viewed(caller, part, "attachment, page " + number);
                    return view.page(part.bytes(), number);
                })
                .map(png -> ResponseEntity.ok()
                        .cacheControl(NOT_KEPT)
                        .contentType(MediaType.IMAGE_PNG)
                        .body(png))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private Optional<Part> part(Caller caller, String taskId, String sha256) {
        SigningTask task = tasks.signingTask(caller, taskId);
        RecordVersion version = records.version(task.recordId(), task.version()).orElseThrow();
        return version.attachments().stream()
                .filter(attachment -> attachment.sha256().hex().equals(sha256))
                .findFirst()
                .flatMap(attachment ->
                        records.part(version, Digest.parse(sha256)).map(bytes -> new Part(version, attachment, bytes)));
    }

    /** Before the bytes leave: a view that is not on record did not happen. */
    private void viewed(Caller caller, Part part, String what) {
        ledger.appendAlone(
                caller, new RecordViewed(part.version(), what, part.attachment().sha256()));
    }
}
