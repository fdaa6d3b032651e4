package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.records.PlainText;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Presentation;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The signing page as a browser without scripts has it: what it shows, what it takes, and what it says when it refuses. */
@CountersignTest
@Requirement({"SIG-01", "USE-02"})
class SigningPageTest {

    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");
    private static final Pattern ALERT = Pattern.compile("role=\"alert\".*?</div>", Pattern.DOTALL);

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    private int main;
    private int sign;
    private String author;
    private TestClient api;
    private TestClient page;
    private String recordId;
    private String task;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        main = environment.getRequiredProperty("local.server.port", Integer.class);
        sign = environment.getRequiredProperty("local.sign.port", Integer.class);
        author = people.signer(Role.QA_ANALYST);
        api = TestClient.signedIn(main, author);
        page = api.browsing(sign);
        start(TestRecords.testSuite("VP-" + UUID.randomUUID())
                .titled("Suite <script>alert(1)</script>")
                .with("certificate.pdf", "application/pdf", TestRecords.pdf())
                .with("values.csv", "text/csv", "balance;g\nB1;100.01\n".getBytes(UTF_8)));
    }

    @Test
    void showsTheRecordItsHashItsAttachmentsAndTheMeaningAsASentence() {
        HttpResponse<String> shown = page.get("/sign/" + task, "Accept", "text/html");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body())
                .contains("Suite &lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("I wrote version 1 of this record and answer for its content.")
                .contains(json("/api/records/" + recordId)
                        .at("/versions/0/sha256")
                        .asText())
                .contains("Expected result", "100.00 g ± 0.05 g")
                .contains("balance;g\nB1;100.01")
                .contains("/pages/3.png")
                .doesNotContain("<script>alert", "style=\"", "onclick");
    }

    /** As records from before the rule of intake are shown. */
    @Test
    void namesWhatDoesNotShowInItsPlace() {
        PresentationView shown =
                PresentationView.of(new Presentation(Digest.of(new byte[0]), new byte[0], CanonicalJson.parse("""
                        {"title": "T\u202e", "reasonForChange": "R\u200b", "differences": {"changes": [
                          {"label": "L\u2066", "kind": "changed", "before": "5\u202e0", "after": ["0\u202e5"]}]},
                         "sections": [{"kind": "text", "heading": "H\u200e", "paragraphs": ["P\u202d"],
                          "columns": ["C\u200f"], "rows": [["V\u202a"]], "items": [{"label": "F\u061c", "value": "5\u202e0"}]}]}
                        """)));
        assertThat(shown.toString())
                .contains("T⟨U+202E⟩", "R⟨U+200B⟩", "L⟨U+2066⟩", "5⟨U+202E⟩0", "0⟨U+202E⟩5", "H⟨U+200E⟩")
                .contains("P⟨U+202D⟩", "C⟨U+200F⟩", "V⟨U+202A⟩", "F⟨U+061C⟩")
                .matches(text -> PlainText.hidden(text).isEmpty());
    }

    @Test
    void isFramedByTheMainOriginAloneAndRunsNoInlineScript() {
        HttpResponse<String> shown = page.get("/sign/" + task, "Accept", "text/html");
        assertThat(shown.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("frame-ancestors http://localhost:" + main)
                        .contains("script-src 'self'", "default-src 'none'")
                        .doesNotContain("unsafe"));
        assertThat(shown.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void showsPagesOfAPdfAsPicturesAndGivesFilesOnlyToKeep() {
        String shown = page.get("/sign/" + task, "Accept", "text/html").body();
        Matcher image = Pattern.compile("/sign/[^\"]+/pages/1\\.png").matcher(shown);
        assertThat(image.find()).isTrue();

        HttpResponse<byte[]> picture = page.exchange("GET", image.group(), new byte[0]);
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(new String(picture.body(), 1, 3, UTF_8)).isEqualTo("PNG");

        String file = image.group().replace("/pages/1.png", "");
        assertThat(page.exchange("GET", file, new byte[0]).body()).isEqualTo(TestRecords.pdf());
        assertThat(page.get(file).headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(disposition -> assertThat(disposition).startsWith("attachment"));
        assertThat(page.get(file + "/pages/4.png").statusCode()).isEqualTo(404);
        assertThat(page.get(file.replaceAll("[0-9a-f]{64}", "0".repeat(64))).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Requirement("AUD-01")
    void attachmentsAreSeenOnRecordAndNotKeptByTheBrowser() {
        String file = attachment();
        for (String path : List.of(file, file + "/pages/1.png")) {
            assertThat(page.get(path).headers().firstValue("Cache-Control")).hasValue("no-store");
        }
        String trail = TestClient.signedIn(main, "auditor")
                .get("/api/records/" + recordId + "/audit")
                .body();
        String sha256 = file.substring(file.lastIndexOf('/') + 1);
        assertThat(trail).contains("record.viewed", sha256, "attachment, page 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"IT_ADMINISTRATOR", "PROCESS_ADMINISTRATOR"})
    @Requirement("AUT-03")
    void showsTheRecordToNobodyWhoMayNotReadRecords(Role role) {
        String file = attachment();
        TestClient other = TestClient.signedIn(main, people.somebody(role));
        TestClient otherPage = other.browsing(sign);
        assertThat(other.get("/api/tasks/" + task + "/presentation").statusCode())
                .isEqualTo(403);
        HttpResponse<String> signing = other.post(
                "/api/tasks/" + task + "/signature",
                Map.of("decision", "approve", "recordSha256", "0".repeat(64), "password", "x", "otp", "1"));
        assertThat(signing.statusCode()).isEqualTo(403);
        assertThat(signing.body()).doesNotContain(recordId);
        for (String path : List.of("/sign/" + task, file, file + "/pages/1.png")) {
            assertThat(otherPage.get(path).statusCode()).as(path).isEqualTo(403);
        }
    }

    /** Where the page takes the PDF from. */
    private String attachment() {
        String shown = page.get("/sign/" + task, "Accept", "text/html").body();
        Matcher image = Pattern.compile("/sign/[^\"]+/pages/1\\.png").matcher(shown);
        assertThat(image.find()).isTrue();
        return image.group().replace("/pages/1.png", "");
    }

    @Test
    @Requirement("SIG-02")
    void signsAndSaysSo() {
        HttpResponse<String> answer =
                post(Map.of("decision", "approve", "password", Authenticator.PASSWORD, "code", grouped(fresh())));

        assertThat(answer.statusCode()).isEqualTo(302);
        String place = answer.headers().firstValue("Location").orElseThrow().replaceFirst("http://[^/]+", "");
        String signed = page.get(place, "Accept", "text/html").body();
        assertThat(signed)
                .contains("You signed version 1", "I wrote version 1 of this record and answer for its content.")
                .contains("UTC", "Tester")
                .contains("data-signed-task=\"" + task + "\"")
                .contains("data-main-origin=\"http://localhost:" + main + "\"");
        String signature = place.substring(place.lastIndexOf('/') + 1);
        JsonNode told = json("/api/signatures/" + signature);
        assertThat(told.path("userId").asText()).isEqualTo(author);
        assertThat(told.at("/verification/state").asText()).isEqualTo("VALID");
        assertThat(told.path("certificate").asText()).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void showsASignatureToNobodyElseAsTheirs() {
        String place = post(Map.of("decision", "approve", "password", Authenticator.PASSWORD, "code", fresh()))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("http://[^/]+", "");
        TestClient other =
                TestClient.signedIn(main, people.somebody(Role.QA_ANALYST)).browsing(sign);
        assertThat(other.get(place, "Accept", "text/html").statusCode()).isEqualTo(302);
    }

    @Test
    @Requirement("SIG-08")
    void keepsWhatWasTypedExceptSecrets() {
        HttpResponse<String> answer = refused(Map.of(
                "decision",
                "reject",
                "reason",
                "Step 2 is \"wrong\"",
                "password",
                "not the password",
                "code",
                "918273"));

        assertThat(answer.body())
                .contains("Step 2 is &quot;wrong&quot;")
                .containsPattern("value=\"reject\" checked")
                .doesNotContain("not the password", "918273");
        assertThat(alert(answer)).contains("Password or code not accepted", "The next code comes in");
        assertThat(page.get("/sign/" + task, "Accept", "text/html").body())
                .as("the page, loaded again")
                .doesNotContain("Step 2 is", "role=\"alert\"");
    }

    @Test
    void takesWhatIsPastedAsTextOrSaysWhyNot() {
        HttpResponse<String> answer = page.form(
                "/sign/" + task, csrf(page, "/sign/" + task) + "&decision=reject&reason=a%00b&password=x&code=1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WEB-014");
        for (String pasted : List.of("soft\u000bbreak", "page\u000cbreak", "bell\u0007", "\u0085")) {
            HttpResponse<String> refused =
                    refused(Map.of("decision", "reject", "reason", pasted, "password", "x", "code", "918273"));
            assertThat(alert(refused)).as(pasted).contains("SIG-");
        }
    }

    @Test
    void asksForAReasonToReject() {
        HttpResponse<String> answer =
                refused(Map.of("decision", "reject", "password", Authenticator.PASSWORD, "code", fresh()));
        assertThat(alert(answer)).contains("A rejection needs a reason");
        assertThat(answer.body()).contains("aria-invalid=\"true\"");
    }

    @Test
    @Requirement("SIG-08")
    void takesNoHashThatIsNotTheRecords() {
        HttpResponse<String> answer = refused(Map.of(
                "recordSha256",
                "0".repeat(64),
                "decision",
                "approve",
                "password",
                Authenticator.PASSWORD,
                "code",
                fresh()));
        assertThat(alert(answer)).contains("SIG-004");
    }

    @Test
    void saysWhySomebodyCannotSign() {
        post(Map.of("decision", "approve", "password", Authenticator.PASSWORD, "code", fresh()));
        String review = task(recordId, TestClient.signedIn(main, people.signer(Role.QA_ANALYST)));

        String shown = page.get("/sign/" + review, "Accept", "text/html").body();

        assertThat(shown).contains("You cannot sign this", "AUT-003").doesNotContain("type=\"password\"");
    }

    @Test
    void saysThatATaskIsDoneAndShowsTheSignatureToWhoeverMadeIt() {
        post(Map.of("decision", "approve", "password", Authenticator.PASSWORD, "code", fresh()));

        HttpResponse<String> own = page.get("/sign/" + task, "Accept", "text/html");
        assertThat(own.statusCode()).isEqualTo(409);
        assertThat(own.body()).contains("You signed this already").contains("/sign/" + task + "/signed/");

        HttpResponse<String> others = TestClient.signedIn(main, people.signer(Role.QA_ANALYST))
                .browsing(sign)
                .get("/sign/" + task, "Accept", "text/html");
        assertThat(others.statusCode()).isEqualTo(409);
        assertThat(others.body()).contains("completed").doesNotContain("/signed/");
    }

    @Test
    void saysThatARejectionIsOne() {
        String place = post(Map.of(
                        "decision",
                        "reject",
                        "reason",
                        "Step 2 is wrong",
                        "password",
                        Authenticator.PASSWORD,
                        "code",
                        fresh()))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("http://[^/]+", "");
        assertThat(page.get(place, "Accept", "text/html").body())
                .contains("You rejected version 1", "mark rejected", recordId)
                .doesNotContain("mark signed");
    }

    @Test
    void namesEachValueOfATableByItsColumn() {
        assertThat(page.get("/sign/" + task, "Accept", "text/html").body()).contains("data-label=\"Expected result\"");
    }

    @Test
    @Requirement("SIG-08")
    void isNotServedOnTheMainPort() {
        assertThat(api.get("/sign/" + task, "Accept", "text/html").statusCode()).isEqualTo(404);
    }

    @Test
    @Requirement("SIG-08")
    void takesNoFormWithoutItsToken() {
        String body = "decision=approve&password=x&code=1";
        assertThat(page.form("/sign/" + task, body).statusCode()).isEqualTo(403);
    }

    @Test
    void leadsToTheLoginWhoIsNotSignedIn() {
        HttpResponse<String> shown = TestClient.anonymous(sign).get("/sign/" + task, "Accept", "text/html");
        assertThat(shown.statusCode()).isEqualTo(401);
        assertThat(shown.body()).contains("http://localhost:" + main + "/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "form", "frame"})
    void isComeBackToAfterTheLogin(String what) {
        TestClient browser = TestClient.anonymous(sign);
        String here = "/sign/" + task;
        HttpResponse<String> shown =
                switch (what) {
                    case "page" -> browser.get(here, "Accept", "text/html");
                    case "form" ->
                        browser.form(here, "_csrf=old&decision=approve&password=x&code=1", "Accept", "text/html");
                    default -> browser.get(here, "Accept", "text/html", "Sec-Fetch-Dest", "iframe");
                };
        assertThat(shown.statusCode()).isEqualTo(401);
        assertThat(shown.body()).contains("http://localhost:" + main + "/login");

        TestClient login = browser.browsing(main);
        login.form("/login", csrf(login, "/login") + "&username=" + author + "&password=" + Authenticator.PASSWORD);
        HttpResponse<String> signedIn = login.form("/login/code", csrf(login, "/login/code") + "&code=" + fresh());
        assertThat(signedIn.headers().firstValue("Location"))
                .hasValue(
                        what.equals("frame")
                                ? "http://localhost:" + main + "/camunda/app/tasklist/default/#/?task=" + task
                                : "http://localhost:" + sign + here);
        assertThat(browser.get(here, "Accept", "text/html").statusCode()).isEqualTo(200);
    }

    private static String csrf(TestClient client, String path) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"")
                .matcher(client.get(path, "Accept", "text/html").body());
        assertThat(token.find()).as(path).isTrue();
        return "_csrf=" + token.group(1);
    }

    /** What a browser shows after a form that was refused. */
    private HttpResponse<String> refused(Map<String, String> typed) {
        HttpResponse<String> answer = post(typed);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign/" + task);
        HttpResponse<String> shown = page.get("/sign/" + task, "Accept", "text/html");
        assertThat(shown.statusCode()).isEqualTo(200);
        return shown;
    }

    private void start(TestRecord record) {
        JsonNode drafted = TestClient.json(api.post("/api/records", new String(record.body(), UTF_8)));
        recordId = drafted.path("recordId").asText();
        HttpResponse<String> started = api.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", recordId))));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        task = task(recordId, api);
    }

    private static String task(String recordId, TestClient client) {
        for (JsonNode item :
                TestClient.json(client.get("/api/tasks?recordId=" + recordId)).path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return item.path("taskId").asText();
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }

    private String fresh() {
        return Authenticator.freshCode(author);
    }

    private static String grouped(String code) {
        return code.substring(0, 3) + " " + code.substring(3);
    }

    /** The form as the page has it, with what was typed. */
    private HttpResponse<String> post(Map<String, String> typed) {
        String shown = page.get("/sign/" + task, "Accept", "text/html").body();
        StringBuilder form = new StringBuilder();
        Matcher hidden = HIDDEN.matcher(shown);
        while (hidden.find()) {
            if (!typed.containsKey(hidden.group(1))) {
                form.append(hidden.group(1))
                        .append('=')
                        .append(encoded(hidden.group(2)))
                        .append('&');
            }
        }
        typed.forEach((name, value) ->
                form.append(name).append('=').append(encoded(value)).append('&'));
        return page.form("/sign/" + task, form.toString(), "Accept", "text/html");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static String alert(HttpResponse<String> answer) {
        Matcher alert = ALERT.matcher(answer.body());
        assertThat(alert.find()).as(answer.body()).isTrue();
        return alert.group();
    }

    private JsonNode json(String path) {
        return TestClient.json(api.get(path));
    }
}
