package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import dev.countersign.records.TestRecords;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A stuck approval is found, what would be done to it is looked at, asked for and signed, on the pages. */
@BrowserTest
@Requirement({"PRC-02", "USE-01"})
class BreakGlassInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private ProcessModels models;

    private Chromium chromium;
    private TestModelChanges changes;
    private String target;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        changes = new TestModelChanges(port, people, models);
        target = started();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
        for (JsonNode one :
                TestClient.json(changes.administrator().get("/api/break-glass")).path("items")) {
            withdraw(one.path("recordId").asText());
        }
        withdraw(target);
    }

    @Test
    void isAskedForAtADeskAndOnAPhone() {
        asked(1280, 900, "glass-desk");
        String record = TestClient.json(changes.administrator().get("/api/break-glass"))
                .at("/items/0/recordId")
                .asText();
        withdraw(record);
        asked(390, 844, "glass-phone");
        record = TestClient.json(changes.administrator().get("/api/break-glass"))
                .at("/items/0/recordId")
                .asText();
        String task =
                TestTasks.of(changes.administrator(), record).path("taskId").asText();
        try (Visitor author = visitor(390, 844)) {
            author.logIn();
            author.openAlone(task);
            assertThat(author.page().locator("body")).containsText("Review (review) begins anew");
            assertThat(author.page().locator("body")).containsText("stays in-review");
            Assertions.assertThat(author.overflows()).isFalse();
            author.photograph("glass-signing");
        }
    }

    private void asked(int width, int height, String name) {
        try (Visitor visitor = visitor(width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base() + "/models");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Break-glass"))
                    .click();
            page.getByLabel("Record, instance, or how the business key begins").fill(target);
            button(page, "Find");
            assertThat(page.locator("tbody tr")).hasCount(1);
            page.locator("tbody input[type=checkbox]").check();
            button(page, "Choose for an intervention");
            page.getByLabel("Modify: end activities, or begin them anew").check();
            page.getByText("Instructions of a modification").click();
            page.getByLabel("Activity of instruction 1").fill("review");
            page.getByLabel("Activity of instruction 2").fill("nowhere");
            page.getByLabel("What happened, and why this is needed").fill("the step was stuck");
            button(page, "Show what it would do");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("has no activity nowhere");
            page.getByLabel("Activity of instruction 2").fill("review");
            button(page, "Show what it would do");
            assertThat(page.locator("main")).containsText("Review (review) begins anew");
            assertThat(page.locator("main")).containsText("Still to be signed: approval");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name);
            button(page, "Ask for it");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Asked for");
            assertThat(page.locator("main")).containsText("the step was stuck");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name + "-asked");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private String started() {
        JsonNode sop = TestRecords.sop("SOP-" + UUID.randomUUID()).newVersion().content();
        return TestClient.json(TestClient.bearer(port, "demo-lims-token")
                        .post(
                                "/engine-rest/process-definition/key/record-approval/start",
                                Map.of(
                                        "businessKey",
                                        UUID.randomUUID().toString(),
                                        "variables",
                                        Map.of(
                                                "recordType", Map.of("value", "sop"),
                                                "title", Map.of("value", "a procedure"),
                                                "content", Map.of("value", sop)))))
                .at("/variables/recordId/value")
                .asText();
    }

    private void withdraw(String record) {
        changes.manager().post("/api/records/" + record + "/withdrawal", Map.of("reason", "the test is over"));
    }

    private Visitor visitor(int width, int height) {
        return new Visitor(chromium.browser(), base(), changes.userId(changes.administrator()), width, height);
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
