package dev.countersign.workspace.web;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Places;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.RecordViewed;
import dev.countersign.records.Records;
import dev.countersign.signing.AttachmentView;
import dev.countersign.signing.PageComparison;
import dev.countersign.signing.PageComparison.Compared;
import dev.countersign.signing.PageComparison.Pair;
import dev.countersign.signing.RecordAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Attachments looked at in a browser, and two of them page by page (REC-05, REC-07). Each look is an audit entry, made before the bytes leave. */
@Controller
@RequestMapping("/records/{id}")
class AttachmentPages {

    /** Workstations are shared: what one person read is not kept for the next. */
    private static final CacheControl NOT_KEPT = CacheControl.noStore();

    private final RecordAccess access;
    private final Records records;
    private final AttachmentView view;
    private final PageComparison comparison;
    private final Ledger ledger;
    private final Refusals refusals;

    AttachmentPages(
            RecordAccess access,
            Records records,
            AttachmentView view,
            PageComparison comparison,
            Ledger ledger,
            Refusals refusals) {
        this.access = access;
        this.records = records;
        this.view = view;
        this.comparison = comparison;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    /** A comparison draws many pages, by the threads that draw for those who sign too, and has a picture of both in memory. */
    private final Places comparing = new Places(2, WorkspaceRefusal::busyDrawing);

    private final Places drawing = new Places(6, Duration.ofSeconds(5), WorkspaceRefusal::busyDrawing);

    private record Part(RecordVersion version, Attachment attachment, byte[] bytes) {}

    /** Of attachments that browsers show as a picture. Nothing else is let run on this origin: it is a file to save. */
    @GetMapping("/versions/{version}/attachments/{sha256}/picture")
    ResponseEntity<byte[]> picture(
            Caller caller, @PathVariable UUID id, @PathVariable int version, @PathVariable String sha256) {
        return refusals.guarding(caller, "record.attachment", "record:" + id, () -> {
            Part part = part(caller, id, version, sha256);
            if (!view.isImage(part.attachment())) {
                throw RecordAccess.notFound(part.attachment().name() + " is no picture; save the file.");
            }
            viewed(caller, part, "attachment");
            return ResponseEntity.ok()
                    .cacheControl(NOT_KEPT)
                    .contentType(MediaType.parseMediaType(part.attachment().mediaType()))
                    .body(part.bytes());
        });
    }

    @GetMapping("/versions/{version}/attachments/{sha256}/pages/{number}.png")
    ResponseEntity<byte[]> page(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable int version,
            @PathVariable String sha256,
            @PathVariable int number) {
        return refusals.guarding(caller, "record.attachment", "record:" + id, () -> {
            Part part = pdf(caller, id, version, sha256);
            viewed(caller, part, "attachment, page " + number);
            return png(
                    drawing.in(() -> view.page(part.bytes(), number)),
                    "page " + number + " of " + part.attachment().name());
        });
    }

    /** Two PDFs of one record: which pages look the same, and the others side by side. */
    @GetMapping("/compare/pages")
    String compare(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam int from,
            @RequestParam int to,
            @RequestParam String before,
            @RequestParam String after,
            Model model) {
        return refusals.guarding(caller, "record.compare", "record:" + id, () -> {
            Part one = pdf(caller, id, from, before);
            Part other = pdf(caller, id, to, after);
            viewed(caller, one, "attachment, compared");
            viewed(caller, other, "attachment, compared");
            Optional<Compared> compared = comparing.in(() -> comparison.compare(one.bytes(), other.bytes()));
            model.addAttribute("recordId", id);
            model.addAttribute("title", PlainText.visible(other.version().title()));
            model.addAttribute("from", from);
            model.addAttribute("to", to);
            model.addAttribute("before", one.attachment().sha256().hex());
            model.addAttribute("after", other.attachment().sha256().hex());
            model.addAttribute("name", PlainText.visible(other.attachment().name()));
            model.addAttribute("compared", compared.orElse(null));
            model.addAttribute(
                    "different", compared.map(AttachmentPages::different).orElse(List.of()));
            return "records/pages";
        });
    }

    private static List<Pair> different(Compared compared) {
        return compared.pairs().stream().filter(pair -> !pair.same()).toList();
    }

    /** A page over the one that stands in its place in the later version. */
    @GetMapping("/compare/pages/difference.png")
    ResponseEntity<byte[]> difference(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam int from,
            @RequestParam int to,
            @RequestParam String before,
            @RequestParam String after,
            @RequestParam int page,
            @RequestParam int other) {
        return refusals.guarding(caller, "record.compare", "record:" + id, () -> {
            Part one = pdf(caller, id, from, before);
            Part two = pdf(caller, id, to, after);
            viewed(caller, one, "attachment, page " + page);
            viewed(caller, two, "attachment, page " + other);
            return png(
                    comparing.in(() -> comparison.difference(one.bytes(), page, two.bytes(), other)),
                    "page " + page + " or " + other + " of " + two.attachment().name());
        });
    }

    private static ResponseEntity<byte[]> png(Optional<byte[]> png, String what) {
        return ResponseEntity.ok()
                .cacheControl(NOT_KEPT)
                .contentType(MediaType.IMAGE_PNG)
                .body(png.orElseThrow(
                        () -> RecordAccess.notFound("There is no " + what + " that can be shown; save the file.")));
    }

    private Part pdf(Caller caller, UUID id, int number, String sha256) {
        Part part = part(caller, id, number, sha256);
        if (!view.isPdf(part.attachment())) {
            throw RecordAccess.notFound(part.attachment().name() + " is no PDF; save the file.");
        }
        return part;
    }

    private Part part(Caller caller, UUID id, int number, String sha256) {
        RecordVersion version = access.version(caller, id, number);
        return version.attachments().stream()
                .filter(one -> one.sha256().hex().equals(sha256))
                .findFirst()
                .flatMap(one -> records.part(version, one.sha256()).map(bytes -> new Part(version, one, bytes)))
                .orElseThrow(() -> RecordAccess.notFound(
                        "Version " + number + " of record " + id + " has no attachment of that SHA-256."));
    }

    private void viewed(Caller caller, Part part, String what) {
        Digest sha256 = part.attachment().sha256();
        ledger.appendAlone(caller, new RecordViewed(part.version(), what, sha256));
    }
}
