package dev.countersign.workspace;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.signing.TestCeremonies;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Links are told by both records, decide nothing, and are taken back with a reason that stays. */
@CountersignTest
@Requirement("REC-09")
class LinksTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Ledger ledger;

    @Autowired
    private RefusedCalls refused;

    private TestCaller author;
    private UUID next;
    private UUID former;

    @BeforeEach
    void twoRecords() {
        author = TestCaller.person(port, "author");
        next = record();
        former = record();
    }

    private UUID record() {
        return ceremonies.inReview(caller(ceremonies.team().author())).recordId();
    }

    @Test
    void areToldByBothRecordsAndChangeNeither() {
        String statusBefore = status(former);
        Answer linked = link("supersedes", former.toString());
        assertThat(linked.status()).as(linked.toString()).isEqualTo(201);
        String linkId = linked.json().path("linkId").asText();

        JsonNode here = links("auditor", next).get(0);
        assertThat(here.path("relation").asText()).isEqualTo("supersedes");
        assertThat(here.path("from").asBoolean()).isTrue();
        assertThat(here.path("recordId").asText()).isEqualTo(former.toString());
        assertThat(here.path("title").asText()).isNotBlank();
        assertThat(here.path("linkedBy").asText()).isEqualTo("author");
        JsonNode there = links("auditor", former).get(0);
        assertThat(there.path("from").asBoolean(true)).isFalse();
        assertThat(there.path("recordId").asText()).isEqualTo(next.toString());
        assertThat(there.path("linkId").asText()).isEqualTo(linkId);
        assertThat(status(former)).isEqualTo(statusBefore);
        for (UUID one : List.of(next, former)) {
            assertThat(entries(one, "record.linked")).hasSize(1).first().satisfies(entry -> {
                assertThat(entry.at("/new/linkId").asText()).isEqualTo(linkId);
                assertThat(entry.at("/actor/id").asText()).isEqualTo("author");
            });
            JsonNode report = TestCaller.person(port, "auditor")
                    .get("/api/records/" + one + "/versions/1/verification")
                    .json();
            assertThat(report.path("checks"))
                    .isNotEmpty()
                    .noneMatch(check -> check.path("result").asText().equals("FAILED"));
        }
    }

    @Test
    void areTakenBackFromEitherSideWithAReason() {
        String linkId =
                link("derives-from", former.toString()).json().path("linkId").asText();
        String removal = "/api/records/" + former + "/links/" + linkId + "/removal";
        Answer silent = refused.refusedAndNothingLeft(
                "author", () -> author.post(removal, "{\"reason\":\" \"}"), "reason-required", "record.unlink");
        assertThat(silent.pointers()).containsExactly("/reason");
        assertThat(links("auditor", next)).hasSize(1);

        assertThat(author.post(removal, "{\"reason\":\"the wrong protocol\"}").status())
                .isEqualTo(204);
        assertThat(links("auditor", next)).isEmpty();
        assertThat(links("auditor", former)).isEmpty();
        for (UUID one : List.of(next, former)) {
            assertThat(entries(one, "record.unlinked").get(0).path("reason").asText())
                    .isEqualTo("the wrong protocol");
        }
        Answer again = refused.refusedAndNothingLeft(
                "author", () -> author.post(removal, "{\"reason\":\"once more\"}"), "link-not-found", "record.unlink");
        assertThat(again.status()).isEqualTo(404);
        assertThat(link("derives-from", former.toString()).status()).as("anew").isEqualTo(201);
    }

    @Test
    void areThereOnceInEachWay() {
        assertThat(link("relates-to", "http://localhost/records/" + former + "?version=1")
                        .status())
                .isEqualTo(201);
        assertThat(link("supersedes", former.toString()).status()).isEqualTo(201);
        refused.refusedAndNothingLeft(
                "author", () -> link("supersedes", former.toString()), "link-exists", "record.link");
        UUID turned = next;
        next = former;
        former = turned;
        refused.refusedAndNothingLeft(
                "author", () -> link("relates-to", former.toString()), "link-exists", "record.link");
        assertThat(link("supersedes", former.toString()).status())
                .as("the other way round is another statement")
                .isEqualTo(201);
    }

    /** Each holds one record and wants the other, unless all take them in one order. */
    @Test
    void ofTheSameRecordsAtTheSameTimeAreOne() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 8)
                .mapToObj(at -> CompletableFuture.supplyAsync(() -> {
                    UUID one = at % 2 == 0 ? next : former;
                    UUID other = at % 2 == 0 ? former : next;
                    return TestCaller.person(port, "author")
                            .post("/api/records/" + one + "/links", body("relates-to", other.toString()))
                            .status();
                }))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join))
                .containsOnly(201, 409)
                .containsOnlyOnce(201);
        assertThat(links("auditor", next)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "relates, %s, invalid-member, 422, /relation",
        "'', %s, invalid-member, 422, /relation",
        "supersedes, '', invalid-member, 422, /recordId",
        "supersedes, LIMS-1, invalid-member, 422, /recordId",
        "supersedes, %s 0192f0c4-7c1e-7a3b-9d2e-3f1b5a6c7d8e, invalid-member, 422, /recordId",
        "supersedes, 0192f0c4-7c1e-7a3b-9d2e-3f1b5a6c7d8e, record-not-found, 404, "
    })
    void whatNamesNoLinkIsRefused(String relation, String other, String code, int status, String pointer) {
        Answer answer = refused.refusedAndNothingLeft(
                "author", () -> link(relation, other.formatted(former)), code, "record.link");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.pointers()).isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    @Test
    void aRecordIsNotLinkedWithItself() {
        Answer answer = refused.refusedAndNothingLeft(
                "author", () -> link("relates-to", next.toString()), "invalid-member", "record.link");
        assertThat(answer.pointers()).containsExactly("/recordId");
    }

    @Test
    void areMadeByWhoeverWritesRecordsAndReadByWhoeverReadsThem() {
        for (String person : new String[] {"auditor", "itadmin", "procadmin"}) {
            TestCaller caller = TestCaller.person(port, person);
            Answer answer = refused.refusedAndNothingLeft(
                    person,
                    () -> caller.post(path(), body("relates-to", former.toString())),
                    "not-authorized",
                    "record.link");
            assertThat(answer.status()).isEqualTo(403);
        }
        assertThat(TestCaller.lims(port)
                        .post(path(), body("relates-to", former.toString()))
                        .status())
                .isEqualTo(403);
        assertThat(TestCaller.person(port, "itadmin").get(path()).status()).isEqualTo(403);
        assertThat(links("auditor", next)).isEmpty();
        String linkId =
                link("relates-to", former.toString()).json().path("linkId").asText();
        refused.refusedAndNothingLeft(
                "auditor",
                () -> TestCaller.person(port, "auditor")
                        .post(path() + "/" + linkId + "/removal", "{\"reason\":\"no\"}"),
                "not-authorized",
                "record.unlink");
    }

    private Answer link(String relation, String other) {
        return author.post(path(), body(relation, other));
    }

    private String path() {
        return "/api/records/" + next + "/links";
    }

    private static String body(String relation, String other) {
        return "{\"relation\":\"%s\",\"recordId\":\"%s\"}".formatted(relation, other);
    }

    private JsonNode links(String person, UUID recordId) {
        return TestCaller.person(port, person)
                .get("/api/records/" + recordId + "/links")
                .json()
                .path("items");
    }

    private String status(UUID recordId) {
        return author.get("/api/records/" + recordId).json().path("status").asText();
    }

    private List<JsonNode> entries(UUID recordId, String type) {
        return ledger.ofRecord(recordId).stream()
                .map(one -> CanonicalJson.parse(one.bytes()))
                .filter(one -> one.path("type").asText().equals(type))
                .toList();
    }
}
