package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import dev.countersign.crypto.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Somebody who knows nothing but the README, and does what its walkthrough says, from the first command to the approved record: who, what,
 * where and in which words comes from its text, and but for the port nothing from here.
 */
@BrowserTest
@Requirement({"USE-01", "USE-02", "INT-01"})
class NewcomerInTheBrowserTest {

    private static final String README_ADDRESS = "http://localhost:8080";

    private final String base;
    private Chromium chromium;
    private Page page;
    private Page authenticator;
    private String walkthrough;

    NewcomerInTheBrowserTest(@LocalServerPort int port) {
        this.base = "http://localhost:" + port;
    }

    @BeforeEach
    void openTheReadmeAndTwoTabs() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("## Walkthrough: the first approved record");
        walkthrough = readme.substring(begin, readme.indexOf("\n### ", begin));
        chromium = Chromium.launch();
        BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        context.setDefaultTimeout(60_000);
        page = context.newPage();
        authenticator = context.newPage();
    }

    @AfterEach
    void closeTheBrowser() {
        chromium.close();
        nobodyHasUsedTheCodesOfThisMoment();
    }

    @Test
    void theFirstRecordIsApprovedAsTheReadmeSays() throws Exception {
        nobodyHasUsedTheCodesOfThisMoment();
        String recordId = start();
        Matcher reviewer =
                said("Log in\\*\\* \\([^)]*\\) at <" + README_ADDRESS + "> as `(\\w+)`: password, then the code");
        logIn(reviewer.group(1));

        String title = said("Open the task \\*Review: (.+?)\\*").group(1);
        Locator sheet = opened("Review: " + title);
        assertThat(sheet).containsText(title);
        assertThat(sheet).containsText("I reviewed version 1 of this record and found it correct.");
        assertThat(sheet).containsText(Pattern.compile("[0-9a-f]{8}"));
        assertThat(sheet.getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions()
                                .setName(said("\\*(\\w+)\\* is chosen").group(1))))
                .isChecked();
        assertThat(page.getByText(
                        said("On a phone the link \\*(.+?)\\* is above").group(1)))
                .isVisible();
        sign(sheet, reviewer.group(1), said("press \\*(.+?)\\*").group(1));
        movesOn("Review: " + title);

        said("Sign out \\(your name, top right\\)");
        page.locator(".account a").first().click();
        page.getByText("Sign out", new Page.GetByTextOptions().setExact(true)).click();
        page.waitForURL(base + "/login?out");
        Matcher approver = said("log in as `(\\w+)`, open the task \\*(\\w+): …\\*, sign");
        logIn(approver.group(1));
        sign(opened(approver.group(2) + ": " + title), approver.group(1), "Sign version 1");
        movesOn(approver.group(2) + ": " + title);

        look(recordId, title);
    }

    /** Other tests may have; a newcomer's server is new. */
    private static void nobodyHasUsedTheCodesOfThisMoment() {
        TestClock.advance(Duration.ofSeconds(90));
    }

    /** Runs the command as it stands. */
    private String start() throws IOException, InterruptedException {
        String command = said("```sh\\n((?s:.*?))```").group(1);
        Process shell = new ProcessBuilder("sh", "-c", here(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] answered = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).as(new String(answered, UTF_8)).isZero();
        return CanonicalJson.parse(answered).at("/variables/recordId/value").asText();
    }

    private void logIn(String userId) {
        page.navigate(base);
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Password").fill(said("share the password `([^`]+)`").group(1));
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Code"))
                .fill(code(userId, 0));
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/camunda/app/tasklist/.*"));
    }

    /** From the second tab, whose table has the current one and the next. */
    private String code(String userId, int which) {
        authenticator.navigate(
                here(said("Keep\\s+<([^>]+)>\\s+open in a second tab").group(1)));
        Locator row = authenticator
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(authenticator.getByRole(
                                AriaRole.ROWHEADER,
                                new Page.GetByRoleOptions().setName(userId).setExact(true))));
        return row.locator("code").nth(which).innerText().strip();
    }

    private Locator opened(String task) {
        new Tasklist(page).open(task);
        return page.frameLocator("iframe.cs-frame").locator("body");
    }

    private void sign(Locator sheet, String userId, String button) {
        sheet.getByLabel("Password").fill(said("share the password `([^`]+)`").group(1));
        sheet.getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("One-time code"))
                .fill(code(userId, 1));
        new Tasklist(page).mark();
        sheet.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void movesOn(String task) {
        said("Tasklist moves on by itself");
        new Tasklist(page).hasMovedOnFrom(task);
    }

    private void look(String recordId, String title) {
        Matcher lists = said("<([^>]+)> lists the record as \\*(\\w+)\\*; its page says \\*(\\w+)\\*");
        page.navigate(here(lists.group(1)));
        Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(recordId));
        assertThat(row).containsText(lists.group(2));
        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(title))
                .click();
        assertThat(page.locator("main > .title")).containsText(lists.group(3));
        assertThat(page.locator("section[aria-labelledby=board] .signature")).hasCount(2);
        Matcher verification = said("<([^>]+)>`(/api/records/\\{id}/versions/1/verification)`, which answers `(.+?)`");
        page.navigate(here(verification.group(1) + verification.group(2).replace("{id}", recordId)));
        assertThat(page.locator("body")).containsText(verification.group(3));
    }

    private String here(String text) {
        assertThat(text).contains(README_ADDRESS);
        return text.replace(README_ADDRESS, base);
    }

    /** What the README says in these words. */
    private Matcher said(String words) {
        Matcher found = Pattern.compile(words).matcher(walkthrough);
        assertThat(found.find()).as("the README says: %s", words).isTrue();
        return found;
    }
}
