package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An inspector asks of a signature what held when it was made, at a desk and on a phone. */
@BrowserTest
@Requirement({"CPY-05", "USE-02"})
class CircumstancesInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private String signatureId;
    private String auditor;

    @BeforeEach
    void aSignature() {
        chromium = Chromium.launch();
        TestSigner author = TestSigner.with(people, port, Role.QA_ANALYST);
        String title = "Then-" + UUID.randomUUID();
        String recordId = author.started(TestRecords.testSuite(title).titled(title));
        signatureId = TestSigner.expect(201, author.approve(recordId))
                .path("signatureId")
                .asText();
        auditor = people.somebody(Role.REGULATORY_AUDITOR);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void atADesk() {
        read(1280, 900, "desk", ColorScheme.LIGHT);
    }

    @Test
    void onAPhone() {
        read(390, 780, "phone", ColorScheme.DARK);
    }

    private void read(int width, int height, String name, ColorScheme scheme) {
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, auditor, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.navigate(base + "/signatures/" + signatureId);
            Locator then = page.locator("section[aria-labelledby=then]");
            assertThat(then).containsText("QA Analyst");
            assertThat(then).containsText("In force");
            then.getByText("Its text").click();
            assertThat(then.locator("details h4").first()).isVisible();
            visitor.photographAccessible("signature-then-" + name);
            Assertions.assertThat(visitor.overflows()).as(name).isFalse();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }
}
