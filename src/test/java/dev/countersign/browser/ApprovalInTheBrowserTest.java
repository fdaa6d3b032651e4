package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a person does and sees, from login to an approved record. Screenshots are kept under target/screenshots. */
@BrowserTest
@Requirement("USE-02")
class ApprovalInTheBrowserTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    private final int port;
    private final String title = "Balance interface " + NUMBER.incrementAndGet() + " in the browser";
    private Chromium chromium;
    private String recordId;

    ApprovalInTheBrowserTest(@LocalServerPort int port) {
        this.port = port;
    }

    @BeforeEach
    void startAnApproval() throws IOException {
        chromium = Chromium.launch();
        JsonNode sample = sample("test-suite.json");
        JsonNode started = TestClient.json(TestClient.bearer(port, "demo-lims-token")
                .post(
                        START,
                        Map.of(
                                "businessKey",
                                title,
                                "variables",
                                Map.of(
                                        "recordType", Map.of("value", "test-suite"),
                                        "title", Map.of("value", title),
                                        "content",
                                                Map.of(
                                                        "value",
                                                        sample.path("content").toString(),
                                                        "type",
                                                        "Json")))));
        recordId = started.at("/variables/recordId/value").asText();
    }

    @AfterEach
    void closeTheBrowser() {
        chromium.close();
    }

    @Test
    @Requirement({"USE-01", "WFL-01", "SIG-01"})
    void aRecordIsReviewedAndApprovedInTasklist() {
        try (Visitor reviewer = visitor("reviewer")) {
            Tasklist tasklist = reviewer.logIn();
            SigningSheet sheet = tasklist.open("Review: " + title);
            assertThat(sheet.heading(title)).isVisible();
            assertThat(sheet.body()).containsText("I reviewed version 1 of this record and found it correct.");
            assertThat(sheet.heading("Your signature")).isInViewport();
            reviewer.photograph("review-in-tasklist");
            tasklist.mark();
            sheet.sign(reviewer.freshCode());
            tasklist.hasMovedOnFrom("Review: " + title);
            reviewer.photograph("review-signed");
            assertThat(reviewer.complaints()).isEmpty();
        }
        try (Visitor approver = visitor("approver")) {
            Tasklist tasklist = approver.logIn();
            SigningSheet sheet = tasklist.open("Approval: " + title);
            assertThat(sheet.body()).containsText("Robin Reviewer, QA Analyst");
            approver.photograph("approval-in-tasklist");
            tasklist.mark();
            sheet.signByKeyboard(approver.freshCode());
            tasklist.hasMovedOnFrom("Approval: " + title);
            assertThat(approver.complaints()).isEmpty();
        }
        assertThat(record().path("status").asText()).isEqualTo("effective");
    }

    @Test
    @Requirement({"WFL-03", "SIG-04"})
    void aRejectedRecordComesBackAsANewVersion() throws IOException {
        try (Visitor reviewer = visitor("reviewer")) {
            Tasklist tasklist = reviewer.logIn();
            SigningSheet sheet = tasklist.open("Review: " + title).reject("Tolerance is wider than the specification");
            assertThat(sheet.body()).containsText("I reject version 1 of this record.");
            reviewer.photograph("rejection-in-tasklist");
            tasklist.mark();
            sheet.sign(reviewer.freshCode());
            tasklist.hasMovedOnFrom("Review: " + title);
        }
        assertThat(record().path("status").asText()).isEqualTo("in-rework");
        try (Visitor author = visitor("author")) {
            Tasklist tasklist = author.logIn();
            ReworkForm rework = tasklist.openRework(title);
            assertThat(rework.reason()).containsText("Tolerance is wider than the specification");
            author.photograph("rework-in-tasklist");
            nobodyTypesAnAssignee(author.page());
            rework.handIn(sample("test-suite-revised.json").path("content").toPrettyString(), "Tolerance as specified");
            author.page().reload();
            tasklist.open("Author's signature: " + title).sign(author.freshCode());
            assertThat(tasklist.line("Author's signature: " + title)).hasCount(0);
        }
        try (Visitor reviewer = visitor("reviewer")) {
            SigningSheet sheet = reviewer.logIn().open("Review: " + title);
            assertThat(sheet.heading("Changed since the last signed version (1)"))
                    .isVisible();
            assertThat(sheet.body()).containsText("Balance reads 100.00 g ± 0.02 g.");
            assertThat(sheet.heading("Earlier rounds")).isVisible();
            assertThat(sheet.body()).containsText("Tolerance is wider than the specification");
            reviewer.photograph("second-review-in-tasklist");
        }
        assertThat(record().path("version").asInt()).isEqualTo(2);
        assertThat(record().at("/versions/0/signatures/0/decision").asText()).isEqualTo("reject");
    }

    @Test
    @Requirement({"SIG-07", "SIG-08"})
    void aWrongCodeSignsNothingAndKeepsWhatWasTypedButNoSecret() {
        try (Visitor reviewer = visitor("reviewer")) {
            Tasklist tasklist = reviewer.logIn();
            SigningSheet sheet = tasklist.open("Review: " + title).reject("Steps are missing");
            sheet.sign("000000");
            assertThat(sheet.alert()).containsText("Password or code not accepted.");
            assertThat(sheet.alert()).isFocused();
            assertThat(sheet.rejecting()).isChecked();
            assertThat(sheet.reason()).hasValue("Steps are missing");
            assertThat(sheet.password()).hasValue("");
            assertThat(sheet.code()).hasValue("");
            reviewer.photograph("wrong-code");
            assertThat(record().path("status").asText()).isEqualTo("in-review");
            assertThat(record().at("/versions/0/signatures").size()).isZero();
        }
    }

    @Test
    void aWrongCodeDoesNotLogAnybodyIn() {
        try (Visitor reviewer = visitor("reviewer")) {
            reviewer.page().navigate("http://localhost:" + port + "/");
            reviewer.photograph("login");
            reviewer.typeUserAndPassword();
            reviewer.typeCode("000000");
            assertThat(reviewer.page().getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                    .containsText("not accepted");
            reviewer.photograph("login-wrong-code");
            reviewer.page().navigate("http://localhost:" + port + "/camunda/app/tasklist/default/");
            assertThat(reviewer.page().url()).contains("/login");
        }
    }

    @Test
    @Requirement("SIG-01")
    void aPhoneShowsTheRecordAndSigns() {
        try (Visitor reviewer = new Visitor(chromium.browser(), base(), "reviewer", 360, 740)) {
            reviewer.logIn();
            SigningSheet sheet = reviewer.openAlone(taskId(reviewer));
            assertThat(sheet.heading(title)).isVisible();
            assertThat(reviewer.overflows()).as("scrolls sideways").isFalse();
            reviewer.photograph("phone-record");
            sheet.sign(reviewer.freshCode());
            assertThat(sheet.heading("You signed version 1")).isVisible();
            assertThat(reviewer.overflows()).as("scrolls sideways").isFalse();
            reviewer.photograph("phone-signed");
            assertThat(reviewer.complaints()).isEmpty();
        }
    }

    @Test
    @Requirement("SIG-08")
    void tasklistCannotReadWhatIsTypedIntoTheSigningPage() {
        try (Visitor reviewer = visitor("reviewer")) {
            SigningSheet sheet = reviewer.logIn().open("Review: " + title);
            sheet.password().fill("typed by a person");
            assertThat(reviewer.page().evaluate("() => document.querySelector('iframe.cs-frame').contentDocument"))
                    .isNull();
        }
    }

    /** Nor by the keyboard, to which the answer says how a task is given to somebody. */
    private static void nobodyTypesAnAssignee(Page page) {
        page.locator(".task-card .actors .assignee button.claim").click();
        Locator assignee = page.locator(".task-card .actors .assignee > .set-value");
        assertThat(assignee).isVisible();
        assertThat(assignee.evaluate("element => getComputedStyle(element).pointerEvents"))
                .isEqualTo("none");
        Object answer = page.evaluate("() => fetch('/camunda/api/engine/engine/default/task/'"
                + " + location.href.match(/task=([0-9a-f-]+)/)[1] + '/assignee', {method: 'POST',"
                + " headers: {'Content-Type': 'application/json'}, body: JSON.stringify({userId: 'reviewer'})})"
                + ".then(answer => answer.json()).then(problem => problem.message)");
        assertThat(String.valueOf(answer)).startsWith("WFL-031").contains("/reassignment");
    }

    private Visitor visitor(String userId) {
        return new Visitor(chromium.browser(), base(), userId, 1280, 900);
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private JsonNode record() {
        return TestClient.json(TestClient.bearer(port, "demo-lims-token").get("/api/records/" + recordId));
    }

    private String taskId(Visitor visitor) {
        return (String) visitor.page()
                .evaluate(
                        "id => fetch('/api/tasks?recordId=' + id).then(answer => answer.json())"
                                + ".then(tasks => tasks.items.find(task => task.recordId === id).taskId)",
                        recordId);
    }

    private static JsonNode sample(String name) throws IOException {
        return JSON.readTree(Path.of("docs/samples", name).toFile());
    }
}
