package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Report;
import dev.countersign.signing.AttachmentPrints;
import dev.countersign.signing.PrintedPages;
import dev.countersign.signing.PrintedPages.Frame;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The human-readable copy of a version (11.10(b), 11.50(b), CPY-01): what was signed, by whom, when and with what meaning, and what the
 * audit trail tells. Every page has its signatures at the foot, or says that there are none; what the record consists of goes along byte
 * for byte.
 */
final class PrintedCopy {

    private static final int COLUMNS = 6;

    static final String NOT_KEPT = "What is stored is not these bytes, or is no longer kept: nothing of it is printed.";

    private final WormStore worm;
    private final AttachmentPrints prints;
    private final StoredVersion version;
    private final List<StoredSignature> stored;
    private final Report report;
    private final String page;
    private final PrintedSignatures signatures;
    private final PrintedTrail trail;

    /**
     * @param entries the record's audit entries, oldest first
     * @param page address of the page that verifies this version anew; empty if nobody knows where this installation is
     */
    PrintedCopy(
            WormStore worm,
            AttachmentPrints prints,
            StoredVersion version,
            List<StoredSignature> signatures,
            List<byte[]> entries,
            Report report,
            String page) {
        this.worm = worm;
        this.prints = prints;
        this.version = version;
        this.stored = signatures;
        this.report = report;
        this.page = page;
        this.signatures = new PrintedSignatures(signatures, report);
        this.trail = new PrintedTrail(entries, this::exact);
    }

    /** PDF, under that seal. */
    byte[] print(CopySeal seal) {
        JsonNode manifest = CanonicalJson.parse(version.manifest());
        String name = "Copy of record " + version.recordId() + ", version " + version.version();
        try (PrintedPages pages = new PrintedPages(frame(manifest, name))) {
            // first: the first of a name keeps it
            pages.enclose("version.json", "application/json", version.manifest());
            exact(version.contentSha256())
                    .ifPresent(content -> pages.enclose("content.json", "application/json", content));
            pages.title(text(manifest.path("title")));
            facts(pages, manifest);
            content(pages);
            attachments(pages, manifest);
            trail.comments(pages);
            pages.nextPage();
            signatures.print(pages);
            verification(pages);
            pages.nextPage();
            trail.print(pages);
            return pages.finish(name, seal.holder(), worm.now(), seal::over);
        }
    }

    private Frame frame(JsonNode manifest, String name) {
        boolean unsigned = signatures.areNone();
        String demo = "demo".equals(manifest.path("environment").textValue()) ? "  ·  DEMO: not for regulated use" : "";
        List<String> footer = new ArrayList<>(signatures.footer());
        footer.add((unsigned ? "UNSIGNED COPY: nobody has signed this version.  ·  " : "")
                + "Verification when this copy was made: " + report.state());
        footer.add("SHA-256 " + version.sha256());
        return new Frame(
                (unsigned ? "UNSIGNED COPY" + name.substring(4) : name) + demo, footer, unsigned ? "UNSIGNED" : "");
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

    /** Stored bytes, if they are what they are stored as. */
    private Optional<byte[]> exact(Digest sha256) {
        return worm.blob(sha256).filter(bytes -> Digest.of(bytes).equals(sha256));
    }

    private void content(PrintedPages pages) {
        if (stored.isEmpty()) {
            pages.heading("Content");
            pages.paragraph("Nobody has signed this version. Its members, by their JSON pointers:");
            exact(version.contentSha256())
                    .ifPresentOrElse(
                            content -> leaves(pages, CanonicalJson.parse(content), ""),
                            () -> pages.paragraph(NOT_KEPT));
            return;
        }
        pages.heading("Content, as it was shown to the signers");
        JsonNode intent = CanonicalJson.parse(stored.get(0).intent());
        exact(Digest.parse(intent.path("presentationSha256").textValue()))
                .map(CanonicalJson::parseOwn)
                .ifPresentOrElse(
                        shown -> shown.path("sections").forEach(section -> section(pages, section)),
                        () -> pages.paragraph(NOT_KEPT));
    }

    private static void section(PrintedPages pages, JsonNode section) {
        String heading = text(section.path("heading"));
        boolean asTable =
                !section.path("rows").isEmpty() && section.path("columns").size() <= COLUMNS;
        if (asTable
                && section.path("items").isEmpty()
                && section.path("paragraphs").isEmpty()) {
            pages.table(heading, texts(section.path("columns")), rows(section));
            return;
        }
        pages.heading(heading);
        section.path("items").forEach(item -> pages.fact(text(item.path("label")), text(item.path("value"))));
        section.path("paragraphs").forEach(paragraph -> pages.paragraph(text(paragraph)));
        if (asTable) {
            pages.table(texts(section.path("columns")), rows(section));
        } else if (!section.path("rows").isEmpty()) {
            rowByRow(pages, section);
        }
    }

    private static List<List<String>> rows(JsonNode section) {
        return StreamSupport.stream(section.path("rows").spliterator(), false)
                .map(PrintedCopy::texts)
                .toList();
    }

    /** More columns than paper has room for. */
    private static void rowByRow(PrintedPages pages, JsonNode section) {
        int number = 0;
        for (JsonNode row : section.path("rows")) {
            pages.paragraph("Row " + ++number);
            for (int column = 0; column < row.size(); column++) {
                pages.fact(text(section.path("columns").path(column)), text(row.get(column)));
            }
        }
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(PrintedCopy::text)
                .toList();
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

    private void attachments(PrintedPages pages, JsonNode manifest) {
        pages.heading("Attachments");
        if (manifest.path("attachments").isEmpty()) {
            pages.paragraph("None.");
        }
        AttachmentPrints.Printing printing = prints.onto(pages);
        for (JsonNode attachment : manifest.path("attachments")) {
            String name = attachment.path("name").asText();
            Digest sha256 = Digest.parse(attachment.path("sha256").asText());
            Optional<byte[]> bytes = exact(sha256);
            if (bytes.isPresent()) {
                printing.print(name, attachment.path("mediaType").asText(), bytes.get());
            } else {
                pages.fact(text(attachment.path("name")), "SHA-256 " + sha256 + ". " + NOT_KEPT);
            }
        }
    }

    private void verification(PrintedPages pages) {
        pages.heading("Verification when this copy was made: " + report.state());
        report.checks().stream()
                .filter(check -> check.result() != Report.Result.PASSED)
                .forEach(check -> pages.fact(check.name() + ": " + check.result(), check.detail()));
        if (!page.isEmpty()) {
            pages.code(page, "Whoever may read the record finds it there, verified anew:");
        }
        pages.paragraph(
                report.checks().size() + " checks of stored bytes. The evidence bundle of this version lets anybody"
                        + " repeat them without us.");
    }

    /** Of a value in the store; a list has a line for each element. */
    static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isArray()) {
            return String.join("\n", texts(value));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
