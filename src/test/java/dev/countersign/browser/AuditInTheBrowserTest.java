package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whoever reviews the audit trail, at a desk and on a phone: exceptions first, then what they ask for, down to the exact entry, and as a file. */
@BrowserTest
@Requirement({"AUD-04", "USE-02"})
class AuditInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private TestSigner author;
    private TestSigner reviewer;
    private String recordId;
    private String auditor;

    @BeforeEach
    void aReviewWasBegunAndSomethingRefused() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        String title = "Oq-" + UUID.randomUUID();
        recordId = author.started(TestRecords.testSuite(title).titled(title));
        author.approve(recordId);
        // nobody may
        reviewer.client().get("/api/audit/entries");
        reviewer.reject(recordId, "The stage is missing.");
        auditor = people.somebody(Role.REGULATORY_AUDITOR);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void isReviewedAtADesk() {
        review(1280, 900, "desk", ColorScheme.LIGHT);
    }

    @Test
    void isReviewedOnAPhone() {
        review(360, 780, "phone", ColorScheme.DARK);
    }

    private void review(int width, int height, String name, ColorScheme scheme) {
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, auditor, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.navigate(base + "/home");
            link(page, "Audit trail");
            assertThat(page.locator("h1")).hasText("Audit trail");
            assertThat(page.locator("section[aria-labelledby=first] .entry .mark")
                            .first())
                    .hasText("Exception");
            accessible(visitor, "audit-" + name);

            link(page, "Exceptions");
            page.getByLabel("Person or program").fill(reviewer.userId());
            button(page, "Find");
            assertThat(page.locator(".entry")).hasCount(1);
            assertThat(page.locator(".entry")).containsText("Something was refused");
            assertThat(page.locator(".entry")).containsText("audit.read");
            accessible(visitor, "audit-exceptions-" + name);

            link(page, "Everything");
            assertThat(page.getByLabel("Person or program")).hasValue(reviewer.userId());
            page.getByLabel("Person or program").fill("");
            page.getByLabel("Record id").fill(recordId);
            page.getByLabel("Regulatory significance").selectOption("signature");
            button(page, "Find");
            Locator signed = page.locator(".entry")
                    .filter(new Locator.FilterOptions().setHasText("The record was signed"))
                    .first();
            assertThat(signed).containsText("Signatures");
            signed.getByText("The whole entry and its proof").click();
            assertThat(signed).containsText("countersign/audit-entry/v1");
            accessible(visitor, "audit-record-" + name);

            wrongThenRight(page, visitor, name);
            Assertions.assertThat(page.waitForDownload(() -> link(page, "As a table (CSV)"))
                            .suggestedFilename())
                    .isEqualTo("audit-trail.csv");
            page.locator(".entry a[href^='/records/']").first().click();
            assertThat(page.locator("section[aria-labelledby=trail]")).containsText("The record was signed");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private static void wrongThenRight(Page page, Visitor visitor, String name) {
        String right = page.getByLabel("Record id").inputValue();
        page.getByLabel("Record id").fill("OQ-17");
        page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("2001-01-01T08:00");
        button(page, "Find");
        assertThat(page.locator("#record-error")).containsText("A record id looks like");
        assertThat(page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("2001-01-01T08:00");
        accessible(visitor, "audit-wrong-" + name);
        page.getByLabel("Record id").fill(right);
        button(page, "Find");
        assertThat(page.locator(".entry")).not().hasCount(0);
    }

    private static void accessible(Visitor visitor, String name) {
        visitor.photographAccessible(name);
        Assertions.assertThat(visitor.overflows()).as(name).isFalse();
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    private static void link(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }
}
