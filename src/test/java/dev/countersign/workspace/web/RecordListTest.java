package dev.countersign.workspace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page that lists records. */
@CountersignTest
@Requirement("REC-07")
class RecordListTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Test
    void showsTheLastPageToWhoeverAsksForOneBeyondIt() {
        String title = "listed" + UUID.randomUUID().toString().replace("-", "");
        ceremonies.inReview(
                TestCeremonies.caller(ceremonies.team().author()),
                TestRecords.sop("SOP-" + UUID.randomUUID()).titled(title));
        TestCaller reader = TestCaller.person(port, people.somebody(Role.QA_ANALYST));
        for (String beyond : new String[] {"&page=1", "&page=7", "&page=2000000000", "&page=-3"}) {
            assertThat(new String(reader.get("/records?q=" + title + beyond).bytes(), UTF_8))
                    .as(beyond)
                    .contains(">" + title + "<");
        }
    }
}
