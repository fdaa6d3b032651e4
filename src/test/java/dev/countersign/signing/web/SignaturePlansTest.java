package dev.countersign.signing.web;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.TestRecords;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which signatures each record type demands, as a reader of the record is told, and as the signatures cite it. */
@CountersignTest
class SignaturePlansTest {

    private static final JsonNode THREE_DIFFERENT_PEOPLE = CanonicalJson.parse("""
            [{"code": "authorship", "meaning": "authorship", "role": "", "count": 1, "applies": "person-drafted", "independentOf": []},
             {"code": "review", "meaning": "review", "role": "qa-analyst", "count": 1, "applies": "always",
              "independentOf": ["author"]},
             {"code": "approval", "meaning": "approval", "role": "qa-manager", "count": 1, "applies": "always",
              "independentOf": ["author", "review"]}]""");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    /** The samples are of these types, and accepted as they stand. */
    @ParameterizedTest
    @CsvSource({"test-suite, test-suite", "batch-record, batch-record", "sop, sop"})
    @Requirement({"REC-03", "WFL-01", "AUT-03"})
    void isFixedWhenTheApprovalStarts(String sample, String type) {
        TestSigner author = TestSigner.with(people, port, Role.QA_ANALYST);
        String recordId = author.started(TestRecords.sample(sample));
        JsonNode record = author.read(recordId);
        assertThat(record.path("type").asText()).isEqualTo(type);
        assertThat(CanonicalJson.write(record.at("/plan/steps")))
                .isEqualTo(CanonicalJson.write(THREE_DIFFERENT_PEOPLE));

        String signature =
                expect(201, author.approve(recordId)).path("signatureId").asText();
        assertThat(expect(200, author.client().get("/api/signatures/" + signature))
                        .at("/statement/intent/planSha256")
                        .asText())
                .isEqualTo(record.at("/plan/sha256").asText())
                .hasSize(64);
    }
}
