package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.countersign.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tasklist offers what is open, and nothing else. */
@BrowserTest
@Requirement({"USE-02", "PRC-02"})
class TasklistOffersTest {

    private final int port;
    private Chromium chromium;

    TasklistOffersTest(@LocalServerPort int port) {
        this.port = port;
    }

    @BeforeEach
    void openTheBrowser() {
        chromium = Chromium.launch();
    }

    @AfterEach
    void closeTheBrowser() {
        chromium.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reviewer", "approver", "auditor", "procadmin"})
    void everybodySeesTheirListWithoutAComplaintAndNothingThatIsClosed(String who) {
        try (Visitor visitor = visitor(who)) {
            Page page = visitor.logIn().page();
            assertThat(page.locator(".tasks-list").first()).isVisible();
            for (String closed : new String[] {
                ".create-task-action", ".start-process-action", ".task-filters header .btn", ".task-filter .actions"
            }) {
                assertThat(page.locator(closed).filter(new Locator.FilterOptions().setVisible(true)))
                        .hasCount(0);
            }
            assertThat(page.locator("[notifications-panel] .alert-danger, .notifications-panel .alert-danger"))
                    .hasCount(0);
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    private Visitor visitor(String userId) {
        return new Visitor(chromium.browser(), "http://localhost:" + port, userId, 1280, 900);
    }
}
