package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.countersign.signing.TestCeremonies.caller;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.evidence.TestAuthorities;
import dev.countersign.evidence.TestBundle;
import dev.countersign.evidence.TestExports;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two people put another authority in place by the pages alone, and the page that checks bundles tells which one certified whom. */
@BrowserTest
@Requirement({"KEY-01", "KEY-06", "CPY-03", "USE-01"})
class AuthorityInTheBrowserTest {

    private static final String PAGE = Path.of("src/main/resources/evidence/verify.html")
            .toAbsolutePath()
            .toUri()
            .toString();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestAuthorities authorities;

    private Chromium chromium;
    private Visitor administrator;
    private Visitor manager;

    @BeforeEach
    void openBrowsers() {
        chromium = Chromium.launch();
        administrator = new Visitor(chromium.browser(), base(), people.somebody(Role.IT_ADMINISTRATOR), 1280, 900);
        manager = new Visitor(chromium.browser(), base(), people.somebody(Role.QA_MANAGER), 390, 844);
    }

    @AfterEach
    void forget() throws Exception {
        chromium.close();
        authorities.forget();
    }

    @Test
    void twoPeopleRenewTheAuthorityAndSignaturesUnderBothAreVerified() {
        byte[] before = exports.trust();
        String old = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(old));
        ceremonies.approve(old, version, "authorship");
        proposed();
        opened();
        byte[] after = authorities.trustWithNewest();
        String newcomer = people.signer(Role.QA_ANALYST);
        ceremonies.approve(newcomer, version, "review");

        Page page = chromium.browser().newContext().newPage();
        page.navigate(PAGE);
        byte[] bundle = exports.bundle(version, 1);
        Assertions.assertThat(TestBundle.of(bundle).names("certificates/authority.*"))
                .hasSize(2);
        for (byte[] trust : new byte[][] {before, after}) {
            Assertions.assertThat(conclusion(page, bundle, trust)).isEqualTo("VERIFIED");
            assertThat(page.locator(".signature")).hasCount(2);
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "two-authorities.png")));

        RecordVersion another = ceremonies.inReview(caller(old));
        ceremonies.approve(old, another, "authorship");
        byte[] hidden =
                authorities.hidden(TestBundle.of(exports.bundle(another, 1))).zip();
        Assertions.assertThat(conclusion(page, hidden, before))
                .as("a trust file from before tells of no other authority")
                .isEqualTo("VERIFIED");
        Assertions.assertThat(conclusion(page, hidden, after)).isEqualTo("NOT VERIFIED: trust");
        Assertions.assertThat(administrator.complaints()).isEmpty();
        Assertions.assertThat(manager.complaints()).isEmpty();
    }

    private void proposed() {
        logIn(administrator);
        Page page = administrator.page();
        Locator authority = section(page);
        authority.getByLabel("Reason").fill("a copy of the key was lost");
        press(authority, "Propose the next authority");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("on record");
        assertThat(authority.getByText("waits for a second person")).isVisible();
        assertThat(authority.getByRole(AriaRole.BUTTON)).hasCount(0);
        administrator.photograph("server-keys-proposed");
        Assertions.assertThat(administrator.overflows()).isFalse();
    }

    private void opened() {
        logIn(manager);
        Page page = manager.page();
        Locator authority = section(page);
        assertThat(authority.getByText("a copy of the key was lost")).isVisible();
        manager.photograph("server-keys-waiting-phone");
        press(authority, "Put it in place");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("on record");
        assertThat(authority.getByText("in use", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(authority.getByText("retired")).isVisible();
        manager.photograph("server-keys-phone");
        Assertions.assertThat(manager.overflows()).isFalse();
        administrator.page().reload();
        administrator.photograph("server-keys");
    }

    private static Locator section(Page page) {
        return page.locator("section").filter(new Locator.FilterOptions().setHasText("Certificate authority"));
    }

    private static String conclusion(Page page, byte[] zip, byte[] trust) {
        page.reload();
        page.setInputFiles("#files", new FilePayload[] {
            new FilePayload("evidence.zip", "application/zip", zip),
            new FilePayload("trust.json", "application/json", trust)
        });
        Locator verdict = page.locator("#conclusion");
        verdict.waitFor();
        return verdict.textContent();
    }

    private void logIn(Visitor who) {
        who.page().navigate(base() + "/keys");
        who.typeUserAndPassword();
        who.typeCode(who.freshCode());
        who.page().waitForURL(Pattern.compile(".*/keys"));
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private static void press(Locator in, String button) {
        in.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }
}
