package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Authenticator;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A person at a browser of their own. Remembers what the browser complained about. */
final class Visitor implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final Page page;
    private final String base;
    private final String userId;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();

    Visitor(Browser browser, String base, String userId, int width, int height) {
        this(browser, base, userId, width, height, "en-GB");
    }

    /** @param language that their browser asks for */
    Visitor(Browser browser, String base, String userId, int width, int height, String language) {
        this.base = base;
        this.userId = userId;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(language)
                .setTimezoneId("Europe/Vienna"));
        this.page = context.newPage();
        page.setDefaultTimeout(60_000);
        page.setDefaultNavigationTimeout(60_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        context.onRequest(request -> stay(URI.create(request.url())));
        context.onResponse(this::demandPolicy);
    }

    /** Nothing of any page comes from, or goes to, another server. */
    private void stay(URI asked) {
        if (asked.getScheme().startsWith("http")
                && !List.of("localhost", "127.0.0.1").contains(asked.getHost())) {
            strange.add("a request to " + asked);
        }
    }

    /** Every page of ours forbids what it does not name; Tasklist has the policy of its vendor. */
    private void demandPolicy(Response answer) {
        Map<String, String> headers = answer.headers();
        if (answer.url().startsWith("http")
                && headers.getOrDefault("content-type", "").startsWith("text/html")
                && !URI.create(answer.url()).getPath().startsWith("/camunda/")
                && !headers.getOrDefault("content-security-policy", "").startsWith("default-src 'none'")) {
            strange.add(answer.url() + " has the policy " + headers.get("content-security-policy"));
        }
    }

    /** Password page, code page, Tasklist: nobody asks a third time. */
    Tasklist logIn() {
        page.navigate(base + "/");
        typeUserAndPassword();
        typeCode(Authenticator.freshCode(userId));
        page.waitForURL(Pattern.compile(".*/camunda/app/tasklist/.*"));
        return new Tasklist(page);
    }

    void typeUserAndPassword() {
        page.getByLabel("User name").fill(userId);
        page.getByLabel("Password").fill(Authenticator.PASSWORD);
        button("Continue");
    }

    void typeCode(String code) {
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Code"))
                .fill(code);
        button("Sign in");
    }

    /** The signing page alone, as from a link or on a phone. */
    SigningSheet openAlone(String taskId) {
        Object origin = page.evaluate(
                "() => fetch('/api/session').then(answer => answer.json()).then(session => session.signOrigin)");
        page.navigate(origin + "/sign/" + taskId);
        return new SigningSheet(page.locator("body"));
    }

    Page page() {
        return page;
    }

    /** Whether something is wider than the window, so that one has to scroll sideways. */
    boolean overflows() {
        return (boolean) page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth");
    }

    String freshCode() {
        return Authenticator.freshCode(userId);
    }

    /** Errors of scripts and refusals by a content security policy; answers that are no success are not among them. */
    List<String> complaints() {
        return complaints;
    }

    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Photographs a page that everybody can use: axe finds nothing wrong with it as it is now. */
    void photographAccessible(String name) {
        photograph(name);
        assertThat(Axe.violations(page)).as(name + " at " + page.url()).isEmpty();
    }

    /** As {@link #photographAccessible}, for people whose device is set to dark; the page is light again afterwards. */
    void photographAccessibleInDark(String name) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        photographAccessible(name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    @Override
    public void close() {
        context.close();
        assertThat(strange).as("of every page that was opened").isEmpty();
    }

    private void button(String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }
}
