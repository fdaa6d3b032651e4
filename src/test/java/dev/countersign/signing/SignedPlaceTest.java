package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;

/** What release asks of a signature made over a list: that the stored list shows exactly it at its place (WFL-08, WFL-11). */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"WFL-08", "WFL-11"})
class SignedPlaceTest {

    @Autowired
    private SignedComponents components;

    @Autowired
    private TestLists lists;

    @Autowired
    private TestPeople people;

    private List<Signature> signed;
    private Signature other;

    @BeforeAll
    void twoListsAreSigned() {
        String reviewer = people.signer(Role.QA_ANALYST);
        signed = lists.signed(reviewer, lists.reviews(reviewer, 2));
        other = lists.signed(reviewer, lists.reviews(reviewer, 1)).get(0);
    }

    @Test
    void whatTheListShowsHolds() {
        assertThat(signed).allSatisfy(one -> assertThat(components.fault(one)).isEmpty());
    }

    @Test
    void anythingElseDoesNot() {
        assertFault(intent -> batch(intent).put("position", 2));
        assertFault(intent -> batch(intent).put("position", 0));
        assertFault(intent -> batch(intent).put("position", 3));
        assertFault(intent -> batch(intent).put("size", 3));
        assertFault(intent -> batch(intent).put("listSha256", "ab".repeat(32)));
        assertFault(intent -> batch(intent).put("listSha256", "none"));
        assertFault(intent ->
                intent.set("batch", other.statement().at("/intent/batch").deepCopy()));
        assertFault(intent -> intent.put("taskId", "another"));
        assertFault(intent -> intent.put("presentationSha256", "ab".repeat(32)));
        assertFault(intent -> ((ObjectNode) intent.get("meaning")).put("sentence", "I looked at it."));
    }

    @Test
    void whatReleasesOrRejectsIsNeverOfAList() {
        Signature listed = signed.get(0);
        assertThat(components.fault(of(listed, "approval", true, listed.statement())))
                .hasValue("cannot be made over a list");
        assertThat(components.fault(of(listed, "review", false, listed.statement())))
                .hasValue("cannot be made over a list");
    }

    private static ObjectNode batch(ObjectNode intent) {
        return (ObjectNode) intent.get("batch");
    }

    private void assertFault(Consumer<ObjectNode> change) {
        ObjectNode statement = signed.get(0).statement().deepCopy();
        change.accept((ObjectNode) statement.get("intent"));
        assertThat(components.fault(of(signed.get(0), "review", true, statement)))
                .hasValue("is not what the list that it names shows at its place");
    }

    private static Signature of(Signature one, String meaning, boolean approve, JsonNode statement) {
        return new Signature(
                one.signatureId(),
                one.recordId(),
                one.version(),
                one.versionSha256(),
                one.planStep(),
                meaning,
                one.sentence(),
                approve,
                one.reason(),
                one.userId(),
                one.printedName(),
                one.title(),
                one.keyId(),
                one.signedAt(),
                one.zone(),
                one.statementSha256(),
                statement,
                one.signatureBytes(),
                one.jws());
    }
}
