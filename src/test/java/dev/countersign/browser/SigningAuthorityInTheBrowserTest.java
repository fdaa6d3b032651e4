package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.records.TestRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two people decide by the pages alone what somebody may sign; axe finds nothing, and nobody scrolls sideways (AUT-02, USE-01). */
@BrowserTest
@Requirement({"AUT-01", "AUT-02", "USE-01"})
class SigningAuthorityInTheBrowserTest {

    private final List<String> findings = new ArrayList<>();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private DatabaseRoles roles;

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
    void isAskedForDecidedAndTakenAwayByThePages() {
        String person = people.signer(Role.QA_ANALYST);
        Visitor administrator = visitor(people.somebody(Role.IT_ADMINISTRATOR));
        Page asks = administrator.page();
        asks.navigate(base() + "/accounts/" + person);
        administrator.typeUserAndPassword();
        administrator.typeCode(administrator.freshCode());
        asks.waitForURL(base() + "/accounts/" + person);
        assertThat(asks.locator("main")).containsText("Operational: authorship, review and verification");
        asks.getByText("Ask for another signature authority").click();
        asks.getByLabel("How far it goes").selectOption("LIMITED");
        asks.locator("input[name=types][value=sop]").check();
        asks.locator("input[name=meanings][value=review]").check();
        asks.locator("#signinguntil").fill(LocalDate.now().plusDays(60) + "T12:00");
        asks.locator("#signingreason").fill("reviews procedures alone this quarter");
        look(asks, "authority-asking");
        asks.locator("form[action$='/authority'] button").click();
        assertThat(asks.locator("main")).containsText("waits for a decision, asked for by");

        Visitor manager = visitor(people.somebody(Role.QA_MANAGER));
        Page decides = manager.page();
        decides.navigate(base() + "/accounts");
        manager.typeUserAndPassword();
        manager.typeCode(manager.freshCode());
        decides.waitForURL(base() + "/accounts");
        Locator request = decides.locator("article.request").filter(new Locator.FilterOptions().setHasText(person));
        assertThat(request).containsText("Limited: the record types and meanings named");
        look(decides, "authority-waiting");
        request.getByLabel("Reason").fill("agreed");
        request.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Grant"))
                .click();
        assertThat(decides.getByRole(AriaRole.STATUS)).containsText("Done");
        decides.navigate(base() + "/accounts/" + person);
        assertThat(decides.locator("main")).containsText("granted by");
        look(decides, "authority-granted");
        decides.navigate(base() + "/authority/matrix");
        assertThat(decides.locator("h1")).hasText("Permission matrix");
        look(decides, "authority-matrix");

        asks.navigate(base() + "/accounts/" + person);
        Locator held = asks.locator("section[aria-labelledby=signing] article");
        held.getByLabel("Reason").fill("back to all of it");
        held.getByRole(AriaRole.BUTTON).click();
        assertThat(asks.locator("main")).containsText("Signs nothing");
        look(asks, "authority-nothing");
        Assertions.assertThat(findings).isEmpty();
    }

    @Test
    void whoeverCouldStartAnApprovalThatNobodyFinishesIsWarned() throws Exception {
        Visitor writer = visitor(people.signer(Role.PRODUCTION_MANAGER));
        Page page = writer.page();
        page.navigate(base() + "/records/new?type=sop");
        writer.typeUserAndPassword();
        writer.typeCode(writer.freshCode());
        page.waitForURL(base() + "/records/new?type=sop");
        assertThat(page.locator(".forecast")).hasCount(0);
        String lims = TestSigner.startedByProgram(
                port, TestRecords.testSuite("Forecast").titled("Forecast"));
        List<String> suspended = new ArrayList<>();
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(
                    "UPDATE app.person SET state = 'suspended' WHERE state = 'active' AND user_id IN (SELECT user_id FROM"
                            + " app.role_grant WHERE role = 'qa-analyst') RETURNING user_id");
            while (rows.next()) {
                suspended.add("'" + rows.getString(1) + "'");
            }
            try {
                page.reload();
                assertThat(page.locator(".forecast")).containsText("this approval would come to a stop");
                look(page, "forecast-writing");
                page.navigate(base() + "/records/" + lims);
                assertThat(page.locator("section[aria-labelledby=board]"))
                        .containsText("Nobody who may sign this is available now");
                look(page, "forecast-board");
            } finally {
                statement.executeUpdate("UPDATE app.person SET state = 'active' WHERE user_id IN ("
                        + String.join(",", suspended) + ")");
            }
        }
        Assertions.assertThat(findings).isEmpty();
    }

    private void look(Page page, String name) {
        for (int width : new int[] {1280, 360}) {
            page.setViewportSize(width, 900);
            Axe.violations(page).forEach(one -> findings.add(name + " " + width + ": " + one));
            if (!Boolean.TRUE.equals(
                    page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))) {
                findings.add(name + " " + width + ": scrolls sideways");
            }
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", name + "-" + width + ".png")));
        }
        page.setViewportSize(1280, 900);
    }

    private Visitor visitor(String userId) {
        return new Visitor(chromium.browser(), base(), userId, 1280, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
