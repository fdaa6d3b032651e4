package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tasklist offers what is open, and answers in words where somebody tries what is not. */
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

    @Test
    @Requirement("WFL-07")
    void nobodyTypesAnAssignee() {
        TestClient author = TestClient.signedIn(port, "author");
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        String title = record.title();
        String recordId = TestClient.json(author.post(
                        "/api/records",
                        new String(record.body(), StandardCharsets.UTF_8)))
                .path("recordId")
                .asText();
        author.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("variables", Map.of("recordId", Map.of("value", recordId))));
        assertThat(recordId).isNotEmpty();
        try (Visitor visitor = visitor("author")) {
            Tasklist tasklist = visitor.logIn();
            tasklist.open(title).reject("Not yet").sign(visitor.freshCode());
            tasklist.page().reload();
            tasklist.openRework(title);
            Locator assignee = tasklist.page().locator(".task-card .actors .assignee .set-value");
            assertThat(assignee).isVisible();
            assertThat(assignee.evaluate("element => getComputedStyle(element).pointerEvents"))
                    .isEqualTo("none");
            // by the keyboard it can still be tried: then the answer says how it is done
            Object answer = tasklist.page()
                    .evaluate("async () => { const task = location.href.match(/task=([0-9a-f-]+)/)[1];"
                            + " const token = document.cookie.match(/XSRF-TOKEN=([^;]+)/)?.[1] ?? '';"
                            + " const answer = await fetch(`/camunda/api/engine/engine/default/task/${task}/assignee`,"
                            + " {method: 'POST', headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': token},"
                            + " body: '{\"userId\":\"reviewer\"}'}); return (await answer.json()).message; }");
            assertThat(String.valueOf(answer)).startsWith("WFL-031").contains("/reassignment");
        }
    }

    private Visitor visitor(String userId) {
        return new Visitor(chromium.browser(), "http://localhost:" + port, userId, 1280, 900);
    }
}
