package dev.countersign.evidence.web;

import dev.countersign.evidence.Exports;
import dev.countersign.evidence.Exports.Bundle;
import dev.countersign.evidence.Handover;
import dev.countersign.evidence.Handover.Form;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.signing.RecordAccess;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Copies and evidence bundles (11.10(b)): for whoever may read the record; every export is on record. */
@RestController
@RequestMapping("/api/records/{id}/versions/{number}")
@Tag(name = "Evidence", description = "What leaves the system: readable copies, and bundles that verify without it")
class ExportController {

    private final Exports exports;
    private final Handover handover;
    private final RecordAccess access;
    private final Refusals refusals;

    ExportController(Exports exports, Handover handover, RecordAccess access, Refusals refusals) {
        this.exports = exports;
        this.handover = handover;
        this.access = access;
        this.refusals = refusals;
    }

    @GetMapping(path = "/evidence.zip", produces = "application/zip")
    @Operation(
            summary = "The evidence bundle",
            description =
                    "Exact bytes, signatures, certificates, audit entries with proofs, and programs that check them. Waits"
                            + " until the log covers the record's entries.")
    void bundle(Caller caller, @PathVariable UUID id, @PathVariable int number, HttpServletResponse response)
            throws IOException {
        Bundle bundle = refusals.guarding(caller, "evidence.export", subject(id, number), () -> {
            access.requireVersion(caller, id, number);
            handover.tell(caller, id, number, Form.BUNDLE, null);
            return exports.bundle(id, number);
        });
        head(response, "application/zip", id + "-v" + number + "-evidence.zip");
        bundle.writeTo(response.getOutputStream());
    }

    @GetMapping(path = "/copy.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(
            summary = "A copy for reading",
            description =
                    "Content, signatures with their meanings, attachments and the audit trail, as PDF. Without a signature every"
                            + " page says so.")
    void copy(Caller caller, @PathVariable UUID id, @PathVariable int number, HttpServletResponse response)
            throws IOException {
        byte[] pdf = refusals.guarding(caller, "evidence.export", subject(id, number), () -> {
            access.requireVersion(caller, id, number);
            handover.tell(caller, id, number, Form.COPY, null);
            return exports.copy(id, number);
        });
        head(response, MediaType.APPLICATION_PDF_VALUE, id + "-v" + number + ".pdf");
        response.getOutputStream().write(pdf);
    }

    // ids and numbers alone: nothing in these names needs quoting
    private static void head(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private static String subject(UUID id, int number) {
        return "record:" + id + "/" + number;
    }
}
