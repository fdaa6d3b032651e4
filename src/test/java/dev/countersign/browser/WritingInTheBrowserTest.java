package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
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

/** Records and their next versions are written on forms made from their schemas, at a desk, on a phone, and with the keyboard alone. */
@BrowserTest
@Requirement({"REC-02", "REC-03", "REC-04", "USE-02"})
class WritingInTheBrowserTest {

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
    void aProcedureIsWrittenAndItsApprovalStartedAtADesk() {
        write(1280, 900, "desk");
    }

    @Test
    void aProcedureIsWrittenAndItsApprovalStartedOnAPhone() {
        write(360, 780, "phone");
    }

    private void write(int width, int height, String name) {
        try (Visitor visitor = visitor(width, height)) {
            Page page = visitor.page();
            page.navigate(base() + "/home");
            link(page, "New record");
            visitor.photographAccessible("write-types-" + name);
            link(page, "Standard operating procedure");
            RecordForm form = new RecordForm(page).ready();
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible("write-empty-" + name);

            form.button("Save and start approval").click();
            assertThat(form.problems()).containsText("Title of the record: This is required.");
            assertThat(form.problems()).containsText("Chapter 1, Step 1, Instruction: This is required.");
            assertThat(form.field("Title of the record")).isFocused();
            visitor.photographAccessible("write-problems-" + name);

            form.fillProcedure(title);
            assertThat(form.problems()).not().containsText("Chapter 1");
            page.locator("#files")
                    .setInputFiles(new FilePayload("certificate.pdf", "application/pdf", TestRecords.pdf()));
            assertThat(form.chosen()).containsText("certificate.pdf");
            Assertions.assertThat(visitor.overflows()).isFalse();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            visitor.photographAccessible("write-filled-dark-" + name);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            visitor.photographAccessible("write-filled-" + name);
            form.button("Save and start approval").click();

            page.waitForURL("**/records/*-*");
            assertThat(page.locator("h1")).hasText(title);
            assertThat(page.locator("main")).containsText("The approval of version 1 has been started.");
            assertThat(page.locator("main > .title")).containsText("In review");
            assertThat(page.locator("section[aria-labelledby=files]")).containsText("certificate.pdf");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible("write-started-" + name);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (Visitor visitor = visitor(1280, 900)) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            Keys keys = new Keys(page);
            keys.to(form.field("Title of the record")).type(title).enter();
            keys.to(form.field("Document number")).type("SOP-2");
            assertThat(form.problems()).isHidden();
            keys.to(form.field("Purpose")).type("It is written by hand.");
            keys.to(form.field("Scope")).type("Everywhere.");
            Locator duties = form.group("Responsibilities");
            keys.to(RecordForm.in(duties, "Role")).type("Analyst");
            keys.to(RecordForm.in(duties, "Duty")).type("Writes.");
            Locator procedure = form.group("Procedure");
            keys.to(RecordForm.in(procedure, "Chapter")).type("1");
            keys.to(RecordForm.in(procedure, "Heading")).type("Writing");
            keys.to(RecordForm.in(procedure, "Step")).type("1.1");
            keys.to(RecordForm.in(procedure, "Instruction")).type("Write.");
            keys.to(form.button("Add: Step")).enter();
            Locator second = form.group("Step 2");
            // what follows 1.1 is proposed, and has the focus
            assertThat(RecordForm.in(second, "Step")).isFocused();
            assertThat(RecordForm.in(second, "Step")).hasValue("1.2");
            keys.to(RecordForm.in(second, "Instruction")).type("Read.");
            keys.to(form.button("Move Step 2 up")).enter();
            assertThat(RecordForm.in(form.group("Step 1"), "Instruction")).hasValue("Read.");
            assertThat(form.button("Move Step 1 down")).isFocused();
            keys.to(form.button("Remove Step 1")).enter();
            assertThat(form.button("Put it back")).isFocused();
            keys.enter();
            assertThat(RecordForm.in(form.group("Step 1"), "Instruction")).hasValue("Read.");
            keys.to(form.button("Save as draft")).enter();

            assertThat(form.saved().locator("h2")).isFocused();
            assertThat(form.saved()).containsText("Saved as version 1. It is unsigned.");
            visitor.photographAccessible("write-saved");
            keys.to(form.button("Start approval")).enter();
            assertThat(page.locator("main")).containsText("The approval of version 1 has been started.");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement("WFL-03")
    void aRejectedRecordGetsItsNextVersion() {
        TestSigner reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        String recordId = author.started(
                TestRecords.sop("SOP-3").titled(title).with("certificate.pdf", "application/pdf", TestRecords.pdf()));
        TestSigner.expect(201, author.approve(recordId));
        TestSigner.expect(201, reviewer.reject(recordId, "The scope is too narrow."));
        JsonNode before = author.read(recordId).at("/versions/0");
        try (Visitor visitor = visitor(1280, 900)) {
            Page page = visitor.page();
            page.navigate(base() + "/records/" + recordId);
            visitor.photographAccessible("write-waits-for-rework");
            link(page, "Write the new version");
            RecordForm form = new RecordForm(page).ready();
            assertThat(page.locator(".rejections")).containsText("The scope is too narrow.");
            assertThat(form.field("Title of the record")).hasValue(title);
            assertThat(form.chosen()).containsText("kept from version 1");
            form.field("Scope").fill("Quality control and production.");
            page.locator("#files").setInputFiles(new FilePayload("notes.txt", "text/plain", "Read.".getBytes(UTF_8)));
            form.button("Save as version 2").click();
            assertThat(form.problems()).containsText("Reason for change: This is required.");
            form.field("Reason for change").fill("The reviewer asked for it.");
            visitor.photographAccessible("write-next-version");
            form.button("Save as version 2").click();
            assertThat(form.saved()).containsText("Saved as version 2. It is unsigned.");
            link(page, "Open the record");
            assertThat(page.locator("main > .title")).containsText("In review");
            assertThat(page.locator("main")).containsText("Reason for change: The reviewer asked for it.");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
        JsonNode after = author.read(recordId).at("/versions/1");
        Assertions.assertThat(after.at("/attachments").findValuesAsText("name"))
                .containsExactly("certificate.pdf", "notes.txt");
        Assertions.assertThat(after.at("/attachments/0/sha256")).isEqualTo(before.at("/attachments/0/sha256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test-suite", "batch-record", "sop"})
    void whatNobodyTouchesStaysAsItIs(String type) {
        TestRecord sample = TestRecords.sample(type);
        String recordId = TestSigner.expect(201, author.client().post("/api/records", new String(sample.body(), UTF_8)))
                .path("recordId")
                .asText();
        try (Visitor visitor = visitor(1280, 900)) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/" + recordId + "/edit");
            visitor.photographAccessible("write-sample-" + type);
            page.setViewportSize(360, 780);
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible("write-sample-phone-" + type);
            form.field("Reason for change").fill("Nothing but the reason.");
            form.button("Save as version 2").click();
            assertThat(form.saved()).containsText("Saved as version 2");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
        JsonNode before = manifest(recordId, 1);
        JsonNode after = manifest(recordId, 2);
        Assertions.assertThat(after.path("title")).isEqualTo(before.path("title"));
        Assertions.assertThat(after.path("content")).isEqualTo(before.path("content"));
        Assertions.assertThat(after.path("contentSha256")).isEqualTo(before.path("contentSha256"));
        Assertions.assertThat(after.path("attachments")).isEqualTo(before.path("attachments"));
    }

    private JsonNode manifest(String recordId, int version) {
        return TestSigner.expect(200, author.client().get("/api/records/" + recordId + "/versions/" + version));
    }

    private Visitor visitor(int width, int height) {
        Visitor visitor = new Visitor(chromium.browser(), base(), author.userId(), width, height);
        visitor.logIn();
        return visitor;
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private static void link(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
