package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.TestClient;
import dev.countersign.TestTasks;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts canaries of a {@link CanaryTest} into every input that takes a secret, and right secrets where what follows needs them. */
final class EveryInput {

    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    private final CanaryTest canaries;

    EveryInput(CanaryTest canaries) {
        this.canaries = canaries;
    }

    /** What people type into pages and calls. */
    void typed(String userId, String password) {
        screenUnlocked(userId, password);
        TestClient author = canaries.browsing("author", "author", Authenticator.PASSWORD);
        form(author, "/account/key", "agreed=true&policySha256=" + policy(author), "key: password", "key: code");
        form(author, "/account/email", "email=a@example.com", "e-mail: password", "e-mail: code");
        TestClient reviewer = canaries.browsing("reviewer", "reviewer", Authenticator.PASSWORD);
        form(reviewer, "/account/passkeys/creation", "", "passkeys: password", "passkeys: code");
        form(
                canaries.browsing(userId, canaries.phone(), password),
                "/account/passkeys/" + canaries.passkey() + "/opening",
                "",
                "opening: password",
                "opening: code");
        send(
                reviewer,
                "/account/password",
                field("present", "password change: present") + field("code", "password change: code") + "password="
                        + Authenticator.PASSWORD + "&repeated=" + Authenticator.PASSWORD);
        TestClient production = canaries.browsing("production", "production", Authenticator.PASSWORD);
        form(production, "/work/authenticator-test", "", "authenticator test: password", "authenticator test: code");
        signingPage(userId, password);
        byManagers(userId);
        enrolling();
    }

    /** The screen is locked; what opens it is mistyped, then right. */
    private void screenUnlocked(String userId, String password) {
        TestClient person = canaries.browsing(userId, canaries.phone(), password);
        send(person, "/lock", "");
        for (boolean right : new boolean[] {false, true}) {
            String csrf = CanaryTest.csrf(person, "/unlock");
            String typed = right
                    ? "password=" + encoded(password) + "&code=" + canaries.code(canaries.phone())
                    : field("password", "unlock: password") + field("code", "unlock: code");
            HttpResponse<String> answer = person.form("/unlock", csrf + "&" + typed, "Accept", "text/html");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(right ? 302 : 401);
            canaries.answer(answer);
        }
    }

    private void signingPage(String userId, String password) {
        TestClient person = canaries.signedIn(userId, canaries.phone(), password);
        JsonNode task = TestTasks.due(person);
        TestClient page = person.browsing(canaries.signPort());
        String path = "/sign/" + task.path("taskId").asText();
        typed(page, path, password, "sign: password", "sign: code");
        JsonNode listed = TestTasks.due(person);
        String taskId = listed.path("taskId").asText();
        person.get("/api/tasks/" + taskId + "/presentation");
        JsonNode list = TestClient.json(person.post(
                "/api/signing-lists",
                Map.of(
                        "tasks",
                        List.of(Map.of(
                                "taskId",
                                taskId,
                                "recordSha256",
                                listed.path("sha256").asText())))));
        String listId = list.path("listId").asText();
        HttpResponse<String> refused = person.post(
                "/api/signing-lists/" + listId + "/signatures",
                Map.of(
                        "listSha256", list.path("listSha256").asText(),
                        "password", canaries.canary("list: body"),
                        "otp", canaries.canary("list: body code")));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
        canaries.answer(refused);
        typed(page, "/sign/lists/" + listId, password, "list: password", "list: code");
        assertThat(TestClient.json(person.get("/api/signing-lists/" + listId))
                        .path("signed")
                        .asInt())
                .isOne();
    }

    /** Mistyped, then right. */
    private void typed(TestClient page, String path, String password, String wrong, String wrongCode) {
        for (boolean right : new boolean[] {false, true}) {
            StringBuilder form = new StringBuilder("decision=approve");
            Matcher hidden =
                    HIDDEN.matcher(page.get(path, "Accept", "text/html").body());
            while (hidden.find()) {
                form.append('&').append(hidden.group(1)).append('=').append(encoded(hidden.group(2)));
            }
            form.append('&')
                    .append(
                            right
                                    ? "password=" + encoded(password) + "&code=" + canaries.code(canaries.phone())
                                    : field("password", wrong) + field("code", wrongCode));
            HttpResponse<String> answer = page.form(path, form.toString(), "Accept", "text/html");
            assertThat(answer.statusCode()).isEqualTo(302);
            canaries.answer(answer);
        }
    }

    private void byManagers(String userId) {
        TestClient manager = canaries.browsing("qahead", "qahead", Authenticator.PASSWORD);
        String proofing = "documentType=passport&checkedOn=2026-11-22&method=seen&printedName=Nora+Neumann&";
        send(manager, "/accounts/" + userId + "/proofing", proofing + field("password", "proofing: password"));
        canaries.answer(manager.post(
                "/api/accounts/" + userId + "/proofing",
                Map.of(
                        "documentType", "passport",
                        "checkedOn", "2026-11-22",
                        "method", "in person",
                        "printedName", "Nora Neumann",
                        "password", canaries.canary("proofing: body"))));
        send(
                manager,
                "/founding",
                "documentOne=passport&documentOther=passport&other=approver&"
                        + field("passwordOne", "founding: one's password")
                        + field("codeOne", "founding: one's code")
                        + field("passwordOther", "founding: the other's password")
                        + field("codeOther", "founding: the other's code"));
        form(manager, "/work/credential-review", "seen=" + "0".repeat(64), "review: password", "review: code");
    }

    /** Codes at the pages of somebody new and of a login, whose other fields have canaries already. */
    private void enrolling() {
        TestClient browser = canaries.client();
        send(browser, "/login", "username=approver&password=" + Authenticator.PASSWORD, "/login");
        send(browser, "/login/code", field("code", "login: code"), "/login/code");
        send(canaries.client(), "/enrol/components", field("code", "enrolment: code"), "/login");
    }

    /** What the server makes and shows once, or with every answer to the person it belongs to. */
    void issued(String userId, String password) {
        TestClient administrator = canaries.signedIn("itadmin", "itadmin", Authenticator.PASSWORD);
        String ends = "2027-11-01T00:00:00Z";
        String first = token(administrator.post(
                "/api/service-accounts",
                Map.of(
                        "name",
                        "canary-mes",
                        "processKeys",
                        List.of("record-approval"),
                        "expiresAt",
                        ends,
                        "reason",
                        "a canary")));
        canaries.made("service token", first);
        String second = token(administrator.post(
                "/api/service-accounts/canary-mes/token",
                Map.of("expiresAt", ends, "overlapHours", 1, "reason", "turn")));
        canaries.made("rotated service token", second);
        for (String token : new String[] {first, second}) {
            TestClient program = canaries.bearer(token);
            canaries.answer(program.get("/engine-rest/process-definition/count"));
            // a program's connection stays open for its next call, and what came over it with it: this call ends it
            canaries.answer(program.bare().get("/engine-rest/process-definition/count"));
        }
        TestClient person = canaries.signedIn(userId, canaries.phone(), password);
        canaries.made("session", person.cookie("COUNTERSIGN"));
        canaries.made(
                "anti-forgery token", CanaryTest.csrf(person, "/account/email").substring("_csrf=".length()));
        assertThat(person.delete("/api/session").statusCode()).isEqualTo(204);
    }

    private static String token(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer).path("token").asText();
    }

    private static String policy(TestClient person) {
        return TestClient.json(person.get("/api/account/policy")).path("sha256").asText();
    }

    private void form(TestClient browser, String path, String more, String password, String code) {
        send(browser, path, field("password", password) + field("code", code) + more);
    }

    private void send(TestClient browser, String path, String fields) {
        send(browser, path, fields, "/account/email");
    }

    private void send(TestClient browser, String path, String fields, String csrfFrom) {
        HttpResponse<String> answer =
                browser.form(path, CanaryTest.csrf(browser, csrfFrom) + "&" + fields, "Accept", "text/html");
        assertThat(answer.statusCode()).as(path).isNotIn(400, 404, 405);
        canaries.answer(answer);
    }

    private String field(String name, String canary) {
        return name + "=" + canaries.canary(canary) + "&";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
