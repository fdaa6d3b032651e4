package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.countersign.TestSigner.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import dev.countersign.training.TestCourses;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The day of somebody whom nobody trained: refused, they read, take the test, sign that they did, and sign the record. */
@BrowserTest
@Requirement({"TRN-01", "AUT-05", "SIG-09", "USE-01"})
class TrainingInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    private String base() {
        return "http://localhost:" + port;
    }

    @Test
    void somebodyUntrainedIsToldWhereGetsTrainedAndSigns() {
        TestSigner person = TestSigner.untrained(people, port, Role.QA_ANALYST);
        String record = TestSigner.startedByProgram(port, TestRecords.sop("SOP-" + UUID.randomUUID()));
        String task = person.task(record).path("taskId").asText();
        try (Visitor visitor = new Visitor(chromium.browser(), base(), person.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            visitor.openAlone(task);
            assertThat(page.locator("body")).containsText("/training/ESIG");

            page.navigate(base() + "/home");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Training").setExact(true))
                    .click();
            assertThat(page.locator("tbody .mark.rejected").first()).hasText("Not trained");
            visitor.photographAccessible("training-mine");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Electronic signatures"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("How to sign here")))
                    .isVisible();
            visitor.photographAccessible("training-course");
            press(page, "Take the test");
            assertThat(page.locator("fieldset")).hasCount(10);
            press(page, "Hand in");
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("Answer every question, then hand in.");
            answer(page);
            visitor.photographAccessible("training-test");
            press(page, "Hand in");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Passed: 10 of 10");
            visitor.photographAccessible("training-passed");
            press(page, "Write the completion and sign it");
            page.waitForURL(Pattern.compile(".*/camunda/app/tasklist/.*task=.*"));
            SigningSheet sheet =
                    new SigningSheet(page.frameLocator("iframe.cs-frame").locator("body"));
            assertThat(sheet.body()).containsText("I completed the training that version 1 of this record describes.");
            sheet.sign(visitor.freshCode());
            assertThat(page.locator("iframe.cs-frame")).hasCount(0);

            page.navigate(base() + "/training");
            assertThat(page.locator("tbody .mark.valid").first()).hasText("Trained");
            visitor.openAlone(task).sign(visitor.freshCode());
            assertThat(page.locator("body")).containsText("I reviewed version 1 of this record");
        }
        Assertions.assertThat(person.read(record).toString()).contains(person.userId());
        expect(200, person.client().get("/api/training"));
    }

    /** As somebody does who read the course. */
    private static void answer(Page page) {
        JsonNode pool = TestCourses.shipped().path("questions");
        for (Locator question : page.locator("fieldset").all()) {
            String name = question.locator("input").first().getAttribute("name").substring("q.".length());
            for (JsonNode known : pool) {
                if (known.path("id").asText().equals(name)) {
                    known.path("right").forEach(right -> question.locator("input[value='" + right.asText() + "']")
                            .check());
                }
            }
        }
    }

    @Test
    void aManagerSeesWhoLacksWhatAndRecordsACertificateOnAPhone() {
        String person = people.untrained(Role.PRODUCTION_MANAGER);
        try (Visitor visitor = new Visitor(chromium.browser(), base(), people.signer(Role.QA_MANAGER), 360, 780)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base() + "/training/matrix");
            assertThat(page.locator("tr").filter(new Locator.FilterOptions().setHasText(person + " ")))
                    .containsText("Not trained");
            visitor.photographAccessible("training-matrix-phone");
            Assertions.assertThat(visitor.overflows()).isFalse();
            page.getByLabel("User id of the person").fill(person);
            page.getByLabel("Who trained or examined them").fill("School of tests");
            page.getByLabel("Counts until the end of").fill("2099-01-01");
            page.getByLabel("Reason").last().fill("seen and copied");
            page.getByLabel("Evidence (PDF, picture or text)")
                    .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                            "paper.pdf", "application/pdf", TestRecords.pdf()));
            press(page, "Record");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("at most ten years away");
            page.navigate(base() + "/training");
            visitor.photographAccessible("training-mine-phone");
            Assertions.assertThat(visitor.overflows()).isFalse();
            page.navigate(base() + "/training/ESIG");
            visitor.photographAccessible("training-course-phone");
            Assertions.assertThat(visitor.overflows()).isFalse();
        }
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
