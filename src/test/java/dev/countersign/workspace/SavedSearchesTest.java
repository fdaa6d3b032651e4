package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Searches are kept under names, each for whoever saved it, and each change is on record. */
@CountersignTest
@Requirement("REC-07")
class SavedSearchesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Authority authority;

    @Autowired
    private Ledger ledger;

    private String person;
    private TestCaller caller;

    @BeforeEach
    void somebodyReads() {
        person = people.somebody(Role.QA_ANALYST);
        caller = TestCaller.person(port, person);
    }

    @Test
    void areSavedReplacedOnRequestAloneAndDeleted() {
        Answer saved = save("Open procedures", "\"type\":\"sop\",\"status\":\"in-review\"");
        assertThat(saved.status()).as(saved.toString()).isEqualTo(201);
        Answer again = save("Open procedures", "\"q\":\"balance\"");
        assertThat(again.code()).isEqualTo("name-taken");
        assertThat(list()).hasSize(1);
        assertThat(list().get(0).path("type").asText()).isEqualTo("sop");

        Answer replaced = save("Open procedures", "\"q\":\"balance\",\"replace\":true");
        assertThat(replaced.json().path("searchId")).isEqualTo(saved.json().path("searchId"));
        assertThat(list()).singleElement().satisfies(one -> {
            assertThat(one.path("q").asText()).isEqualTo("balance");
            assertThat(one.path("type").isNull()).isTrue();
        });
        String address = "/api/searches/" + saved.json().path("searchId").asText();
        assertThat(caller.send("DELETE", address, new byte[0]).status()).isEqualTo(204);
        assertThat(caller.send("DELETE", address, new byte[0]).code()).isEqualTo("search-not-found");
        assertThat(list()).isEmpty();
        List<JsonNode> told = told();
        assertThat(told)
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("search.deleted", "search.saved", "search.saved");
        assertThat(told.get(1).path("old").toString()).contains("\"type\":\"sop\"");
        assertThat(told.get(1).path("new").toString()).contains("\"q\":\"balance\"");
    }

    @Test
    void areNobodyElses() {
        String id = save("Mine", "\"q\":\"balance\"").json().path("searchId").asText();
        TestCaller other = TestCaller.person(port, people.somebody(Role.QA_ANALYST));
        assertThat(other.get("/api/searches").json().path("items")).isEmpty();
        assertThat(other.send("DELETE", "/api/searches/" + id, new byte[0]).status())
                .isEqualTo(404);
        assertThat(other.post("/api/searches", "{\"name\":\"Mine\",\"q\":\"weights\"}")
                        .status())
                .isEqualTo(201);
        assertThat(list())
                .singleElement()
                .satisfies(one -> assertThat(one.path("q").asText()).isEqualTo("balance"));
        assertThat(TestCaller.lims(port).get("/api/searches").status()).isEqualTo(403);
        assertThat(TestCaller.nobody(port).get("/api/searches").status()).isEqualTo(401);
    }

    @Test
    void refusesWhatIsNoSearchAndMoreThanFifty() {
        for (String body : List.of(
                "[]",
                "{\"name\":\"All\"}",
                "{\"name\":\"\",\"q\":\"x\"}",
                "{\"q\":\"x\"}",
                "{\"name\":\"" + "n".repeat(81) + "\",\"q\":\"x\"}",
                "{\"name\":\"two\\nlines\",\"q\":\"x\"}",
                "{\"name\":\"turned \\u202e round\",\"q\":\"x\"}",
                "{\"name\":\"T\",\"type\":\"no-such-type\"}",
                "{\"name\":\"S\",\"status\":\"no-such-status\"}",
                "{\"name\":\"W\",\"q\":\"" + "w".repeat(201) + "\"}",
                "{\"name\":\"P\",\"q\":\"x\",\"page\":3}",
                "{\"name\":\"R\",\"q\":\"x\",\"replace\":\"yes\"}",
                "{\"name\":7,\"q\":\"x\"}")) {
            Answer answer = caller.post("/api/searches", body);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("invalid-parameter");
        }
        assertThat(list()).isEmpty();
        for (int i = 0; i < SavedSearches.MOST; i++) {
            assertThat(save("Search " + i, "\"q\":\"x\"").status()).isEqualTo(201);
        }
        assertThat(save("One more", "\"q\":\"x\"").code()).isEqualTo("too-many-searches");
        assertThat(save("Search 0", "\"q\":\"y\",\"replace\":true").status()).isEqualTo(201);
        assertThat(list()).hasSize(SavedSearches.MOST);
    }

    @Test
    void areNotForWhoMayReadNoRecords() {
        save("Mine", "\"q\":\"balance\"");
        authority.revoke(Caller.system("tests"), person, Role.QA_ANALYST, "ends");
        assertThat(save("Another", "\"q\":\"balance\"").status()).isEqualTo(403);
        assertThat(list()).isEmpty();
    }

    private Answer save(String name, String more) {
        return caller.post("/api/searches", "{\"name\":\"" + name + "\"," + more + "}");
    }

    private List<JsonNode> list() {
        List<JsonNode> items = new ArrayList<>();
        caller.get("/api/searches").json().path("items").forEach(items::add);
        return items;
    }

    private List<JsonNode> told() {
        return ledger.search(new Filter(null, null, person, null, null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("type").asText().startsWith("search."))
                .toList();
    }
}
