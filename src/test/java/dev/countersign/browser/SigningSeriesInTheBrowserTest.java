package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A series of signatures on the signing page: begun with both components, continued with the password, ended by its owner. */
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
        JsonNode first = due(client);
        JsonNode second = due(client);
        JsonNode third = due(client);
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
            visitor.photograph("signing-session");
            visitor.page().setViewportSize(390, 844);
            visitor.photograph("signing-session-phone");
            org.assertj.core.api.Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.page().setViewportSize(1280, 900);
            sheet.password().fill(Authenticator.PASSWORD);
            sheet.password().press("Enter");
            visitor.page().waitForURL(Pattern.compile(".*/signed/.*"));

            visitor.page().navigate(tasklist);
            SigningSheet last = visitor.openAlone(third.path("taskId").asText());
            visitor.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End it"))
                    .click();
            assertThat(last.code()).isVisible();
            assertThat(last.body()).not().containsText("Signing session");
            org.assertj.core.api.Assertions.assertThat(visitor.complaints()).isEmpty();

            verifiesInThePage(
                    visitor.page(),
                    client.exchange(
                                    "GET",
                                    "/api/records/" + second.path("recordId").asText() + "/versions/1/evidence.zip",
                                    new byte[0])
                            .body());
        }
    }

    private static void verifiesInThePage(Page page, byte[] zip) {
        page.navigate(Path.of("src/main/resources/evidence/verify.html")
                .toAbsolutePath()
                .toUri()
                .toString());
        Object checks = page.evaluate(
                "text => countersign.verify(Uint8Array.from(atob(text), c => c.charCodeAt(0)))"
                        + ".then(report => report.checks.map(check => check.result + ' ' + check.name).join('\\n'))",
                Base64.getEncoder().encodeToString(zip));
        org.assertj.core.api.Assertions.assertThat(checks.toString())
                .doesNotContain("FAILED")
                .containsPattern("PASSED signature [0-9a-f-]+: series");
    }

    private static JsonNode due(TestClient client) {
        String recordId = TestClient.json(client.post(
                        "/api/records",
                        new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), StandardCharsets.UTF_8)))
                .path("recordId")
                .asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", recordId))));
        return StreamSupport.stream(
                        TestClient.json(client.get("/api/tasks")).path("items").spliterator(), false)
                .filter(one -> one.path("recordId").asText().equals(recordId))
                .findFirst()
                .orElseThrow();
    }
}
