package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Report;
import dev.countersign.signing.PrintedPages;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.List;
import java.util.Optional;

/**
 * The human-readable copy of a version (11.10(b), 11.50(b), CPY-01): what was signed, by whom, when and with what meaning, and what the
 * audit trail tells. Without a signature every page says so.
 */
final class PrintedCopy {

    private final WormStore worm;
    private final StoredVersion version;
    private final List<StoredSignature> signatures;
    private final List<byte[]> entries;
    private final Report report;

    /** @param entries the record's audit entries, oldest first */
    PrintedCopy(
            WormStore worm,
            StoredVersion version,
            List<StoredSignature> signatures,
            List<byte[]> entries,
            Report report) {
        this.worm = worm;
        this.version = version;
        this.signatures = signatures;
        this.entries = entries;
        this.report = report;
    }

    /** PDF. */
    byte[] print() {
        JsonNode manifest = CanonicalJson.parse(version.manifest());
        String unsigned = signatures.isEmpty() ? "UNSIGNED COPY. Nobody has signed this version.  ·  " : "";
        String demo = "demo".equals(manifest.path("environment").textValue()) ? "DEMO: not for regulated use  ·  " : "";
        try (PrintedPages pages = new PrintedPages(
                unsigned + demo + "Copy of record " + version.recordId() + ", version " + version.version(),
                unsigned + "SHA-256 " + version.sha256())) {
            pages.title(manifest.path("title").asText());
            facts(pages, manifest);
            signatures(pages);
            content(pages);
            attachments(pages, manifest);
            trail(pages);
            verification(pages);
            return pages.finish();
        }
    }

    private void facts(PrintedPages pages, JsonNode manifest) {
        pages.fact("Record", version.recordId() + ", version " + version.version());
        pages.fact("Type", manifest.path("type").asText());
        pages.fact(
                "SHA-256 of the version manifest", Digest.of(version.manifest()).hex());
        pages.fact(
                "Author",
                manifest.path("author").path("printedName").asText() + " ("
                        + manifest.path("author").path("id").asText() + ")");
        pages.fact("Created (UTC)", manifest.path("createdAt").asText());
        pages.fact("Reason for change", text(manifest.path("reason")));
        pages.fact("Organisation", manifest.path("organisation").asText());
        pages.fact("Environment", manifest.path("environment").asText());
    }

    private void signatures(PrintedPages pages) {
        pages.heading("Signatures");
        if (signatures.isEmpty()) {
            pages.paragraph("None. This version is unsigned.");
        }
        for (StoredSignature signature : signatures) {
            JsonNode statement = CanonicalJson.parse(signature.statement());
            JsonNode intent = statement.path("intent");
            pages.fact(
                    "reject".equals(intent.path("decision").textValue()) ? "Rejected by" : "Signed by",
                    statement.path("signer").path("printedName").asText() + ", "
                            + statement.path("signer").path("title").asText() + " ("
                            + statement.path("signer").path("userId").asText() + ")");
            pages.fact("Date and time (UTC)", statement.path("signedAt").asText());
            pages.fact("Clocks at signing", clocks(statement.path("clocks")));
            pages.fact(
                    "Meaning",
                    intent.path("meaning").path("code").asText() + ": "
                            + intent.path("meaning").path("sentence").asText());
            pages.fact("Reason", text(intent.path("reason")));
            pages.fact("Signature", signature.signatureId().toString());
            pages.paragraph("");
        }
    }

    private static String clocks(JsonNode clocks) {
        return clocks.isMissingNode()
                ? "not stated"
                : "this system's was " + clocks.path("aheadMillis").asText() + " ms ahead of the database's (± "
                        + clocks.path("uncertaintyMillis").asText() + " ms; allowed: "
                        + clocks.path("limitMillis").asText() + " ms)";
    }

    private void content(PrintedPages pages) {
        Optional<JsonNode> shown = signatures.stream()
                .findFirst()
                .map(signature -> CanonicalJson.parse(signature.intent()))
                .flatMap(intent ->
                        worm.blob(Digest.parse(intent.path("presentationSha256").textValue())))
                .map(CanonicalJson::parse);
        pages.heading("Content, as it was shown to the signers");
        if (shown.isPresent()) {
            shown.get().path("sections").forEach(section -> section(pages, section));
            return;
        }
        pages.paragraph("Nobody was shown this version for signing. Its members, by their JSON pointers:");
        worm.blob(version.contentSha256())
                .ifPresentOrElse(
                        content -> leaves(pages, CanonicalJson.parse(content), ""),
                        () -> pages.paragraph("The content is no longer kept: it was disposed of."));
    }

    private static void section(PrintedPages pages, JsonNode section) {
        pages.heading(text(section.path("heading")));
        section.path("items").forEach(item -> pages.fact(text(item.path("label")), text(item.path("value"))));
        section.path("paragraphs").forEach(paragraph -> pages.paragraph(text(paragraph)));
        int number = 0;
        for (JsonNode row : section.path("rows")) {
            pages.paragraph("Row " + ++number);
            for (int column = 0; column < row.size(); column++) {
                pages.fact(text(section.path("columns").path(column)), text(row.get(column)));
            }
        }
    }

    private static void leaves(PrintedPages pages, JsonNode node, String pointer) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(member -> leaves(pages, member.getValue(), pointer + "/" + member.getKey()));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int index = 0; index < node.size(); index++) {
                leaves(pages, node.get(index), pointer + "/" + index);
            }
        } else {
            pages.fact(pointer.isEmpty() ? "/" : pointer, text(node));
        }
    }

    private static void attachments(PrintedPages pages, JsonNode manifest) {
        pages.heading("Attachments");
        if (manifest.path("attachments").isEmpty()) {
            pages.paragraph("None.");
        }
        for (JsonNode attachment : manifest.path("attachments")) {
            pages.fact(
                    attachment.path("name").asText(),
                    attachment.path("mediaType").asText() + ", "
                            + attachment.path("length").asText() + " bytes, SHA-256 "
                            + attachment.path("sha256").asText());
        }
    }

    private void trail(PrintedPages pages) {
        pages.heading("Audit trail of the record");
        for (byte[] entry : entries) {
            JsonNode fact = CanonicalJson.parse(entry);
            String reason = text(fact.path("reason"));
            pages.fact(
                    fact.path("time").asText() + "  " + fact.path("type").asText(),
                    fact.path("actor").path("id").asText() + " on "
                            + fact.path("subject").asText()
                            + (fact.path("new").isEmpty() ? "" : "; new " + fact.path("new"))
                            + (fact.path("old").isEmpty() ? "" : "; old " + fact.path("old"))
                            + (reason.isEmpty() ? "" : "; reason: " + reason));
        }
    }

    private void verification(PrintedPages pages) {
        pages.heading("Verification when this copy was made: " + report.state());
        report.checks().stream()
                .filter(check -> check.result() != Report.Result.PASSED)
                .forEach(check -> pages.fact(check.name() + ": " + check.result(), check.detail()));
        report.certificates()
                .forEach((signatureId, state) -> pages.fact("Certificate of signature " + signatureId, state.words()));
        pages.paragraph(
                report.checks().size() + " checks of stored bytes. The evidence bundle of this version lets anybody"
                        + " repeat them without us.");
    }

    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
