package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.countersign.signing.TestCeremonies.caller;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.workflow.Processes;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A Process Administrator draws in the studio, hears at once what the gate finds, keeps a draft and proposes the set. */
@BrowserTest
@Requirement({"PRC-03", "PRC-04"})
class StudioInTheBrowserTest {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Processes processes;

    private Chromium chromium;
    private String author;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        author = people.signer(Role.PROCESS_ADMINISTRATOR);
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void whoMayChangeModelsDrawsKeepsAndProposesASet() {
        Visitor administrator = opened(author, 1280, 900);
        Page page = administrator.page();
        assertThat(state(page)).hasText("the gate accepts it");

        choose(page, "review");
        assertThat(panel(page).getByRole(AriaRole.HEADING)).hasText("Signature step");
        panel(page).getByLabel("Offered to").selectOption("qa-manager");
        assertThat(page.locator("[data-findings]")).containsText("MOD-037");
        panel(page).getByLabel("Offered to").selectOption("qa-analyst");
        panel(page).getByLabel("Name of the task").fill("Second reading");
        page.keyboard().press("Tab");
        assertThat(page.locator("span[data-kept]")).hasText("Changed, not kept");
        press(page, "Keep draft");
        assertThat(page.locator("span[data-kept]")).containsText("Draft kept");
        press(page, "Dry run");
        assertThat(page.locator("[data-tried]")).containsText("passed: ");
        assertThat(page.locator("[data-tried]")).containsText("160 of 160 elements and paths were reached");
        administrator.photographAccessible("studio");

        page.reload();
        ready(page);
        choose(page, "review");
        assertThat(panel(page).getByLabel("Name of the task")).hasValue("Second reading");

        choose(page, "approval");
        page.keyboard().press("Delete");
        assertThat(state(page)).containsText("the gate refuses it");
        assertThat(page.locator("[data-findings] li").first()).containsText("MOD-");
        assertThat(page.locator(".djs-overlays .found").first()).isVisible();
        administrator.photographAccessible("studio-findings");
        administrator.photographAccessibleInDark("studio-findings");
        page.locator("[data-canvas]").press("Control+z");
        assertThat(state(page)).hasText("the gate accepts it");

        page.getByLabel("Title").fill("Reviews under another name");
        page.getByLabel("Reason for change").fill("so that people tell it from the first");
        press(page, "Propose for review");
        assertThat(page.locator("[data-said]")).containsText("Proposed as record");
        Matcher record = ID.matcher(page.locator("[data-said]").textContent());
        Assertions.assertThat(record.find()).isTrue();
        processes.withdraw(caller(author), UUID.fromString(record.group()), "only a test");
        Assertions.assertThat(administrator.complaints()).isEmpty();
        Assertions.assertThat(administrator.overflows()).isFalse();
    }

    @Test
    void whoMayOnlySeeThemSeesThemAlsoOnAPhone() {
        Visitor analyst = opened(people.somebody(Role.QA_ANALYST), 390, 844);
        Page page = analyst.page();

        assertThat(page.locator("[data-element-id=review]").first()).isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep draft")))
                .hasCount(0);
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Propose for review")))
                .hasCount(0);
        analyst.photographAccessible("studio-phone");
        Assertions.assertThat(analyst.overflows()).isFalse();
        Assertions.assertThat(analyst.complaints()).isEmpty();
    }

    private Visitor opened(String who, int width, int height) {
        Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, who, width, height);
        visitor.page().navigate("http://localhost:" + port + "/models/studio");
        visitor.typeUserAndPassword();
        visitor.typeCode(visitor.freshCode());
        visitor.page().waitForURL(Pattern.compile(".*/models/studio"));
        ready(visitor.page());
        return visitor;
    }

    private static void ready(Page page) {
        page.locator("[data-ready=true]").waitFor();
    }

    private static Locator state(Page page) {
        return page.locator("[data-state]");
    }

    private static Locator panel(Page page) {
        return page.locator("[data-properties]");
    }

    private static void choose(Page page, String element) {
        page.locator("[data-element-id=" + element + "] .djs-hit").first().click();
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }
}
