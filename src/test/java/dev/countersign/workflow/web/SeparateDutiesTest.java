package dev.countersign.workflow.web;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Author, reviewer and approver differ, whatever roles one person has, and over all versions of a record (AUT-03, 21 CFR 11.10(g)). */
@CountersignTest
@Requirement("AUT-03")
class SeparateDutiesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private TestSigner author;

    /** Every role that a step of an approval asks for. */
    private TestSigner everything;

    @BeforeEach
    void people() {
        author = analyst();
        everything = TestSigner.with(people, port, Role.QA_ANALYST, Role.QA_MANAGER);
    }

    @Test
    void whoeverSignedTheReviewIsRefusedTheApproval() {
        String recordId = author.started(record());
        expect(201, author.approve(recordId));
        expect(201, everything.approve(recordId));

        assertRefused(everything, recordId, "signed step review");
        TestSigner manager = manager();
        expect(201, manager.approve(recordId));
        assertThat(manager.read(recordId).path("status").asText()).isEqualTo("effective");
        assertThat(signers(recordId, 1))
                .containsExactly(author.userId(), everything.userId(), manager.userId())
                .doesNotHaveDuplicates();
    }

    @Test
    void whoeverWroteTheRecordIsRefusedReviewAndApproval() {
        String recordId = everything.started(record());
        expect(201, everything.approve(recordId));

        assertRefused(everything, recordId, "wrote a version");
        expect(201, analyst().approve(recordId));
        assertRefused(everything, recordId, "wrote a version");
    }

    /** A program's record has no author among people, until somebody reworks it. */
    @Test
    @Requirement("WFL-03")
    void whoeverReworksAProgramsRecordIsAnAuthorOfIt() {
        String recordId = TestSigner.startedByProgram(port, record());
        expect(201, analyst().reject(recordId, "the tolerance is missing"));
        expect(201, everything.revise(recordId, record().because("tolerance added")));
        assertThat(everything.task(recordId).path("assignee").asText())
                .as("whose signature as author is due")
                .isEqualTo(everything.userId());
        expect(201, everything.approve(recordId));

        assertRefused(everything, recordId, "wrote a version");
        expect(201, analyst().approve(recordId));
        assertRefused(everything, recordId, "wrote a version");
        expect(201, manager().approve(recordId));
        assertThat(author.read(recordId).path("status").asText()).isEqualTo("effective");
    }

    /** The first version's author and reviewer, when somebody else writes the second. */
    @Test
    @Requirement("REC-04")
    void whatSomebodyDidForOneVersionCountsForTheNext() {
        TestSigner firstAuthor = TestSigner.with(people, port, Role.QA_ANALYST, Role.QA_MANAGER);
        TestSigner firstReviewer = everything;
        String recordId = firstAuthor.started(record());
        expect(201, firstAuthor.approve(recordId));
        expect(201, firstReviewer.approve(recordId));
        expect(201, manager().approve(recordId));
        expect(201, author.revise(recordId, record().because("another balance")));
        author.startNext(recordId, 2);
        expect(201, author.approve(recordId));

        assertRefused(firstAuthor, recordId, "wrote a version");
        expect(201, analyst().approve(recordId));
        assertRefused(firstAuthor, recordId, "wrote a version");
        assertRefused(firstReviewer, recordId, "signed step review");
        expect(201, manager().approve(recordId));
        JsonNode read = author.read(recordId);
        assertThat(read.path("effectiveVersion").asInt()).isEqualTo(2);
        assertThat(signers(recordId, 2)).hasSize(3).doesNotContain(firstAuthor.userId(), firstReviewer.userId());
    }

    /** In the list, on the call, and nothing of it signed. */
    private static void assertRefused(TestSigner signer, String recordId, String because) {
        JsonNode task = signer.task(recordId);
        assertThat(task.path("canSign").booleanValue()).as("offered").isFalse();
        assertThat(task.path("whyNot").asText()).contains(because);
        JsonNode before = signer.read(recordId);
        JsonNode refused = expect(403, signer.approve(recordId));
        assertThat(refused.path("code").asText()).isEqualTo("not-authorized");
        assertThat(refused.path("rule").asText()).isEqualTo("AUT-003");
        assertThat(refused.path("detail").asText()).contains(because);
        assertThat(signer.read(recordId)).as("the record afterwards").isEqualTo(before);
        assertThat(signer.task(recordId).path("taskId")).isEqualTo(task.path("taskId"));
    }

    private List<String> signers(String recordId, int version) {
        JsonNode signatures = author.read(recordId).at("/versions/" + (version - 1) + "/signatures");
        return StreamSupport.stream(signatures.spliterator(), false)
                .map(one -> one.path("userId").asText())
                .toList();
    }

    private TestSigner analyst() {
        return TestSigner.with(people, port, Role.QA_ANALYST);
    }

    private TestSigner manager() {
        return TestSigner.with(people, port, Role.QA_MANAGER);
    }

    private static TestRecord record() {
        return TestRecords.sop("SOP-" + UUID.randomUUID());
    }
}
