package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.records.TestRecords;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A passkey in a real browser, by Chromium's virtual authenticator: registered, used to log in and to sign; its bundle verifies. */
@BrowserTest
@Requirement({"IDN-02", "SIG-02", "USE-01"})
class PasskeyInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void isRegisteredThenLogsInAndSignsInTasklistAndTheBundleVerifies() {
        String author = people.signer(Role.QA_ANALYST);
        String title = "Signed by passkey " + UUID.randomUUID();
        TestClient client = TestClient.signedIn(port, author);
        String recordId = started(client, title);
        try (Chromium chromium = Chromium.launch();
                Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, author, 1280, 900)) {
            VirtualAuthenticator.on(visitor.page());
            visitor.logIn();
            register(visitor);

            visitor.page().context().clearCookies();
            visitor.page().navigate("http://localhost:" + port + "/");
            visitor.typeUserAndPassword();
            visitor.photograph("passkey-login");
            button(visitor.page(), "Use a passkey");
            visitor.page().waitForURL(Pattern.compile(".*/camunda/app/tasklist/.*"));

            Tasklist tasklist = new Tasklist(visitor.page());
            String task = "Author's signature: " + title;
            SigningSheet sheet = tasklist.open(task);
            sheet.password().fill(Authenticator.PASSWORD);
            visitor.photograph("passkey-signing");
            sheet.body()
                    .getByRole(
                            AriaRole.BUTTON,
                            new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Sign with your passkey"))
                    .click();
            assertThat(tasklist.line(task)).hasCount(0);
            org.assertj.core.api.Assertions.assertThat(visitor.complaints()).isEmpty();

            byte[] zip = client.exchange("GET", "/api/records/" + recordId + "/versions/1/evidence.zip", new byte[0])
                    .body();
            org.assertj.core.api.Assertions.assertThat(BundleVerifier.verify(ByteBuffer.wrap(zip), null)
                            .report()
                            .checks())
                    .filteredOn(check -> check.name().endsWith("passkey assertion"))
                    .singleElement()
                    .satisfies(check -> org.assertj.core.api.Assertions.assertThat(
                                    check.result().name())
                            .isEqualTo("PASSED"));
            InspectorsPage.verifies(visitor.page(), zip, "passkey assertion");
        }
    }

    private void register(Visitor visitor) {
        Page page = visitor.page();
        page.navigate("http://localhost:" + port + "/account/passkeys");
        page.getByLabel("Name of the device").fill("blue security key");
        page.getByLabel("Password").fill(Authenticator.PASSWORD);
        page.getByLabel("Code").fill(visitor.freshCode());
        visitor.photograph("passkey-new");
        button(page, "Add a passkey");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("is registered");
        assertThat(page.locator("body")).containsText("blue security key");
        visitor.photograph("passkeys");
        page.setViewportSize(390, 844);
        visitor.photograph("passkeys-phone");
        org.assertj.core.api.Assertions.assertThat(visitor.overflows()).isFalse();
        page.setViewportSize(1280, 900);
    }

    private static String started(TestClient client, String title) {
        String body = ((ObjectNode) CanonicalJson.parse(
                        TestRecords.sop("SOP-" + UUID.randomUUID()).body()))
                .put("title", title)
                .toString();
        String recordId = TestClient.json(client.post("/api/records", body))
                .path("recordId")
                .asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", recordId))));
        return recordId;
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
