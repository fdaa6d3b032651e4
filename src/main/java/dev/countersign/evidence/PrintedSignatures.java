package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.evidence.verify.CertificateState;
import dev.countersign.evidence.verify.Report;
import dev.countersign.signing.ManifestedSignature;
import dev.countersign.signing.PrintedPages;
import dev.countersign.worm.WormStore.StoredSignature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signatures on paper (11.50): who, with what title, when by their clock and in UTC, and what they meant; in short at the foot of every page. */
final class PrintedSignatures {

    private static final int AT_THE_FOOT = 4;

    private final List<StoredSignature> signatures;
    private final Report report;

    PrintedSignatures(List<StoredSignature> signatures, Report report) {
        this.signatures = signatures;
        this.report = report;
    }

    boolean areNone() {
        return signatures.isEmpty();
    }

    /** Two lines for each signature, of at most some; none without signatures. */
    List<String> footer() {
        List<String> footer = new ArrayList<>();
        for (StoredSignature signature : signatures.subList(0, Math.min(AT_THE_FOOT, signatures.size()))) {
            JsonNode statement = CanonicalJson.parse(signature.statement());
            JsonNode intent = statement.path("intent");
            footer.add((open(signature).isEmpty() ? "" : "DOES NOT VERIFY: ")
                    + (isRejection(intent) ? "Rejected by " : "Signed by ") + signer(statement) + ": "
                    + intent.path("meaning").path("sentence").asText());
            footer.add("    " + moment(statement, "  ·  ", ""));
        }
        if (signatures.size() > AT_THE_FOOT) {
            footer.add("And " + (signatures.size() - AT_THE_FOOT) + " more: see the page of signatures.");
        }
        return footer;
    }

    /** All of them, in the order in which they were made. */
    void print(PrintedPages pages) {
        pages.heading("Signatures");
        if (signatures.isEmpty()) {
            pages.paragraph("None. This version is unsigned.");
        }
        for (StoredSignature signature : signatures) {
            JsonNode statement = CanonicalJson.parse(signature.statement());
            JsonNode intent = statement.path("intent");
            pages.fact(
                    isRejection(intent) ? "Rejected by" : "Signed by",
                    signer(statement) + " ("
                            + statement.path("signer").path("userId").asText() + ")");
            pages.fact("Date and time", moment(statement, "  ·  ", ""));
            pages.fact(
                    "Meaning",
                    "“" + intent.path("meaning").path("sentence").asText() + "” ("
                            + intent.path("meaning").path("code").asText() + ")");
            if (!PrintedCopy.text(intent.path("reason")).isEmpty()) {
                pages.fact("Reason", PrintedCopy.text(intent.path("reason")));
            }
            if (intent.path("batch").isObject()) {
                pages.fact("Signed", place(intent.path("batch")));
            }
            pages.fact("Clocks at signing", clocks(statement.path("clocks")));
            pages.fact("Signature", signature.signatureId().toString());
            pages.fact("When this copy was made", state(signature));
            pages.paragraph("");
        }
    }

    /** The checks of it that did not hold. */
    private List<String> open(StoredSignature signature) {
        return report.checks().stream()
                .filter(check -> check.result() != Report.Result.PASSED
                        && check.name().contains(signature.signatureId().toString()))
                .map(check -> check.name() + " " + check.result() + " (" + check.detail() + ")")
                .toList();
    }

    private String state(StoredSignature signature) {
        List<String> open = open(signature);
        CertificateState certificate =
                report.certificates().get(signature.signatureId().toString());
        return (open.isEmpty() ? "every check of it held" : "NOT every check of it held: " + String.join("; ", open))
                + (certificate == null ? "" : "; its certificate: " + certificate.words());
    }

    private static boolean isRejection(JsonNode intent) {
        return "reject".equals(intent.path("decision").textValue());
    }

    private static String signer(JsonNode statement) {
        return statement.path("signer").path("printedName").asText() + ", "
                + statement.path("signer").path("title").asText();
    }

    /** By their clock and in UTC; as it stands where somebody altered it. */
    private static String moment(JsonNode statement, String between, String behind) {
        String signedAt = statement.path("signedAt").asText();
        try {
            Instant at = Instant.parse(signedAt);
            return ManifestedSignature.local(at, statement.path("zone").asText())
                    + between
                    + ManifestedSignature.utc(at)
                    + behind;
        } catch (DateTimeException e) {
            return signedAt;
        }
    }

    private static String place(JsonNode batch) {
        return "as position " + batch.path("position").asText() + " of "
                + batch.path("size").asText() + " of list " + batch.path("id").asText()
                + ", with one proof of presence over the list (SHA-256 "
                + batch.path("listSha256").asText() + ")";
    }

    private static String clocks(JsonNode clocks) {
        return clocks.isMissingNode()
                ? "not stated"
                : "this system's was " + clocks.path("aheadMillis").asText() + " ms ahead of the database's (± "
                        + clocks.path("uncertaintyMillis").asText() + " ms; allowed: "
                        + clocks.path("limitMillis").asText() + " ms)";
    }
}
