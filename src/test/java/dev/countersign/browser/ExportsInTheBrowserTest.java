package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.countersign.signing.TestCeremonies.caller;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A search is saved, found again, and what it finds is exported, waited for and fetched; at a desk and on a phone. */
@BrowserTest
@Requirement({"REC-07", "CPY-06", "USE-01"})
class ExportsInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestCeremonies ceremonies;

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
    void aSearchIsSavedAndWhatItFindsIsExportedAtADesk() throws IOException {
        exported(1280, 900, "exports-desk");
    }

    @Test
    void aSearchIsSavedAndWhatItFindsIsExportedOnAPhone() throws IOException {
        exported(390, 844, "exports-phone");
    }

    private void exported(int width, int height, String name) throws IOException {
        String number = "SOP-" + UUID.randomUUID();
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            records.add(ceremonies
                    .inReview(caller(ceremonies.team().author()), TestRecords.sop(number))
                    .recordId()
                    .toString());
        }
        String person = people.somebody(Role.REGULATORY_AUDITOR);
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, person, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records");
            page.getByLabel("Words of the record").fill(number);
            button(page, "Find");
            assertThat(page.locator("#count")).containsText("2 records");

            save(page, "My balances");
            assertThat(page.getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText("Saved as")))
                    .hasText("Saved as “My balances”.");
            save(page, "My balances");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Choose another name");
            visitor.photographAccessible(name + "-search");
            Assertions.assertThat(visitor.overflows()).isFalse();
            page.navigate(base + "/records");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("My balances"))
                    .click();
            assertThat(page.locator("#count")).containsText("2 records");

            page.getByLabel("Evidence bundles").check();
            button(page, "Export these 2 records");
            assertThat(page.locator("tbody .mark"))
                    .hasText("Ready", new LocatorAssertions.HasTextOptions().setTimeout(120_000));
            visitor.photographAccessible(name + "-ready");
            visitor.photographAccessibleInDark(name + "-ready");
            Assertions.assertThat(visitor.overflows()).isFalse();
            Download download = page.waitForDownload(
                    () -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download the export"))
                            .click());
            try (ZipFile zip = new ZipFile(download.path().toFile())) {
                Assertions.assertThat(zip.stream().map(ZipEntry::getName))
                        .contains("completeness.json", "index.csv")
                        .contains("records/" + records.get(0) + "-v1/copy.pdf")
                        .contains("records/" + records.get(1) + "-v1/evidence.zip");
            }
            button(page, "Delete the export");
            assertThat(page.locator("tbody .mark")).hasText("Cancelled");
            visitor.photographAccessible(name + "-deleted");

            page.navigate(base + "/records");
            button(page, "Delete the saved search My balances");
            assertThat(page.locator("#searches")).hasCount(0);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private static void save(Page page, String name) {
        page.getByLabel("Save this search under the name").fill(name);
        button(page, "Save search");
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }
}
