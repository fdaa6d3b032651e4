package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every page about people, on a desk and on a telephone, light and dark: axe finds nothing that keeps anybody from using it, and nobody has to
 * scroll sideways (WCAG 2.2 AA).
 */
@BrowserTest
@Requirement("USE-01")
class PeoplePagesInTheBrowserTest {

    private final List<String> findings = new ArrayList<>();

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

    @Test
    void whoeverSignsInAndSignsCanUseThem() {
        String person = people.signer(Role.QA_ANALYST);
        Visitor visitor = visitor(person);
        open(visitor, "/account", "login");
        visitor.page().getByLabel("User name").fill(person);
        visitor.page().getByLabel("Password").fill("not the password at all");
        press(visitor, "Continue");
        look(visitor, "login-failed");
        visitor.typeUserAndPassword();
        look(visitor, "login-code");
        visitor.typeCode("000000");
        look(visitor, "login-code-failed");
        visitor.typeCode(visitor.freshCode());
        visitor.page().waitForURL(Pattern.compile(".*/account"));
        look(visitor, "my-signing");
        open(visitor, "/account/password", "password");
        open(visitor, "/account/email", "email");
        open(visitor, "/account/passkeys", "passkeys");
        open(visitor, "/account/key", "key");
        open(visitor, "/account-requests", "account-requests");
        open(visitor, "/work", "work-of-a-signer");
        visitor.page().navigate(base() + "/account");
        press(visitor, "Lock");
        look(visitor, "unlock");
        visitor.page().getByLabel("Password").fill("not the password at all");
        visitor.page().locator("[name=code]").fill("000000");
        visitor.page().locator("main form button").first().click();
        look(visitor, "unlock-failed");
        assertNothingFound(visitor);
    }

    @Test
    void somebodyNewCanUseThem() {
        String userId = "edda-" + UUID.randomUUID();
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        String invitation = TestClient.json(administrator.post(
                        "/api/accounts",
                        Map.of(
                                "userId", userId,
                                "printedName", "Edda Ebner",
                                "title", "QA Analyst",
                                "zone", "Europe/Vienna",
                                "roles", List.of("qa-analyst"),
                                "reason", "joins")))
                .path("code")
                .asText();
        Visitor visitor = visitor(userId);
        Page page = visitor.page();
        open(visitor, "/enrol", "enrol");
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Invitation").fill("none that anybody gave");
        press(visitor, "Continue");
        look(visitor, "enrol-refused");
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Invitation").fill(invitation);
        press(visitor, "Continue");
        look(visitor, "enrol-policy");
        page.getByRole(AriaRole.CHECKBOX).check();
        press(visitor, "Continue");
        look(visitor, "enrol-components");
        Authenticator.add(userId, page.locator(".secret").innerText().replace(" ", ""));
        components(visitor, "password password password");
        look(visitor, "enrol-components-refused");
        components(visitor, Authenticator.PASSWORD);
        look(visitor, "enrol-passkey");
        page.getByText("Not now").click();
        look(visitor, "enrol-done");
        assertNothingFound(visitor);
    }

    @Test
    void whoeverLooksAfterAccountsCanUseThem() {
        String person = people.signer(Role.QA_ANALYST);
        TestClient.anonymous(port)
                .post("/api/session", Map.of("username", person, "password", "a wrong one", "otp", "000000"));
        Visitor administrator = loggedIn(people.somebody(Role.IT_ADMINISTRATOR), "/accounts", "accounts-administrator");
        open(administrator, "/accounts/" + person, "account-administrator");
        open(administrator, "/accounts/" + person + "/sessions", "account-sessions");
        open(administrator, "/accounts/services", "service-accounts");
        Visitor manager = loggedIn(people.signer(Role.QA_MANAGER), "/accounts", "accounts-manager");
        open(manager, "/accounts/" + person, "account-manager");
        open(manager, "/alerts", "alerts");
        open(manager, "/alerts/reports", "alert-reports");
        open(manager, "/organisation/letters", "letters");
        open(manager, "/account-requests", "account-requests-manager");
        open(manager, "/work", "work");
        open(manager, "/work/credential-review", "credential-review");
        open(manager, "/keys", "keys");
        assertNothingFound(administrator, manager);
    }

    private void components(Visitor visitor, String password) {
        Page page = visitor.page();
        page.getByLabel("New password").fill(password);
        page.getByLabel("The same password again").fill(password);
        page.getByLabel("The code the app shows now").fill(visitor.freshCode());
        press(visitor, "Finish");
    }

    private Visitor loggedIn(String userId, String path, String name) {
        Visitor visitor = visitor(userId);
        visitor.page().navigate(base() + path);
        visitor.typeUserAndPassword();
        visitor.typeCode(visitor.freshCode());
        visitor.page().waitForURL(Pattern.compile(".*" + Pattern.quote(path)));
        look(visitor, name);
        return visitor;
    }

    private void open(Visitor visitor, String path, String name) {
        int status = visitor.page().navigate(base() + path).status();
        assertThat(status).as(path).isEqualTo(200);
        look(visitor, name);
    }

    /** The page as it is now, in both lights and at both widths. */
    private void look(Visitor visitor, String name) {
        Page page = visitor.page();
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
            for (int width : new int[] {1280, 390}) {
                page.setViewportSize(width, 844);
                String what = "people-%s-%s-%d".formatted(name, light.name().toLowerCase(java.util.Locale.ROOT), width);
                visitor.photograph(what);
                Axe.violations(page).forEach(violation -> findings.add(what + ": " + violation));
                if (visitor.overflows()) {
                    findings.add(what + ": scrolls sideways");
                }
            }
        }
        page.setViewportSize(1280, 900);
    }

    private void assertNothingFound(Visitor... visitors) {
        assertThat(findings).isEmpty();
        for (Visitor visitor : visitors) {
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    private Visitor visitor(String userId) {
        return new Visitor(chromium.browser(), base(), userId, 1280, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private static void press(Visitor visitor, String button) {
        visitor.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }
}
