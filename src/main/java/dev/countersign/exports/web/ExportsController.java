package dev.countersign.exports.web;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.exports.ExportAsked;
import dev.countersign.exports.ExportInput;
import dev.countersign.exports.ExportPart;
import dev.countersign.exports.ExportTexts;
import dev.countersign.exports.RecordExports;
import dev.countersign.exports.RecordExports.Export;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Exports of what a search found (CPY-06), each for whoever asked for it. */
@RestController
@RequestMapping("/api/exports")
@Tag(
        name = "Exports",
        description = "Copies and evidence of what a search found, in one file, with a statement of completeness")
class ExportsController {

    private static final int MOST = 100;

    private final RecordExports exports;
    private final ExportTexts texts;
    private final Refusals refusals;

    ExportsController(RecordExports exports, ExportTexts texts, Refusals refusals) {
        this.exports = exports;
        this.texts = texts;
        this.refusals = refusals;
    }

    record ExportView(
            UUID exportId,
            String state,
            Map<String, String> asked,
            List<String> contents,
            @Nullable Integer total,
            int done,
            String requestedAt,
            @Nullable String endedAt,
            @Nullable String expiresAt,
            @Nullable Long length,
            @Nullable String sha256,
            @Nullable String why,
            @Nullable String detail) {}

    record ExportList(List<ExportView> items) {}

    @PostMapping
    @Operation(
            summary = "Export what a search finds",
            description =
                    "Body `{type?, status?, q?, contents: [\"copy\" | \"evidence\", …]}`: which records, as `GET /api/records` takes it, and what"
                            + " of each. Made in the background: follow the Location until `state` is `done`. One at a time for each person."
                            + " 403 `not-authorized` (also for programs), 409 `export-under-way`, 413 `too-large`, 422 `invalid-parameter`,"
                            + " `nothing-found`, 503 `busy`.")
    ResponseEntity<ExportView> request(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return refusals.guarding(caller, "export.request", "records", () -> {
            ExportAsked asked = ExportInput.read(CanonicalJson.parse(body == null ? new byte[0] : body));
            Export export = exports.request(caller, asked);
            return ResponseEntity.accepted()
                    .location(URI.create("/api/exports/" + export.exportId()))
                    .body(view(export));
        });
    }

    @GetMapping
    @Operation(summary = "Your exports", description = "Newest first, the 100 newest of the last 30 days.")
    ExportList list(Caller caller) {
        return refusals.guarding(
                caller,
                "export.list",
                "exports",
                () -> new ExportList(
                        exports.of(caller, MOST).stream().map(this::view).toList()));
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "How far an export is",
            description =
                    "`state` is `waiting`, `running` (`done` of `total` records), `done` (with `length`, `sha256` and `expiresAt` of the result),"
                            + " `failed` (with `why` and `detail`), `cancelled` or `expired`. 404 `export-not-found`, also for other people's.")
    ExportView show(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "export.show", "export:" + id, () -> view(exports.find(caller, id)));
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Cancel an export",
            description = "Ends one that waits or runs; takes the result of one that is done away. 409 `export-ended`.")
    ExportView cancel(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "export.cancel", "export:" + id, () -> view(exports.cancel(caller, id)));
    }

    @GetMapping(path = "/{id}/export.zip", produces = "application/zip")
    @Operation(
            summary = "Fetch the result",
            description =
                    "A ZIP file: `records/<recordId>-v<n>/copy.pdf` and `evidence.zip`, `index.csv`, and the statement of completeness in words and as"
                            + " sealed JSON (docs/formats.md). 409 `export-not-ready`, 403 `not-authorized` where the right to read became less"
                            + " since, 503 `export-elsewhere`.")
    void fetch(Caller caller, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        Path file = refusals.guarding(caller, "export.fetch", "export:" + id, () -> exports.open(caller, id));
        response.setContentType("application/zip");
        response.setContentLengthLong(Files.size(file));
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"export-" + id + ".zip\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        Files.copy(file, response.getOutputStream());
    }

    private ExportView view(Export export) {
        return new ExportView(
                export.exportId(),
                export.state().code(),
                export.asked().parameters(),
                Arrays.stream(ExportPart.values())
                        .filter(export.asked().contents()::contains)
                        .map(ExportPart::code)
                        .toList(),
                export.total(),
                export.done(),
                UtcTime.write(export.askedAt()),
                time(export.endedAt()),
                time(export.expiresAt()),
                export.length(),
                export.sha256(),
                export.why(),
                texts.why(export).orElse(null));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : UtcTime.write(at);
    }
}
