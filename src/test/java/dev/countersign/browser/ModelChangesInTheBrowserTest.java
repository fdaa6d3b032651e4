package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What runs and what a change changes, on the pages, at a desk and on a phone. */
@BrowserTest
@Requirement({"PRC-03", "USE-01"})
class ModelChangesInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private ProcessModels models;

    private Chromium chromium;
    private TestModelChanges changes;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        changes = new TestModelChanges(port, people, models);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
        changes.restore();
    }

    @Test
    void whatRunsAndWhatAChangeChangesAreTheSameAtADeskAndOnAPhone() {
        String record = changes.proposed(changes.changed("Second look"));
        see(changes.userId(changes.administrator()), 1280, 900, "models-desk");
        see(changes.userId(changes.manager()), 390, 844, "models-phone");

        changes.signed(changes.administrator(), record, true);
        String task = TestTasks.of(changes.analyst(), record).path("taskId").asText();
        try (Visitor reviewer = visitor(changes.userId(changes.analyst()), 390, 844)) {
            reviewer.logIn();
            reviewer.openAlone(task);
            assertThat(reviewer.page().locator("body")).containsText("What changes against what runs");
            assertThat(reviewer.page().locator("body"))
                    .containsText("name of the task changes from Review to Second look");
            Assertions.assertThat(reviewer.overflows()).isFalse();
            reviewer.photograph("models-signing");
        }
    }

    private void see(String userId, int width, int height, String name) {
        try (Visitor visitor = visitor(userId, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base() + "/account");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions()
                                    .setName("Process models")
                                    .setExact(true))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("In force")))
                    .isVisible();
            assertThat(page.locator("main")).containsText("record-approval");
            assertThat(page.locator(".mark.altered")).hasCount(0);
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photograph(name);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Second look"))
                    .click();
            assertThat(page.locator("main"))
                    .containsText("step “Review”: name of the task changes from Review to Second look");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photograph(name + "-change");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private Visitor visitor(String userId, int width, int height) {
        return new Visitor(chromium.browser(), base(), userId, width, height);
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
