package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A series of signatures on the signing page: begun with both components, continued with the password or a passkey alone, ended by its owner. */
@BrowserTest
@Requirement({"SIG-02", "USE-01"})
class SigningSeriesInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void isShownContinuedWithThePasswordAloneVerifiedInThePageAndEnded() {
        String author = people.signer(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, author);
        JsonNode first = TestTasks.due(client);
        JsonNode second = TestTasks.due(client);
        JsonNode third = TestTasks.due(client);
        try (Chromium chromium = Chromium.launch();
                Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, author, 1280, 900)) {
            visitor.logIn();
            String tasklist = visitor.page().url();
            visitor.openAlone(first.path("taskId").asText()).sign(visitor.freshCode());
            visitor.page().waitForURL(Pattern.compile(".*/signed/.*"));

            visitor.page().navigate(tasklist);
            SigningSheet sheet = visitor.openAlone(second.path("taskId").asText());
            assertThat(sheet.body()).containsText("Signing session: signature 2 of 4");
            assertThat(sheet.code()).hasCount(0);
            photographed(visitor, "signing-session");
            sheet.password().fill(Authenticator.PASSWORD);
            sheet.password().press("Enter");
            visitor.page().waitForURL(Pattern.compile(".*/signed/.*"));

            visitor.page().navigate(tasklist);
            SigningSheet last = visitor.openAlone(third.path("taskId").asText());
            visitor.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End this signing session"))
                    .click();
            assertThat(last.code()).isVisible();
            assertThat(last.body()).not().containsText("Signing session");
            org.assertj.core.api.Assertions.assertThat(visitor.complaints()).isEmpty();

            InspectorsPage.verifies(visitor.page(), zip(client, second), "series");
        }
    }

    @Test
    @Requirement("KEY-02")
    void aPasskeyThatItsOwnerLetsOpenTheKeySignsTheSecondRecordAloneAndTheBundleVerifies() {
        String author = people.signer(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, author);
        JsonNode first = TestTasks.due(client);
        JsonNode second = TestTasks.due(client);
        try (Chromium chromium = Chromium.launch();
                Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, author, 1280, 900)) {
            VirtualAuthenticator.on(visitor.page());
            visitor.logIn();
            String tasklist = visitor.page().url();
            letAPasskeyOpenTheKey(visitor);

            visitor.page().navigate(tasklist);
            visitor.openAlone(first.path("taskId").asText()).sign(visitor.freshCode());
            visitor.page().waitForURL(Pattern.compile(".*/signed/.*"));
            visitor.page().navigate(tasklist);
            SigningSheet sheet = visitor.openAlone(second.path("taskId").asText());
            photographed(visitor, "signing-session-passkey");
            assertThat(sheet.password()).hasValue("");
            button(visitor.page(), "Sign with your passkey");
            visitor.page().waitForURL(Pattern.compile(".*/signed/.*"));
            org.assertj.core.api.Assertions.assertThat(visitor.complaints()).isEmpty();
            InspectorsPage.verifies(
                    visitor.page(), zip(client, second), "components", "series", "passkey", "passkey assertion");
        }
    }

    private void letAPasskeyOpenTheKey(Visitor visitor) {
        Page page = visitor.page();
        page.navigate("http://localhost:" + port + "/account/passkeys");
        page.getByLabel("Name of the device").fill("blue security key");
        components(visitor);
        button(page, "Add a passkey");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("is registered");
        photographed(visitor, "passkeys-one");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Let blue security key open my signing key"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING)).containsText("Let \"blue security key\" open your signing key");
        components(visitor);
        photographed(visitor, "passkey-opening");
        button(page, "Let it open my signing key");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("opens your signing key from now on");
        photographed(visitor, "passkeys-open");
    }

    private static void components(Visitor visitor) {
        visitor.page().getByLabel("Password").fill(Authenticator.PASSWORD);
        visitor.page().getByLabel("Code").fill(visitor.freshCode());
    }

    private static void photographed(Visitor visitor, String name) {
        visitor.photograph(name);
        visitor.page().setViewportSize(390, 844);
        visitor.photograph(name + "-phone");
        org.assertj.core.api.Assertions.assertThat(visitor.overflows()).isFalse();
        visitor.page().setViewportSize(1280, 900);
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static byte[] zip(TestClient client, JsonNode task) {
        return client.exchange(
                        "GET",
                        "/api/records/" + task.path("recordId").asText() + "/versions/1/evidence.zip",
                        new byte[0])
                .body();
    }
}
