package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What somebody typed into the form of a record outlives reloading, a broken connection and a faster colleague; and not a sign-out. */
@BrowserTest
@Requirement({"REC-04", "INT-02"})
class WritingLosesNothingTest {

    private static final String KEPT = "Object.keys(localStorage).filter(key => key.startsWith('countersign.'))";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private TestSigner author;
    private String title;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        title = "Procedure " + UUID.randomUUID();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void whatWasTypedIsKeptUntilItsPersonSignsOut() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure(title).kept();
            page.reload();
            form.ready();
            assertThat(page.locator("[data-restored]")).containsText("This is what you typed until");
            assertThat(form.field("Title of the record")).hasValue(title);
            assertThat(RecordForm.in(form.group("Procedure"), "Instruction")).hasValue("Weigh the check weight.");
            visitor.photographAccessible("write-restored");
            Assertions.assertThat(kept(page)).isEqualTo(1);

            // from a page without the form, which knows nothing of what is kept
            page.navigate(base() + "/records");
            form.button("Sign out").click();
            page.waitForURL("**/login?out");
            Assertions.assertThat(kept(page)).isZero();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void anAnswerThatWasLostMakesNoSecondRecord() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure(title);
            page.route("**/api/records", WritingLosesNothingTest::loseTheAnswer);
            form.button("Save as draft").click();
            assertThat(form.problems()).containsText("The connection broke off.");
            page.unroute("**/api/records");
            form.button("Save as draft").click();
            assertThat(form.saved()).isVisible();
            Assertions.assertThat(found(title)).isEqualTo(1);
            Assertions.assertThat(kept(page)).isZero();
        }
    }

    private static void loseTheAnswer(Route route) {
        route.fetch();
        route.abort();
    }

    @Test
    void aSessionThatEndedMeanwhileCostsNothing() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure(title);
            page.context().clearCookies();
            form.button("Save as draft").click();
            assertThat(form.problems()).containsText("You are signed out.");
            form.kept();
            visitor.logIn();
            RecordForm.opened(page, base() + "/records/new?type=sop");
            form.button("Save as draft").click();
            String recordId = form.savedId();

            page.navigate(base() + "/home");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go on writing " + title))
                    .click();
            form.ready();
            Assertions.assertThat(page.url()).endsWith("/records/" + recordId + "/edit");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void theSlowerOfTwoIsShownTheDifferenceAndLosesNothing() {
        TestRecord first = TestRecords.sop("SOP-4").titled(title);
        String recordId = TestSigner.expect(201, author.client().post("/api/records", new String(first.body(), UTF_8)))
                .path("recordId")
                .asText();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/" + recordId + "/edit");
            form.field("Purpose").fill("Mine.");
            form.field("Reason for change").fill("It was wrong.");
            TestSigner.expect(
                    201,
                    author.revise(
                            recordId,
                            first.changing(content -> content.put("scope", "Theirs."))
                                    .because("Wider.")));
            form.button("Save as version 2").click();
            assertThat(page.locator("#stale-heading")).isFocused();
            assertThat(page.locator("[data-stale] .change ins")).hasText("Theirs.");
            visitor.photographAccessible("write-stale");
            assertThat(form.field("Purpose")).hasValue("Mine.");
            assertThat(form.field("Reason for change")).hasValue("It was wrong.");

            // also after a reload, whose form would else be filled from the newest version
            page.reload();
            form.ready();
            assertThat(page.locator("[data-stale] .change ins")).hasText("Theirs.");
            assertThat(form.field("Purpose")).hasValue("Mine.");
            form.field("Scope").fill("Theirs.");
            form.button("I have taken over what is needed: go on from the newest version")
                    .click();
            form.button("Save as version 3").click();
            assertThat(form.saved()).containsText("Saved as version 3");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
        JsonNode content =
                TestSigner.expect(200, author.client().get("/api/records/" + recordId + "/versions/3/content"));
        Assertions.assertThat(content.path("purpose").asText()).isEqualTo("Mine.");
        Assertions.assertThat(content.path("scope").asText()).isEqualTo("Theirs.");
    }

    @Test
    void aFormThatCannotBeFilledIsNotSavedOverTheRecord() {
        String recordId = written();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            page.route(
                    "**/versions/1/content",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(503)
                            .setContentType("application/problem+json")
                            .setBody("{\"detail\":\"The store cannot be read now.\"}")));
            page.navigate(base() + "/records/" + recordId + "/edit");
            RecordForm form = new RecordForm(page);
            assertThat(form.problems()).containsText("nothing was changed. The store cannot be read now.");
            assertThat(page.locator("[data-form]")).isHidden();
            assertThat(page.locator("[data-save]:not([disabled])")).hasCount(0);
            visitor.photographAccessible("write-unfilled");
            page.unroute("**/versions/1/content");
            page.reload();
            form.ready();
            assertThat(form.field("Title of the record")).hasValue(title);
            assertThat(page.locator("[data-save][disabled]")).hasCount(0);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void nobodyGoesOnFromAVersionWhoseDifferenceIsNotShown() {
        String recordId = written();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/" + recordId + "/edit");
            form.field("Reason for change").fill("It was wrong.");
            TestSigner.expect(
                    201,
                    author.revise(
                            recordId,
                            TestRecords.sop("SOP-4")
                                    .titled(title)
                                    .changing(content -> content.put("scope", "Theirs."))
                                    .because("Wider.")));
            page.route("**/compare?*", route -> route.fulfill(new Route.FulfillOptions().setStatus(500)));
            form.button("Save as version 2").click();
            assertThat(page.locator("[data-difference]")).containsText("What is different could not be loaded");
            assertThat(page.locator("[data-go-on]")).isDisabled();
            page.unroute("**/compare?*");
            form.button("Save as version 2").click();
            assertThat(page.locator("[data-stale] .change ins")).hasText("Theirs.");
            assertThat(page.locator("[data-go-on]")).isEnabled();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsKeptIsReadableToWhoeverTypedItAlone() {
        TestSigner next = TestSigner.with(people, port, Role.QA_ANALYST);
        try (Visitor first = visitor();
                Visitor second = visitor(next)) {
            Page page = first.page();
            RecordForm.opened(page, base() + "/records/new?type=sop").fillProcedure(title);
            assertThat(page.locator("[data-kept-said]")).containsText("Kept in this browser at");
            String stored = (String) page.evaluate("() => JSON.stringify(localStorage)");
            Assertions.assertThat(stored).doesNotContain(title, author.userId(), "Weigh");

            // the same browser, without the sign-out between; and the other person's entry under one's own name
            Page other = second.page();
            RecordForm form = RecordForm.opened(other, base() + "/records/new?type=sop");
            form.field("Title of the record").fill("Mine");
            assertThat(other.locator("[data-kept-said]")).containsText("Kept in this browser at");
            other.evaluate(
                    "stored => { const theirs = JSON.parse(stored); for (const own of Object.keys(localStorage))"
                            + " localStorage.setItem(own, Object.values(theirs)[0]);"
                            + " Object.entries(theirs).forEach(([name, value]) => localStorage.setItem(name, value)); }",
                    stored);
            other.reload();
            form.ready();
            assertThat(other.locator("[data-restored]")).isHidden();
            assertThat(form.field("Title of the record")).hasValue("");
            Assertions.assertThat(kept(other)).isEqualTo(1);

            // whoever signs in while a form is open is not shown it; it is there for its person again
            var cookies = page.context().cookies();
            page.context().clearCookies();
            page.context().addCookies(other.context().cookies());
            page.waitForRequest(
                    "**/records/new?type=sop",
                    () -> page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))"));
            page.waitForLoadState();
            RecordForm theirs = new RecordForm(page).ready();
            assertThat(theirs.field("Title of the record")).hasValue("");
            page.context().clearCookies();
            page.context().addCookies(cookies);
            page.reload();
            assertThat(theirs.ready().field("Title of the record")).hasValue(title);

            // nor saved in the name of whoever came between
            page.context().clearCookies();
            page.context().addCookies(other.context().cookies());
            page.waitForRequest("**/records/new?type=sop", () -> theirs.button("Save as draft")
                    .click());
            page.waitForLoadState();
            assertThat(theirs.ready().field("Title of the record")).hasValue("");
            Assertions.assertThat(found(title)).isZero();
            Assertions.assertThat(first.complaints()).isEmpty();
            Assertions.assertThat(second.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{title: 'Planted', content: {}, keeps: [], base: null}",
                "{title: 'Planted', content: {procedure: 5}, keeps: [], base: BASE}"
            })
    void whatWasKeptAndDoesNotFitTheFormIsDropped(String planted) {
        String recordId = written();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/" + recordId + "/edit");
            page.evaluate("async () => { const {version, sha256, record, draftKey} ="
                    + " document.querySelector('[data-writing]').dataset;"
                    + " const BASE = {version: Number(version), sha256};"
                    + " const kept = (await import('/assets/writing/drafts.js')).draft(draftKey, record);"
                    + " await kept.load();"
                    + " await new Promise(done => { kept.keep(() => (" + planted + "), done); }); }");
            Assertions.assertThat(kept(page)).isEqualTo(1);
            page.reload();
            form.ready();
            assertThat(form.field("Title of the record")).hasValue(title);
            assertThat(form.field("Purpose")).not().hasValue("");
            Assertions.assertThat(kept(page)).isZero();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private String written() {
        return TestSigner.expect(
                        201,
                        author.client()
                                .post(
                                        "/api/records",
                                        new String(
                                                TestRecords.sop("SOP-4")
                                                        .titled(title)
                                                        .body(),
                                                UTF_8)))
                .path("recordId")
                .asText();
    }

    private int found(String words) {
        return author.client()
                        .get("/api/records?q=" + words.replace(" ", "+"))
                        .body()
                        .split(words, -1)
                        .length
                - 1;
    }

    private static int kept(Page page) {
        return (int) page.evaluate("() => " + KEPT + ".length");
    }

    private Visitor visitor() {
        return visitor(author);
    }

    private Visitor visitor(TestSigner signer) {
        Visitor visitor = new Visitor(chromium.browser(), base(), signer.userId(), 1280, 900);
        visitor.logIn();
        return visitor;
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
