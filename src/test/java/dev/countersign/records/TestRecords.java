package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Records for tests: valid, small, each with a document number of its own. */
public final class TestRecords {

    private static final Path SAMPLES = Path.of("docs", "samples");

    private TestRecords() {}

    public static TestRecord sop(String documentNumber) {
        return TestRecord.of("sop", "Calibration of balances, " + documentNumber, CanonicalJson.parse("""
                {"documentNumber": "%s",
                 "purpose": "Balances weigh within their limits.",
                 "scope": "Quality control laboratory.",
                 "responsibilities": [{"role": "Analyst", "duty": "Performs the daily check."}],
                 "procedure": [{"id": "1", "heading": "Daily check",
                    "steps": [{"id": "1.1", "instruction": "Weigh the check weight.", "criterion": "100.00 g ± 0.02 g"}]}]}
                """.formatted(
                        documentNumber)));
    }

    public static TestRecord testSuite(String documentNumber) {
        return TestRecord.of(
                "test-suite", "OQ test suite, " + documentNumber, CanonicalJson.parse("""
                {"documentNumber": "%s",
                 "qualificationStage": "OQ",
                 "purpose": "The interface takes over weighings completely and correctly.",
                 "systemUnderTest": {"name": "Balance interface", "version": "4.2.1"},
                 "acceptanceCriteria": "Every step has the expected result.",
                 "testScripts": [{"id": "TS-01", "title": "Accuracy", "objective": "Stored equals shown.", "risk": "high",
                    "requirements": ["URS-15"],
                    "steps": [{"id": "1", "action": "Place the 100 g weight.", "expectedResult": "100.00 g ± 0.05 g"}]}]}
                """.formatted(documentNumber)));
    }

    /** One of {@code docs/samples}, e.g. {@code test-suite}. */
    public static TestRecord sample(String name) {
        JsonNode body = CanonicalJson.parse(read(name + ".json"));
        TestRecord record = new TestRecord(
                body.get("type").textValue(),
                body.get("title").textValue(),
                (ObjectNode) body.get("content"),
                java.util.List.of(),
                body.path("reason").textValue(),
                null);
        for (JsonNode attachment : body.path("attachments")) {
            record = record.with(
                    attachment.get("name").textValue(),
                    attachment.get("mediaType").textValue(),
                    Base64.getDecoder().decode(attachment.get("base64").textValue()));
        }
        return record;
    }

    /** A PDF of three pages. */
    public static byte[] pdf() {
        return read("certificate-of-analysis.pdf");
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(SAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
