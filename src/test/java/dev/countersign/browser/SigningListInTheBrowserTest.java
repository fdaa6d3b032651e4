package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Several records in a browser: chosen, opened, signed with one proof, and what came of each, by keyboard and on a telephone (WFL-08). */
@BrowserTest
@Requirement({"WFL-08", "USE-01", "USE-02"})
class SigningListInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void areChosenOpenedSignedOnceAndEachToldOf() {
        String reviewer = people.signer(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, reviewer);
        List<JsonNode> tasks = new ArrayList<>();
        for (int one = 0; one < 3; one++) {
            tasks.add(due(client));
        }
        try (Chromium chromium = Chromium.launch();
                Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, reviewer, 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate("http://localhost:" + port + "/home");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign several records at once"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Sign several records");
            looked(visitor, "signing-list-choices");
            tasks.forEach(task -> page.getByLabel(task.path("title").asText()).check());
            button(page, "Show the list");

            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Sign 3 records");
            assertThat(page.locator("ol.records > li")).hasCount(3);
            assertThat(page.locator("ol.records .mark"))
                    .hasText(new String[] {"Not opened", "Not opened", "Not opened"});
            assertThat(page.getByLabel("Password")).hasCount(0);
            looked(visitor, "signing-list-unread");
            tasks.forEach(task -> openedBeside(page, task.path("title").asText()));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Look again"))
                    .click();
            assertThat(page.getByLabel("Password")).isVisible();
            assertThat(page.locator("ol.records .mark")).hasText(new String[] {"Opened", "Opened", "Opened"});
            looked(visitor, "signing-list");

            page.getByLabel("Password").fill("not my password at all");
            page.getByLabel("One-time code").fill("000000");
            button(page, "Sign all 3");
            assertThat(page.locator("#error")).isFocused();
            withdraw(tasks.get(1));
            page.getByLabel("Password").fill(Authenticator.PASSWORD);
            page.getByLabel("One-time code").fill(visitor.freshCode());
            page.getByLabel("One-time code").press("Enter");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Signed: 2. Not signed: 1.");
            assertThat(page.locator("ol.records .mark")).hasText(new String[] {"Signed", "Not signed", "Signed"});
            looked(visitor, "signing-list-ended");
            org.assertj.core.api.Assertions.assertThat(visitor.complaints()).isEmpty();

            byte[] zip = client.exchange(
                            "GET",
                            "/api/records/" + tasks.get(2).path("recordId").asText() + "/versions/1/evidence.zip",
                            new byte[0])
                    .body();
            InspectorsPage.verifies(page, zip, "list", "place in the list");
        }
    }

    /** In a page of its own, as the link opens it. */
    private static void openedBeside(Page page, String title) {
        Locator link = page.getByRole(
                AriaRole.LINK,
                new Page.GetByRoleOptions().setName("Open " + title).setExact(true));
        Page record = page.waitForPopup(link::click);
        assertThat(record.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(title);
        record.close();
    }

    private static void looked(Visitor visitor, String name) {
        visitor.photographAccessible(name);
        visitor.page().setViewportSize(360, 740);
        visitor.photographAccessible(name + "-phone");
        org.assertj.core.api.Assertions.assertThat(visitor.overflows()).isFalse();
        visitor.page().setViewportSize(1280, 900);
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private JsonNode due(TestClient client) {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        String recordId = TestClient.json(TestClient.bearer(port, "demo-lims-token")
                        .post(
                                "/engine-rest/process-definition/key/record-approval/start",
                                Map.of(
                                        "variables",
                                        Map.of(
                                                "recordType", Map.of("value", record.type()),
                                                "title", Map.of("value", record.title()),
                                                "content", Map.of("value", record.contentText(), "type", "Json")))))
                .at("/variables/recordId/value")
                .asText();
        return TestTasks.of(client, recordId);
    }

    private void withdraw(JsonNode task) {
        TestClient.signedIn(port, "qahead")
                .post(
                        "/api/records/" + task.path("recordId").asText() + "/withdrawal",
                        Map.of("reason", "superseded by another"));
    }
}
