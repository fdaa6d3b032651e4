package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.models.ModelSets;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A process administrator checks a model from their own page, at a desk and on a phone. */
@BrowserTest
@Requirement({"PRC-01", "USE-01"})
class ModelsInTheBrowserTest {

    private static final String APPROVAL = "processes/record-approval.bpmn";

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

    @ParameterizedTest
    @CsvSource({"1280,900,desk", "390,844,phone"})
    void dropsAFileSeesTheFindingsMendsThemAndSeesWhatWasProved(int width, int height, String where) {
        String shipped = ModelSets.text(ModelSets.shipped(), APPROVAL);
        String around = shipped.replace(
                        "sourceRef=\"drafted\" targetRef=\"review\"", "sourceRef=\"drafted\" targetRef=\"approval\"")
                .replace("<bpmn:serviceTask id=\"keep\"", "<bpmn:serviceTask camunda:asyncBefore=\"true\" id=\"keep\"");
        try (Visitor visitor = new Visitor(
                chromium.browser(),
                "http://localhost:" + port,
                people.somebody(Role.PROCESS_ADMINISTRATOR),
                width,
                height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate("http://localhost:" + port + "/account");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Process models"))
                    .click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Check process models"))
                    .click();
            assertThat(page.getByText("No files were checked yet.")).isVisible();
            visitor.photographAccessible("models-check-empty-" + where);

            check(page, around);
            assertThat(page.getByText("2 findings.")).isVisible();
            Locator found = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(APPROVAL));
            assertThat(found).containsText("MOD-016");
            assertThat(found).containsText("MOD-035");
            assertThat(found).containsText("drafted → approval");
            assertThat(found).containsText("How to mend it");
            visitor.photographAccessible("models-check-findings-" + where);
            visitor.photographAccessibleInDark("models-check-findings-" + where);
            Assertions.assertThat(visitor.overflows()).isFalse();

            check(page, shipped);
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Accepted");
            assertThat(page.getByRole(AriaRole.STATUS))
                    .containsText("every path to release passes approved signatures");
            visitor.photographAccessible("models-check-accepted-" + where);

            choose(page, shipped);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run these files on trial"))
                    .press("Enter");
            assertThat(page.locator("[data-tried]")).containsText("passed: ");
            choose(page, around);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run these files on trial"))
                    .press("Enter");
            assertThat(page.locator("[data-tried]")).containsText("the deployment gate refuses the set");
            visitor.photographAccessible("models-check-tried-" + where);
            Assertions.assertThat(visitor.overflows()).isFalse();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private static void check(Page page, String model) {
        choose(page, model);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Check").setExact(true))
                .press("Enter");
    }

    private static void choose(Page page, String model) {
        page.getByLabel("Models and forms", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload(
                        "record-approval.bpmn", "application/xml", model.getBytes(StandardCharsets.UTF_8)));
    }
}
