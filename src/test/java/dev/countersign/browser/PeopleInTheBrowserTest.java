package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Somebody's account, by the pages alone and in a real browser: made, set up, certified; its device is lost, which the security unit hears of
 * and acknowledges; reset by two people and set up anew.
 */
@BrowserTest
@Requirement({"IDN-01", "IDN-03", "IDN-04", "IDN-08", "USE-01"})
class PeopleInTheBrowserTest {

    private final String userId = "wanda-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private Visitor administrator;
    private Visitor manager;
    private Visitor person;

    @BeforeEach
    void openBrowsers() {
        chromium = Chromium.launch();
        administrator = visitor(people.somebody(Role.IT_ADMINISTRATOR));
        manager = visitor(people.signer(Role.QA_MANAGER));
        person = visitor(userId);
    }

    @AfterEach
    void closeBrowsers() {
        chromium.close();
    }

    @Test
    void anAccountIsSetUpLostReportedResetByTwoAndSetUpAnew() {
        logIn(administrator, "/accounts");
        setUp(made());
        logIn(manager, "/accounts/" + userId);
        grantedAndCertified();

        logIn(person, "/account");
        String key = certifiedKey();
        lost();
        acknowledged();

        resetByTwo();
        setUp(invitedAnew());
        open(manager, "/accounts/" + userId);
        certified();
        logIn(person, "/account");
        Assertions.assertThat(certifiedKey()).isNotEqualTo(key);
        for (Visitor each : new Visitor[] {administrator, manager, person}) {
            Assertions.assertThat(each.complaints()).isEmpty();
        }
    }

    private String made() {
        Page page = administrator.page();
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Name as it is printed in signatures").fill("Wanda Winter");
        page.getByLabel("Job title").fill("QA Analyst");
        page.getByLabel("Time zone").fill("Europe/Vienna");
        page.getByLabel("QA Analyst", new Page.GetByLabelOptions().setExact(true))
                .check();
        page.locator("#reason").fill("joins");
        press(page, "Make the account");
        return page.locator(".invitation").innerText();
    }

    private String invitedAnew() {
        open(administrator, "/accounts/" + userId);
        administrator.page().locator("#invitereason").fill("begins anew");
        press(administrator.page(), "Invite anew");
        return administrator.page().locator(".invitation").innerText();
    }

    private void setUp(String invitation) {
        Page page = person.page();
        page.navigate(base() + "/enrol");
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Invitation").fill(invitation);
        press(page, "Continue");
        page.getByRole(AriaRole.CHECKBOX).check();
        press(page, "Continue");
        Authenticator.add(userId, page.locator(".secret").innerText().replace(" ", ""));
        page.getByLabel("New password").fill(Authenticator.PASSWORD);
        page.getByLabel("The same password again").fill(Authenticator.PASSWORD);
        page.getByLabel("The code the app shows now").fill(Authenticator.freshCode(userId));
        press(page, "Finish");
        assertThat(page.getByText("Test signature made and verified")).isVisible();
        page.getByText("Not now").click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Your account is ready");
    }

    private void grantedAndCertified() {
        open(manager, "/accounts");
        Page page = manager.page();
        Locator request = page.locator("article.request").filter(new Locator.FilterOptions().setHasText(userId));
        request.getByLabel("Reason").fill("she is trained");
        request.getByText("Grant").click();
        open(manager, "/accounts/" + userId);
        certified();
    }

    private void certified() {
        Page page = manager.page();
        page.getByLabel("Kind of document").fill("passport");
        page.getByLabel("Seen on").fill("2026-11-20");
        page.getByLabel("How it was checked").fill("in person");
        page.getByLabel("Your own password").fill(Authenticator.PASSWORD);
        press(page, "Certify the signing key");
        assertThat(page.getByText("has a certified signing key")).isVisible();
    }

    /** Its fingerprint, as the person's own page shows it. */
    private String certifiedKey() {
        Locator key = person.page()
                .locator("section")
                .filter(new Locator.FilterOptions().setHasText("Signing key"))
                .first();
        assertThat(key.getByText("certified", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        return key.locator(".hash").first().innerText();
    }

    private void lost() {
        Page page = person.page();
        page.getByText("I lost this device").click();
        person.photograph("lost-device");
        press(page, "Destroy them and sign me out");
        page.waitForURL(Pattern.compile(".*/login\\?lost"));
        assertThat(page.getByText("Nobody can sign in or sign with your account"))
                .isVisible();
    }

    private void acknowledged() {
        open(manager, "/alerts");
        Page page = manager.page();
        Locator alert = page.locator("article.warning").filter(new Locator.FilterOptions().setHasText(userId));
        // alerts are made of the trail once it is sealed
        page.waitForCondition(() -> {
            page.reload();
            return alert.count() == 1;
        });
        alert.getByLabel("What was found or done").fill("called " + userId + ": left on a train");
        manager.photograph("alert-open");
        alert.getByText("Acknowledge").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Acknowledged, and on record");
        assertThat(alert).hasCount(0);
        assertThat(page.getByText("called " + userId + ": left on a train")).isVisible();
    }

    private void resetByTwo() {
        open(administrator, "/accounts/" + userId);
        Page asking = administrator.page();
        asking.locator("#resetreason").fill("her device is lost");
        press(asking, "Ask for a reset");
        assertThat(asking.getByRole(AriaRole.STATUS)).containsText("on record");
        open(administrator, "/accounts");
        Locator own = asking.locator("article.request").filter(new Locator.FilterOptions().setHasText(userId));
        assertThat(own).hasCount(1);
        assertThat(own.getByText("Grant")).hasCount(0);

        open(manager, "/accounts");
        Locator request =
                manager.page().locator("article.request").filter(new Locator.FilterOptions().setHasText(userId));
        request.getByLabel("Reason").fill("she called");
        request.getByText("Grant").click();
        assertThat(manager.page().getByRole(AriaRole.STATUS)).containsText("on record");
    }

    private void logIn(Visitor who, String path) {
        open(who, path);
        who.typeUserAndPassword();
        who.typeCode(who.freshCode());
        who.page().waitForURL(Pattern.compile(".*" + Pattern.quote(path)));
    }

    private void open(Visitor who, String path) {
        who.page().navigate(base() + path);
    }

    private Visitor visitor(String who) {
        return new Visitor(chromium.browser(), base(), who, 1280, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }
}
