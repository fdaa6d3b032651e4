package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What every page says of whose session it is. */
@CountersignTest
@Requirement({"USE-04", "IDN-05"})
class FrameTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void saysWhoIsSignedInWhereAndUntilWhen() {
        String userId = people.somebody(Role.QA_ANALYST);
        TestClient person = TestClient.signedIn(port, userId);
        for (String page : new String[] {"/home", "/records", "/account", "/notices"}) {
            assertThat(person.get(page, "Accept", "text/html", "Accept-Language", "en")
                            .body())
                    .as(page)
                    .containsPattern(
                            "Signed in as [^(]+ \\(" + userId
                                    + "\\), organisation demo\\. Without a further action this session ends on \\d+ \\w+ \\d{4} \\d\\d:\\d\\d \\w+\\.");
        }
        assertThat(person.get("/home", "Accept", "text/html", "Accept-Language", "de")
                        .body())
                .contains("Angemeldet als");
    }

    @Test
    void saysNothingToWhoeverIsNotSignedIn() {
        assertThat(TestClient.anonymous(port)
                        .get("/login", "Accept", "text/html", "Accept-Language", "en")
                        .body())
                .contains("Deutsch")
                .doesNotContain("Signed in as");
    }
}
