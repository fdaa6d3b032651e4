package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.countersign.Authenticator;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A day in Tasklist: with any eyes and hands, on a telephone, on a slow line, and its end. */
@BrowserTest
@Requirement("USE-02")
class WorkInTasklistTest {

    /** From the click on a task until its signing page is there, on a browser that never saw one: what may be fetched at most. */
    private static final int MOST_REQUESTS = 12;

    private static final int MOST_BYTES = 100_000;

    private final List<String> findings = new ArrayList<>();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private TestSigner author;
    private String recordId;
    private String title;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        title = record.title();
        recordId = author.started(record);
    }

    @AfterEach
    void closeTheBrowser() {
        chromium.close();
    }

    @Test
    void theSigningPageIsForEverybodyInTasklistAndAlone() {
        expect(201, author.approve(recordId));
        TestSigner reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        try (Visitor visitor = new Visitor(chromium.browser(), base(), reviewer.userId(), 1280, 900)) {
            SigningSheet sheet = visitor.logIn().open("Review: " + title);
            assertThat(sheet.heading("Your signature")).isVisible();
            lookAtForm(visitor, "signature", "form[name=signatureForm]", true);
            sheet.reject("Steps are missing").sign("000000");
            assertThat(sheet.alert()).isFocused();
            lookAtForm(visitor, "signature-refused", "form[name=signatureForm]", true);

            SigningSheet alone =
                    visitor.openAlone(reviewer.task(recordId).path("taskId").asText());
            assertThat(alone.heading("Your signature")).isVisible();
            look(visitor, "alone");
            alone.reject("Steps are missing").sign("000000");
            assertThat(alone.alert()).isFocused();
            look(visitor, "alone-refused");
            alone.sign(visitor.freshCode());
            assertThat(alone.heading("You rejected version 1")).isVisible();
            look(visitor, "alone-signed");
        }
        assertThat(findings).isEmpty();
    }

    @Test
    @Requirement("WFL-03")
    void theFormForANewVersionIsForEverybody() {
        expect(201, author.reject(recordId, "a step is missing"));
        try (Visitor visitor = visitor(1280)) {
            ReworkForm rework = visitor.logIn().openRework(title);
            assertThat(rework.reason()).containsText("a step is missing");
            lookAtForm(visitor, "rework", "form[name=reworkForm]", false);
            assertThat(visitor.complaints()).isEmpty();
        }
        assertThat(findings).isEmpty();
    }

    @Test
    @Requirement({"WFL-03", "REC-02"})
    void aVersionThatIsNoJsonIsRefusedAndStaysAsItWasTyped() {
        expect(201, author.reject(recordId, "a step is missing"));
        try (Visitor visitor = visitor(1280)) {
            ReworkForm rework = visitor.logIn().openRework(title);
            assertThat(rework.content()).isVisible();
            assertThat(rework.alert()).hasCount(0);
            String good = rework.content().inputValue();
            String broken = good.substring(0, good.lastIndexOf('}'));
            rework.title().fill(title + ", second");
            rework.handIn(broken, "the step that was missing");
            assertThat(rework.alert()).containsText("The JSON is refused at");
            assertThat(rework.alert()).isFocused();
            assertThat(rework.content()).hasValue(broken);
            assertThat(rework.change()).hasValue("the step that was missing");
            assertThat(rework.title()).hasValue(title + ", second");
            lookAtForm(visitor, "rework-refused", "form[name=reworkForm]", false);
            assertThat(author.read(recordId).path("versions")).hasSize(1);

            rework.handIn(good, "the step that was missing");
            assertThat(rework.form()).hasCount(0);
            assertThat(visitor.complaints()).isEmpty();
        }
        assertThat(author.read(recordId).at("/versions/1/title").asText()).isEqualTo(title + ", second");
        assertThat(findings).isEmpty();
    }

    /** Pages of a PDF are drawn by the server, each fetched as it comes into sight. */
    @Test
    @Requirement({"REC-03", "SIG-01"})
    void attachedPagesAreReadWhereTheyAreSigned() {
        TestRecord batch = TestRecords.sample("batch-record").titled("Batch " + UUID.randomUUID());
        String batchId = author.started(batch);
        try (Visitor visitor = visitor(1280)) {
            SigningSheet sheet = visitor.logIn().open("Author's signature: " + batch.title());
            readPages(sheet);
            lookAtForm(visitor, "attachment", "form[name=signatureForm]", true);

            String taskId = author.task(batchId).path("taskId").asText();
            SigningSheet alone = visitor.openAlone(taskId);
            readPages(alone);
            visitor.page().setViewportSize(360, 844);
            visitor.page().reload();
            readPages(alone);
            look(visitor, "attachment");
            assertThat(visitor.complaints()).isEmpty();
        }
        assertThat(findings).isEmpty();
    }

    private static void readPages(SigningSheet sheet) {
        assertThat(sheet.pages()).hasCount(3);
        for (Locator picture : sheet.pages().all()) {
            picture.scrollIntoViewIfNeeded();
            assertThat(picture).not().hasJSProperty("naturalWidth", 0);
        }
        assertThat(sheet.overflows()).as("scrolls sideways").isFalse();
    }

    /** From the login page on, with Tab, Enter and letters. */
    @Test
    @Requirement("SIG-01")
    void aTelephoneAndAKeyboardAreEnoughForAWholeSignature() {
        try (Visitor visitor = visitor(360)) {
            Page page = visitor.page();
            page.navigate(base() + "/");
            Keys keys = new Keys(page);
            keys.to(page.getByLabel("User name")).type(author.userId());
            keys.to(page.getByLabel("Password")).type(Authenticator.PASSWORD).enter();
            keys.to(page.locator("[name=code]")).type(visitor.freshCode()).enter();
            page.waitForURL(Pattern.compile(".*/camunda/app/tasklist/.*"));
            Tasklist tasklist = new Tasklist(page);
            assertThat(tasklist.line(title)).isVisible();
            assertThat(visitor.overflows()).as("the list scrolls sideways").isFalse();
            visitor.photograph("phone-list");
            keys.to(tasklist.line(title).locator("a").first()).enter();
            SigningSheet sheet =
                    new SigningSheet(page.frameLocator("iframe.cs-frame").locator("body"));
            assertThat(sheet.heading("Your signature")).isVisible();
            assertThat(visitor.overflows()).as("the task scrolls sideways").isFalse();
            visitor.photograph("phone-task");
            tasklist.mark();
            keys.to(sheet.password()).type(Authenticator.PASSWORD);
            keys.to(sheet.code()).type(visitor.freshCode()).enter();
            tasklist.hasMovedOnFrom("Author's signature: " + title);
            assertThat(visitor.complaints()).isEmpty();
        }
        assertThat(author.read(recordId).at("/versions/0/signatures")).hasSize(1);
    }

    @Test
    @Requirement("IDN-05")
    void signingOutInTasklistSignsOutEverywhere() {
        try (Visitor visitor = visitor(1280)) {
            Page page = visitor.logIn().page();
            List<Cookie> cookies = page.context().cookies();
            String old = String.join(
                    "; ",
                    cookies.stream()
                            .map(cookie -> cookie.name + "=" + cookie.value)
                            .toList());
            List<String> doors = List.of(
                    "/api/session",
                    "/api/tasks",
                    "/engine-rest/task",
                    "/camunda/api/engine/engine/default/task",
                    "/camunda/app/tasklist/default/");
            for (String door : doors) {
                assertThat(status(port, door, old)).as(door + " before").isEqualTo(200);
            }
            page.locator(".account .dropdown-toggle").click();
            page.locator(".account .logout a").click();
            page.waitForURL(base() + "/login?out");
            visitor.photograph("signed-out");
            for (String door : doors) {
                assertThat(status(port, door, old)).as(door + " afterwards").isIn(302, 401);
            }
            page.navigate(base() + "/camunda/app/tasklist/default/");
            assertThat(page.getByLabel("User name")).isVisible();
        }
    }

    private static int status(int port, String door, String cookies) {
        return TestClient.anonymous(port).get(door, "Cookie", cookies).statusCode();
    }

    @Test
    @Requirement("WFL-09")
    void aCardSaysWhichRecordItIsAbout() {
        TestRecord batch = TestRecords.sample("batch-record").titled("Batch " + UUID.randomUUID());
        String batchId = author.started(batch);
        try (Visitor visitor = visitor(1280)) {
            Tasklist tasklist = visitor.logIn();
            assertThat(tasklist.line(title)).containsText("Standard operating procedure · version 1 · standard");
            assertThat(tasklist.line(title)).containsText("Record " + recordId);
            assertThat(tasklist.line(title)).containsText("Due in 5 days");
            assertThat(tasklist.line(title)).not().containsText("▲");
            assertThat(tasklist.line(batch.title())).containsText("Record " + batchId);
            assertThat(tasklist.line(batch.title())).containsText("Batch record · version 1 ▲ sensitive");
            visitor.page()
                    .screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/tasklist-cards.png")));
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    /** Counted, not timed: few small answers, each asked for once, all of them ours. */
    @Test
    @Requirement("USE-03")
    void openingATaskAsksForLittleAndForNothingTwice() {
        try (Visitor visitor = visitor(1280)) {
            Traffic.withoutLookingAgain(visitor.page());
            Tasklist tasklist = visitor.logIn();
            assertThat(tasklist.line(title)).isVisible();
            Traffic traffic = new Traffic(visitor.page());
            SigningSheet sheet = tasklist.open("Author's signature: " + title);
            assertThat(sheet.heading("Your signature")).isVisible();
            traffic.settle();

            assertThat(traffic.hosts()).containsExactlyInAnyOrder("localhost:" + port, "localhost:" + signPort());
            assertThat(traffic.asked()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(MOST_REQUESTS);
            assertThat(traffic.bytes()).isLessThanOrEqualTo(MOST_BYTES);
        }
    }

    private int signPort() {
        String origin = TestClient.json(author.client().get("/api/session"))
                .path("signOrigin")
                .asText();
        return URI.create(origin).getPort();
    }

    /** A form of ours in Tasklist, whose own page is the vendor's, and what it frames. */
    private void lookAtForm(Visitor visitor, String name, String form, boolean frames) {
        Page page = visitor.page();
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
            String what = "tasklist-" + name + "-" + light.name().toLowerCase(Locale.ROOT);
            visitor.photograph(what);
            Axe.violations(page.mainFrame(), form).forEach(found -> findings.add(what + ": " + found));
            if (frames) {
                Frame sheet = page.frames().stream()
                        .filter(one -> one.url().contains("/sign/"))
                        .findFirst()
                        .orElseThrow();
                Axe.violations(sheet, null).forEach(found -> findings.add(what + ", inside: " + found));
            }
        }
    }

    private void look(Visitor visitor, String name) {
        Page page = visitor.page();
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
            for (int width : new int[] {1280, 360}) {
                page.setViewportSize(width, 844);
                String what = "signing-%s-%s-%d".formatted(name, light.name().toLowerCase(Locale.ROOT), width);
                visitor.photograph(what);
                Axe.violations(page).forEach(found -> findings.add(what + ": " + found));
                if (visitor.overflows()) {
                    findings.add(what + ": scrolls sideways");
                }
            }
        }
    }

    private Visitor visitor(int width) {
        return new Visitor(chromium.browser(), base(), author.userId(), width, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
