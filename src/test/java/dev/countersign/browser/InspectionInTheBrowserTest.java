package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two people give an inspector access, on a desk and on a telephone. */
@BrowserTest
@Requirement({"CPY-05", "USE-01"})
class InspectionInTheBrowserTest {

    private static final int DESK = 1280;
    private static final int TELEPHONE = 360;

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
    void accessIsAskedForWithItsEndAndDecidedByASecondPerson() {
        String inspector = people.somebody();
        Visitor administrator = loggedIn(people.somebody(Role.IT_ADMINISTRATOR), "/accounts/" + inspector);
        Locator form =
                administrator.page().locator("form").filter(new Locator.FilterOptions().setHasText("Ask for access"));
        Assertions.assertThat(form.locator("[name=until]").inputValue()).matches("20\\d\\d-\\d\\d-\\d\\dT18:00");
        look(administrator, "inspection-asked");
        form.locator("[name=until]").fill("2020-01-31T17:00");
        form.locator("[name=reason]").fill("an inspection by the agency");
        press(administrator.page(), "Ask for access");
        assertThat(administrator.page().getByRole(AriaRole.ALERT)).containsText("later than now");
        form.locator("[name=reason]").fill("an inspection by the agency");
        press(administrator.page(), "Ask for access");
        assertThat(administrator.page().getByRole(AriaRole.STATUS)).containsText("on record");

        Visitor manager = loggedIn(people.signer(Role.QA_MANAGER), "/accounts");
        Locator request =
                manager.page().locator("article.request").filter(new Locator.FilterOptions().setHasText(inspector));
        assertThat(request).containsText("It would end ");
        look(manager, "inspection-decided");
        request.getByLabel("Reason").fill("agreed with the agency");
        request.getByText("Grant").click();
        manager.page().navigate(base() + "/accounts/" + inspector);
        assertThat(manager.page().locator("article.request"))
                .containsText(Pattern.compile("Regulatory Auditor\\s+until .*UTC"));
        look(manager, "inspection-granted");

        Assertions.assertThat(findings).isEmpty();
        Assertions.assertThat(administrator.complaints()).isEmpty();
        Assertions.assertThat(manager.complaints()).isEmpty();
    }

    private Visitor loggedIn(String userId, String path) {
        Visitor visitor = new Visitor(chromium.browser(), base(), userId, DESK, 900);
        visitor.page().navigate(base() + path);
        visitor.typeUserAndPassword();
        visitor.typeCode(visitor.freshCode());
        visitor.page().waitForURL(Pattern.compile(".*" + Pattern.quote(path)));
        return visitor;
    }

    private void look(Visitor visitor, String name) {
        Page page = visitor.page();
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
            for (int width : new int[] {DESK, TELEPHONE}) {
                page.setViewportSize(width, 844);
                String what = "%s-%s-%d".formatted(name, light.name().toLowerCase(Locale.ROOT), width);
                visitor.photograph(what);
                Axe.violations(page).forEach(violation -> findings.add(what + ": " + violation));
                if (visitor.overflows()) {
                    findings.add(what + ": scrolls sideways");
                }
            }
        }
        page.setViewportSize(DESK, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }
}
