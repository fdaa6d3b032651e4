package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.notices.Notices;
import dev.countersign.notices.Notices.Audience;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Notices are read and put aside, at a desk and on a phone. */
@BrowserTest
@Requirement({"WFL-09", "USE-01"})
class NoticesInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Notices notices;

    @Autowired
    private PlatformTransactionManager transactions;

    private Chromium chromium;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void areReadAndPutAsideAtADeskAndOnAPhone() {
        read(1280, 900, "notices-desk");
        read(390, 844, "notices-phone");
    }

    private void read(int width, int height, String name) {
        String person = people.signer(Role.QA_ANALYST);
        for (String text : List.of(
                "A record waits for its review.", "The review of a record waits for three days.", "x".repeat(200))) {
            new TransactionTemplate(transactions)
                    .executeWithoutResult(status -> notices.tell(
                            Caller.system("workflow"),
                            "process-instance:" + UUID.randomUUID(),
                            new Audience("qa-analyst", List.of(person)),
                            UUID.randomUUID(),
                            1,
                            text));
        }
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, person, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/notices");
            assertThat(page.locator("tbody tr")).hasCount(3);
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("I have seen these"))
                    .click();
            assertThat(page.locator("tbody .mark")).hasCount(0);
            assertThat(page.locator("header").getByText("notices")).hasCount(0);
            visitor.photographAccessible(name + "-seen");
            page.getByLabel("What processes tell").uncheck();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save choice"))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Saved.");
            assertThat(page.getByLabel("What processes tell")).not().isChecked();
            assertThat(page.getByLabel("What became of versions that I wrote")).isChecked();
            visitor.photographAccessible(name + "-chosen");
            visitor.photographAccessibleInDark(name + "-chosen");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }
}
