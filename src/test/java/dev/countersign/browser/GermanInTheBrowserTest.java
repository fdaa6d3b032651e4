package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody whose browser asks for German: signs in, reads, signs, and goes back to English; at a desk and on a phone. */
@BrowserTest
@Requirement("USE-04")
class GermanInTheBrowserTest {

    private static final String SENTENCE =
            "Ich habe Version 1 dieser Aufzeichnung geschrieben und stehe für ihren Inhalt ein.";

    /** What reaches beyond the window where one has to scroll sideways. */
    private static final String WIDER = """
            () => document.documentElement.scrollWidth <= window.innerWidth ? [] : [...document.querySelectorAll('body *')]
              .filter(part => part.getBoundingClientRect().right > window.innerWidth && !part.closest('.scroll'))
              .map(part => part.tagName + ' ' + part.textContent.trim().slice(0, 60))""";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private final List<String> findings = new ArrayList<>();
    private Chromium chromium;
    private TestSigner author;
    private String title;
    private String recordId;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        title = "Waage-" + UUID.randomUUID();
        recordId = author.started(TestRecords.testSuite(title).titled(title));
    }

    @AfterEach
    void closeTheBrowser() {
        chromium.close();
    }

    @Test
    void everyPageSpeaksGermanAndTheSentenceThatIsSignedDoesToo() {
        try (Visitor visitor =
                new Visitor(chromium.browser(), "http://localhost:" + port, author.userId(), 1280, 900, "de-DE")) {
            Page page = visitor.page();
            page.navigate("http://localhost:" + port + "/home");
            looksGood(visitor, "german-login");
            page.getByLabel("Benutzername").fill(author.userId());
            page.getByLabel("Passwort").fill(Authenticator.PASSWORD);
            press(page, "Weiter");
            Locator code = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Code"));
            assertThat(code).isVisible();
            looksGood(visitor, "german-code");
            code.fill(visitor.freshCode());
            press(page, "Anmelden");
            page.waitForURL(Pattern.compile(".*/home"));
            assertThat(heading(page, "Meine Arbeit")).isVisible();
            looksGood(visitor, "german-home");

            page.navigate("http://localhost:" + port + "/records/" + recordId);
            assertThat(page.locator("body")).containsText("Wartet auf Sie");
            assertThat(page.locator("body")).containsText("In Prüfung");
            looksGood(visitor, "german-record");
            for (String other : new String[] {
                "/records",
                "/records/new",
                "/records/new?type=test-suite",
                "/account",
                "/account/passkeys",
                "/notices",
                "/work",
                "/account/email"
            }) {
                page.navigate("http://localhost:" + port + other);
                looksGood(visitor, "german" + other.replaceAll("[^a-z]+", "-"));
            }

            SigningSheet sheet =
                    visitor.openAlone(author.task(recordId).path("taskId").asText());
            assertThat(sheet.body()).containsText("„" + SENTENCE + "“");
            looksGood(visitor, "german-signing");
            sheet.body().getByLabel("Passwort").fill(Authenticator.PASSWORD);
            sheet.body()
                    .getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Einmalcode"))
                    .fill(visitor.freshCode());
            press(page, "Version 1 unterschreiben");
            page.waitForURL(Pattern.compile(".*/signed/.*"));
            assertThat(heading(page, "Sie haben Version 1 unterschrieben")).isVisible();
            assertThat(sheet.body()).containsText(SENTENCE);
            looksGood(visitor, "german-signed");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("English"))
                    .click();
            assertThat(heading(page, "You signed version 1")).isVisible();
            assertThat(page.locator("html")).hasAttribute("lang", "en");
            // what was signed stays in the language it was signed in
            assertThat(page.locator("dd[lang=de]")).containsText("“" + SENTENCE + "”");
            page.navigate("http://localhost:" + port + "/home");
            assertThat(heading(page, "My work")).isVisible();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("as the browser says"))
                    .click();
            assertThat(heading(page, "Meine Arbeit")).isVisible();
            Assertions.assertThat(visitor.complaints()).isEmpty();
            InspectorsPage.verifies(page, zip(), "what was shown", "Ed25519");
        }
        Assertions.assertThat(findings).isEmpty();
        Assertions.assertThat(author.read(recordId)
                        .at("/versions/0/signatures/0/sentence")
                        .asText())
                .isEqualTo(SENTENCE);
    }

    @Test
    void whoeverLooksAfterThingsReadsGermanToo() {
        String manager = people.signer(Role.QA_MANAGER, Role.PROCESS_ADMINISTRATOR);
        try (Visitor visitor = new Visitor(chromium.browser(), "http://localhost:" + port, manager, 1280, 900, "de")) {
            Page page = visitor.page();
            page.navigate("http://localhost:" + port + "/home");
            page.getByLabel("Benutzername").fill(manager);
            page.getByLabel("Passwort").fill(Authenticator.PASSWORD);
            press(page, "Weiter");
            page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Code"))
                    .fill(visitor.freshCode());
            press(page, "Anmelden");
            page.waitForURL(Pattern.compile(".*/home"));
            for (String place : new String[] {
                "/audit",
                "/accounts",
                "/alerts",
                "/alerts/reports",
                "/models",
                "/models/check",
                "/organisation/letters",
                "/account-requests",
                "/keys",
                "/work/credential-review",
                "/models/break-glass",
                "/training",
                "/training/ESIG",
                "/training/matrix"
            }) {
                page.navigate("http://localhost:" + port + place);
                looksGood(visitor, "german" + place.replaceAll("[^a-z]+", "-"));
            }
            Assertions.assertThat(visitor.complaints()).isEmpty();
            Assertions.assertThat(findings).isEmpty();
        }
    }

    /** In German, usable, and as wide as the window at a desk and on phones. */
    private void looksGood(Visitor visitor, String name) {
        Page page = visitor.page();
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        visitor.photograph(name);
        findings.addAll(Axe.violations(page));
        page.setViewportSize(360, 740);
        findings.addAll(((List<?>) page.evaluate(WIDER))
                .stream().map(part -> name + ": " + part).toList());
        page.setViewportSize(390, 844);
        visitor.photograph(name + "-phone");
        findings.addAll(Axe.violations(page));
        page.setViewportSize(1280, 900);
    }

    private byte[] zip() {
        return author.client()
                .exchange("GET", "/api/records/" + recordId + "/versions/1/evidence.zip", new byte[0])
                .body();
    }

    private static Locator heading(Page page, String text) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }
}
