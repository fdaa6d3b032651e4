package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.records.ForgedVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestPdf;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Records are found and read, at a desk and on a phone: what they say, who signed, whom they wait for, and whether they verify. */
@BrowserTest
@Requirement({"REC-07", "WFL-09", "WRM-03", "USE-02"})
class RecordsInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Records records;

    @Autowired
    private WormStore store;

    @Autowired
    private DatabaseRoles roles;

    private Chromium chromium;
    private TestSigner author;
    private TestSigner reviewer;
    private String title;
    private String recordId;

    @BeforeEach
    void aRecordWaitsForItsReview() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        title = "Oq-" + UUID.randomUUID();
        recordId = author.started(TestRecords.testSuite(title).titled(title));
        author.approve(recordId);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void areFoundAndReadAtADesk() {
        read(1280, 900, "desk");
    }

    @Test
    void areFoundAndReadOnAPhone() {
        read(360, 780, "phone");
    }

    private void read(int width, int height, String name) {
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records");
            page.getByLabel("Words of the record").fill(title.toLowerCase(Locale.ROOT));
            page.getByLabel("Status").selectOption("in-review");
            button(page, "Find");
            assertThat(page.locator("tbody tr")).hasCount(1);
            visitor.photographAccessible("records-" + name);
            visitor.photographAccessibleInDark("records-" + name);
            Assertions.assertThat(visitor.overflows()).isFalse();

            link(page, title);
            assertThat(page.locator("h1")).hasText(title);
            assertThat(page.locator("main > .title")).containsText("In review");
            // nothing contradicts it, and the review has still to be signed
            assertThat(page.locator("main > .title")).containsText("Nothing contradicts it yet");
            assertThat(page.locator("section[aria-labelledby=board] .signature").first())
                    .containsText("I wrote version 1");
            assertThat(page.locator("section[aria-labelledby=board]")).containsText("Waits for a QA Analyst");
            assertThat(page.locator("section[aria-labelledby=mine] a")).hasCount(1);
            assertThat(page.locator("section.sections")).not().hasCount(0);
            link(page, "All " + page.locator(".checks tbody tr").count() + " checks");
            assertThat(page.locator(".checks tbody tr").first()).containsText("Passed");
            visitor.photographAccessible("record-" + name);
            visitor.photographAccessibleInDark("record-" + name);
            Assertions.assertThat(visitor.overflows()).isFalse();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void aRecordThatWasAlteredSaysSoInsteadOfWhatItSays() throws SQLException, IOException {
        String base = "http://localhost:" + port;
        RecordVersion version = records.latest(UUID.fromString(recordId)).orElseThrow();
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, "100 g weight", "900 g weight");
                Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), 1280, 900)) {
            Assertions.assertThat(forged.content()).isNotEmpty();
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records/" + recordId);
            assertThat(page.locator("main > .title")).containsText("Altered");
            assertThat(page.locator("main > .alert")).containsText("It is not shown");
            assertThat(page.locator("main")).containsText(version.sha256().hex());
            assertThat(page.locator("main")).not().containsText("g weight");
            assertThat(page.locator(".checks .mark.altered").first()).containsText("Failed");
            visitor.photographAccessible("record-altered");
            Assertions.assertThat(visitor.overflows()).isFalse();
            onAPhone(visitor, "record-altered-phone");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement("REC-05")
    void twoVersionsAreComparedInWords() {
        reviewer.reject(recordId, "The stage is missing.");
        TestSigner.expect(
                201,
                author.revise(
                        recordId, TestRecords.testSuite("changed").titled(title).because("The number was wrong.")));
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records/" + recordId);
            assertThat(page.locator("main")).containsText("Reason for change: The number was wrong.");
            link(page, "Compare with version 1");
            assertThat(page.locator(".change")).hasCount(1);
            assertThat(page.locator(".change del")).hasText(title);
            assertThat(page.locator(".change ins")).hasText("changed");
            visitor.photographAccessible("records-compared");
            visitor.photographAccessibleInDark("records-compared");
            onAPhone(visitor, "records-compared-phone");
            page.locator("#to").selectOption("1");
            button(page, "Compare");
            assertThat(page.locator("main")).containsText("Nothing: title, content and attachments are the same.");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement({"REC-05", "REC-07"})
    void attachedPagesAreShownInPlaceAndComparedPageByPage() {
        TestRecord suite = TestRecords.testSuite(title).titled(title).because("The limit was wrong.");
        String limits = "limits.pdf";
        reviewer.reject(recordId, "The limits are missing.");
        TestSigner.expect(
                201,
                author.revise(
                        recordId,
                        suite.with(limits, "application/pdf", TestPdf.pages("Scope", "Limit 0.02 g", "End"))
                                .with("note.txt", "text/plain", "weighed twice\n".getBytes(UTF_8))));
        author.approve(recordId);
        reviewer.reject(recordId, "The limit is wrong.");
        TestSigner.expect(
                201,
                author.revise(
                        recordId,
                        suite.with(limits, "application/pdf", TestPdf.pages("Scope", "Limit 0.05 g", "Annex", "End"))));
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records/" + recordId + "?version=2");
            page.getByText("Look at note.txt").click();
            assertThat(page.locator(".text-attachment")).hasText("weighed twice\n");
            page.getByText("Look at limits.pdf").click();
            shown(page.getByAltText("Page 2 of limits.pdf"));
            visitor.photographAccessible("record-attachments");
            visitor.photographAccessibleInDark("record-attachments");
            Assertions.assertThat(visitor.overflows()).isFalse();

            page.navigate(base + "/records/" + recordId + "/compare?from=2&to=3");
            link(page, limits);
            assertThat(page.locator("main")).containsText("2 pages differ; 3 and 4 were compared");
            assertThat(page.locator("h2")).hasText(new String[] {
                "Pages of version 2 and of version 3", "Page 2 became page 2", "Page 3 was added"
            });
            shown(page.locator("figure img").nth(0));
            shown(page.locator("figure img").nth(1));
            page.getByText("Both over each other").click();
            shown(page.getByAltText("Page 2 of version 2 and page 2 of version 3 over each other"));
            visitor.photographAccessible("records-compared-pages");
            visitor.photographAccessibleInDark("records-compared-pages");
            Assertions.assertThat(visitor.overflows()).isFalse();
            onAPhone(visitor, "records-compared-pages-phone");
            Assertions.assertThat(visitor.overflows()).isFalse();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    /** Scrolled to and drawn. */
    private static void shown(Locator image) {
        image.scrollIntoViewIfNeeded();
        image.evaluate("image => image.decode()");
        Assertions.assertThat(image.evaluate("image => image.naturalWidth")).isEqualTo(1240);
    }

    @Test
    @Requirement("WFL-04")
    void aCommentIsAddedAndStaysAsItWasTyped() {
        String words = "Which balance?\n<script>document.title = 'altered'</script>";
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records/" + recordId);
            page.getByLabel("Comment on version 1").fill("a limit of 0.5\u202E");
            button(page, "Add comment");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("A comment has 1 to 4000 characters");
            assertThat(page.getByLabel("Comment on version 1")).hasValue("a limit of 0.5\u202E");
            visitor.photographAccessible("comment-refused");
            page.getByLabel("Comment on version 1").fill(words);
            button(page, "Add comment");
            assertThat(page.locator(".remark")).hasText(words);
            assertThat(page).hasTitle(title + " · Countersign");
            visitor.photographAccessible("comments");
            onAPhone(visitor, "comments-phone");
        }
    }

    @Test
    @Requirement("REC-09")
    void aRecordIsLinkedWithAnotherAndTheLinkIsTakenBack() {
        String former = author.started(TestRecords.sop("SOP-former-" + UUID.randomUUID()));
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/records/" + recordId);
            page.getByText("Link with another record").click();
            page.getByLabel("the other record").fill("SOP-former");
            button(page, "Link records");
            assertThat(page.locator("#linkerror")).containsText("“SOP-former” names no record.");
            assertThat(page.getByLabel("the other record")).hasValue("SOP-former");
            visitor.photographAccessible("link-refused");
            page.getByLabel("the other record").fill(base + "/records/" + former);
            button(page, "Link records");
            assertThat(page.locator("#links ~ ul li")).containsText("supersedes");
            visitor.photographAccessible("links");
            onAPhone(visitor, "links-phone");
            page.navigate(base + "/records/" + former);
            assertThat(page.locator("#links ~ ul li")).containsText("is superseded by");
            page.locator("#links ~ ul summary").click();
            page.getByLabel("Why they are no longer linked").fill("It was another one.");
            button(page, "Take this link back");
            assertThat(page.locator("#links ~ ul")).hasCount(0);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement({"SIG-01", "CPY-05"})
    void aSignatureIsShownAsItWasMadeWhateverCameLater() {
        reviewer.reject(recordId, "The stage is missing.");
        TestSigner.expect(
                201,
                author.revise(
                        recordId,
                        TestRecords.testSuite("another").titled("Another title").because("The number was wrong.")));
        String base = "http://localhost:" + port;
        for (int width : new int[] {1280, 360}) {
            try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), width, 900)) {
                visitor.logIn();
                Page page = visitor.page();
                page.navigate(base + "/records/" + recordId + "?version=1");
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("As it was made"))
                        .last()
                        .click();
                assertThat(page.locator(".signature")).containsText("The stage is missing.");
                assertThat(page.locator(".signature")).containsText("Rejected");
                assertThat(page.locator("main")).containsText(title);
                assertThat(page.locator("section.sections").first()).containsText(title);
                assertThat(page.locator("main")).not().containsText("Another title");
                assertThat(page.locator("section[aria-labelledby=made]")).containsText("password, one-time code");
                assertThat(page.locator("section[aria-labelledby=made] dd .moment time"))
                        .hasCount(1);
                assertThat(page.locator("section[aria-labelledby=made]"))
                        .not()
                        .containsText(Pattern.compile("[0-9]T[0-9]"));
                assertThat(page.locator("section[aria-labelledby=way]")).containsText("signature-step");
                assertThat(page.locator(".checks")).containsText("Ed25519");
                visitor.photographAccessible("signature-" + width);
                Assertions.assertThat(visitor.overflows()).isFalse();
                Assertions.assertThat(visitor.complaints()).isEmpty();
            }
        }
    }

    @Test
    void whatWaitsIsListedAndWhoHasWhatOneWrote() {
        String base = "http://localhost:" + port;
        try (Visitor visitor = new Visitor(chromium.browser(), base, author.userId(), 1280, 900)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base + "/home");
            assertThat(page.locator("section[aria-labelledby=own]")).containsText(title);
            assertThat(page.locator("section[aria-labelledby=own]")).containsText("a QA Analyst: Review");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible("home");
            visitor.photographAccessibleInDark("home");
            onAPhone(visitor, "home-phone");
            page.setViewportSize(1280, 900);
            link(page, "Records");
            assertThat(page.locator("h1")).hasText("Records");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement({"WFL-09", "SIG-01"})
    void aVersionThatNobodyWasAskedToSignSaysThatItIsUnsigned() {
        TestSigner.expect(201, reviewer.approve(recordId));
        TestSigner.expect(201, TestSigner.with(people, port, Role.QA_MANAGER).approve(recordId));
        TestSigner.expect(
                201,
                author.revise(
                        recordId, TestRecords.testSuite(title).titled(title).because("The stage was missing.")));
        String base = "http://localhost:" + port;
        for (int width : new int[] {1280, 360}) {
            try (Visitor visitor = new Visitor(chromium.browser(), base, author.userId(), width, 900)) {
                visitor.logIn();
                Page page = visitor.page();
                page.navigate(base + "/records/" + recordId);
                assertThat(page.locator("main > .title .mark.unsigned")).hasText("Unsigned");
                Locator board = page.locator("section[aria-labelledby=board]");
                assertThat(board.locator(".mark.unsigned")).hasText("Unsigned");
                assertThat(board).containsText("No approval was started");
                assertThat(board).not().containsText("Not yet its turn");
                BoundingBox start =
                        page.locator("section[aria-labelledby=next] button").boundingBox();
                BoundingBox write =
                        page.locator("section[aria-labelledby=next] a.button").boundingBox();
                Assertions.assertThat(write.y - start.y - start.height).isBetween(8.0, 24.0);
                Assertions.assertThat(write.width).isEqualTo(start.width);
                visitor.photographAccessible("record-unsigned-" + width);
                visitor.photographAccessibleInDark("record-unsigned-" + width);
                page.navigate(base + "/records/" + recordId + "?version=1");
                assertThat(page.locator("main > .title .mark.effective")).hasCount(1);
                assertThat(page.locator(".mark.unsigned")).hasCount(0);
            }
        }
    }

    @Test
    @Requirement("USE-02")
    void aTitleWithoutABreakIsNoWiderThanItsPage() {
        String words = UUID.randomUUID().toString();
        String wide = "W".repeat(440) + " " + words;
        String wideId = author.started(TestRecords.sop("SOP-" + words).titled(wide));
        author.approve(wideId);
        String taskId = reviewer.task(wideId).path("taskId").asText();
        String base = "http://localhost:" + port;
        for (int width : new int[] {1280, 360}) {
            try (Visitor visitor = new Visitor(chromium.browser(), base, reviewer.userId(), width, 900)) {
                visitor.logIn();
                Page page = visitor.page();
                for (String path : List.of("/records?q=" + words, "/records/" + wideId, "/home")) {
                    page.navigate(base + path);
                    assertThat(page.locator("main")).containsText(words);
                    visitor.photographAccessible(
                            "wide-" + (path.endsWith(wideId) ? "record" : path.split("[/?]")[1]) + "-" + width);
                    Assertions.assertThat(visitor.overflows())
                            .as(path + " at " + width)
                            .isFalse();
                    if (!path.equals("/records/" + wideId)) {
                        Locator link = page.locator("main a.clamped[href*='" + wideId + "']")
                                .first();
                        assertThat(link).hasAttribute("title", wide);
                        Assertions.assertThat((double) link.boundingBox().height)
                                .as("three lines")
                                .isLessThan(100);
                    }
                }
                assertThat(visitor.openAlone(taskId).heading("Your signature")).isVisible();
                visitor.photographAccessible("wide-signing-" + width);
                Assertions.assertThat(visitor.overflows())
                        .as("signing page at " + width)
                        .isFalse();
            }
        }
    }

    private static void onAPhone(Visitor visitor, String name) {
        visitor.page().setViewportSize(360, 780);
        visitor.photographAccessible(name);
        Assertions.assertThat(visitor.overflows()).as(name).isFalse();
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    private static void link(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
