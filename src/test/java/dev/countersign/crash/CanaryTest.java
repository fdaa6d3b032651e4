package dev.countersign.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestEnrolment;
import dev.countersign.TestTasks;
import dev.countersign.training.TestCourses;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.aerogear.security.otp.api.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Secrets that are sent to where they belong, and to where they do not: no answer repeats one, and none is in any file of the installation
 * (tables, write-ahead log, logs), nor in the memory of the server once the calls are over (T17).
 */
@Tag("soak")
@Requirement({"SIG-08", "KEY-02"})
class CanaryTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** Every made-up secret begins with it. */
    private static final String MARK = "canary-4e1c-";

    private final Map<String, byte[]> canaries = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();
    private Path home;
    private Victim server;
    private String phone = "";
    private String passkey = "";

    @BeforeEach
    void start() throws IOException {
        home = FreshData.directory("canary");
        Map<String, String> environment = new HashMap<>(Map.of(
                "COUNTERSIGN_SIGNING_MEANINGS_AUTHORSHIP_COMPONENTS",
                "SERIES",
                "COUNTERSIGN_SIGNING_MEANINGS_AUTHORSHIP_RECORDSPERLIST",
                "5"));
        environment.putAll(SecretInputs.BESIDE);
        for (String setting : SecretInputs.settings()) {
            environment.put(setting, canary(setting));
        }
        server = new Victim(home, environment);
        server.start();
    }

    @AfterEach
    void end() {
        server.kill();
    }

    @Test
    void secretsAreInNoAnswerNoFileAndNotInTheMemoryOfTheServer() throws Exception {
        String userId = "nora-" + UUID.randomUUID();
        String password = canary("password");
        phone = enrolled(userId, password);
        String next = signedAndChanged(userId, password);
        EveryInput every = new EveryInput(this);
        every.typed(userId, next);
        every.issued(userId, next);
        wrongFields(userId, next);

        assertThat(canaries.keySet()).as("every input of the list got a secret").containsAll(SecretInputs.typed());
        assertThat(inAnswers()).as("in answers").isEmpty();
        Sought sought = sought(userId);
        Path heap = server.heap();
        assertThat(sought.in(Files.readAllBytes(heap)))
                .as("in the memory, where configured secrets stay as long as the server has to use them")
                .contains(userId)
                .isSubsetOf(Stream.concat(Stream.of(userId), SecretInputs.settings().stream())
                        .toList());
        Files.delete(heap);
        assertThat(inTables(sought)).as("in a dump").containsExactly(userId);
        server.stop();
        assertThat(inFiles(sought)).as("in files").containsExactly(userId);
    }

    /** The account's invitation, the person's password and their authenticator's secret, at the pages for them. */
    private String enrolled(String userId, String password) {
        TestClient administrator = signedIn("itadmin", "itadmin", Authenticator.PASSWORD);
        String invitation = TestClient.json(administrator.post(
                        "/api/accounts",
                        Map.of(
                                "userId", userId,
                                "printedName", "Nora Neumann",
                                "title", "QA Analyst",
                                "zone", "Europe/Vienna",
                                "roles", new String[] {"qa-analyst"},
                                "reason", "joins")))
                .path("code")
                .asText();
        canaries.put("invitation", invitation.getBytes(ISO_8859_1));
        TestEnrolment enrolment = new TestEnrolment(client());
        answers.add(enrolment.open(userId, canary("wrong invitation")));
        enrolment.finish(userId, invitation, password, secret -> {
            canaries.put("secret", secret.getBytes(ISO_8859_1));
            canaries.put("secret's bytes", decoded(secret));
            Authenticator.add("canary-" + userId, secret);
            return code("canary-" + userId);
        });
        TestClient manager = signedIn("qahead", "qahead", Authenticator.PASSWORD);
        String request = TestClient.json(manager.get("/api/accounts"))
                .at("/requests/0/requestId")
                .asText();
        manager.post(
                "/api/accounts/requests/" + request + "/decision", Map.of("grant", true, "reason", "she is trained"));
        HttpResponse<String> proofed = manager.post(
                "/api/accounts/" + userId + "/proofing",
                Map.of(
                        "documentType", "passport",
                        "checkedOn", "2026-11-22",
                        "method", "in person",
                        "printedName", "Nora Neumann",
                        "password", Authenticator.PASSWORD));
        assertThat(proofed.statusCode()).as(proofed.body()).isEqualTo(204);
        HttpResponse<String> trained =
                TestCourses.certified(manager, userId, "ESIG", Instant.now().plus(Duration.ofDays(30)));
        assertThat(trained.statusCode()).as(trained.body()).isEqualTo(201);
        return "canary-" + userId;
    }

    /** A signature as author, and another password; gives that. */
    private String signedAndChanged(String userId, String password) throws IOException {
        TestClient author = signedIn(userId, phone, password);
        SoftwareAuthenticator blue = openingTheKey(author, password);
        passkey = blue.credentialSha256();
        JsonNode task = TestTasks.due(author);
        String address = "/api/tasks/" + task.path("taskId").asText();
        author.get(address + "/presentation");
        String sha256 = task.path("sha256").asText();
        answer(author.post(address + "/signature", signature(sha256, canary("wrong password"), code(phone))));
        answer(author.post(address + "/signature", signature(sha256, password, canary("wrong code"))));
        HttpResponse<String> signed = author.post(address + "/signature", signature(sha256, password, code(phone)));
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        answer(signed);
        signedByPasskey(author, blue.at("http://localhost:" + server.signPort()));
        String next = canary("next password");
        HttpResponse<String> changed = author.post(
                "/api/account/password", Map.of("password", password, "otp", code(phone), "newPassword", next));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        signedIn(userId, phone, next);
        return next;
    }

    /** A passkey of the person that they let open their key, at the pages for it. */
    private SoftwareAuthenticator openingTheKey(TestClient author, String password) {
        SoftwareAuthenticator passkey = new SoftwareAuthenticator("http://localhost:" + server.port());
        String page = "/account/passkeys";
        HttpResponse<String> asked =
                author.form(page + "/creation", csrf(author, page) + "&password=" + password + "&code=" + code(phone));
        Map<String, String> made = new HashMap<>(
                passkey.made(TestClient.json(asked).path("challenge").asText()));
        made.put("name", "blue key");
        answer(author.form(page, csrf(author, page) + "&" + SoftwareAuthenticator.form(made)));
        String opening = page + "/" + passkey.credentialSha256() + "/opening";
        JsonNode question = TestClient.json(author.form(opening + "/question", csrf(author, opening)));
        Map<String, String> sent =
                new HashMap<>(passkey.answer(question.path("challenge").asText()));
        sent.put("password", password);
        sent.put("code", code(phone));
        sent.put("prf", secret(passkey, question, "passkey's secret"));
        HttpResponse<String> done =
                author.form(opening, csrf(author, opening) + "&" + SoftwareAuthenticator.form(sent));
        assertThat(done.headers().firstValue("Location").orElse("")).endsWith(page);
        answer(done);
        return passkey;
    }

    /** Another signature of the series, by the passkey alone; then one with a secret that opens nothing. */
    private void signedByPasskey(TestClient author, SoftwareAuthenticator passkey) {
        for (int status : new int[] {201, 401}) {
            JsonNode task = TestTasks.due(author);
            String address = "/api/tasks/" + task.path("taskId").asText();
            Map<String, Object> body = new HashMap<>(Map.of(
                    "decision", "approve", "recordSha256", task.path("sha256").asText()));
            JsonNode question = TestClient.json(author.post(address + "/series/passkey", body));
            Map<String, String> sent =
                    new HashMap<>(passkey.answer(question.path("challenge").asText()));
            sent.put("clientDataJSON", sent.remove("clientData"));
            sent.put("ceremonyId", question.path("ceremonyId").asText());
            sent.put(
                    "prf",
                    status == 201
                            ? secret(passkey, question, "passkey's secret")
                            : secret(new SoftwareAuthenticator("http://localhost"), question, "another's secret"));
            body.put("passkey", sent);
            HttpResponse<String> signed = author.post(address + "/signature", body);
            assertThat(signed.statusCode()).as(signed.body()).isEqualTo(status);
            answer(signed);
        }
    }

    /** What the PRF gives, as it is sent; sought as that and as its bytes. */
    private String secret(SoftwareAuthenticator passkey, JsonNode question, String what) {
        byte[] bytes = passkey.secret(
                Base64.getUrlDecoder().decode(question.at("/credentials/0/salt").asText()));
        String sent = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        canaries.put(what + "'s bytes", bytes);
        canaries.put(what, sent.getBytes(ISO_8859_1));
        return sent;
    }

    static String csrf(TestClient browser, String path) {
        Matcher csrf = CSRF.matcher(browser.get(path, "Accept", "text/html").body());
        assertThat(csrf.find()).isTrue();
        return "_csrf=" + csrf.group(1);
    }

    private static Map<String, Object> signature(String sha256, String password, String code) {
        return Map.of("decision", "approve", "recordSha256", sha256, "password", password, "otp", code);
    }

    /** Where people and programs put secrets by mistake. */
    private void wrongFields(String userId, String password) {
        TestClient anybody = client();
        answer(anybody.post("/api/session", Map.of("username", canary("name"), "password", password, "otp", "000000")));
        answer(anybody.post(
                "/api/session", "{\"username\": \"" + userId + "\", \"password\": \"" + canary("cut") + "\", \"otp\""));
        answer(anybody.post(
                "/api/session", "{\"password\": {\"" + canary("member") + "\": \"" + canary("nested") + "\"}}"));
        answer(anybody.post("/api/session", "[\"" + canary("array") + "\"]"));
        answer(anybody.post("/api/session", Map.of(canary("key"), canary("value"))));
        answer(anybody.get("/engine-rest/task", "Authorization", "Bearer " + canary("token")));
        answer(anybody.get("/api/records", "Authorization", "Basic " + canary("basic")));
        answer(anybody.get("/api/records", "X-Api-Key", canary("header")));
        answer(anybody.get("/api/records?access_token=" + canary("query")));
        form(anybody, "/login", "username=" + userId + "&password=" + canary("page"));
        TestClient administrator = signedIn("itadmin", "itadmin", Authenticator.PASSWORD);
        answer(administrator.post(
                "/api/log/recovery", Map.of("reason", "r", "password", canary("recovery"), "otp", canary("code"))));
    }

    String canary(String what) {
        String canary = MARK + UUID.randomUUID();
        canaries.put(what, canary.getBytes(ISO_8859_1));
        return canary;
    }

    /** A secret that the server made. */
    void made(String what, String secret) {
        canaries.put(what, secret.getBytes(ISO_8859_1));
    }

    String phone() {
        return phone;
    }

    /** SHA-256 of its credential id, by which the pages know it. */
    String passkey() {
        return passkey;
    }

    int signPort() {
        return server.signPort();
    }

    private static byte[] decoded(String secret) {
        try {
            return Base32.decode(secret);
        } catch (Base32.DecodingException e) {
            throw new AssertionError(e);
        }
    }

    TestClient client() {
        return TestClient.anonymous(server.port());
    }

    TestClient bearer(String token) {
        return TestClient.bearer(server.port(), token);
    }

    TestClient signedIn(String userId, String authenticator, String password) {
        TestClient client = client();
        HttpResponse<String> answer = client.post(
                "/api/session", Map.of("username", userId, "password", password, "otp", code(authenticator)));
        assertThat(answer.statusCode()).as(userId).isEqualTo(204);
        client.readCsrf();
        return client;
    }

    /** The same as a browser: a page's own token is the only one that is sent. */
    TestClient browsing(String userId, String authenticator, String password) {
        return signedIn(userId, authenticator, password).browsing(server.port());
    }

    String code(String authenticator) {
        try {
            return Authenticator.codeAt(authenticator, server.freshStep());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void form(TestClient browser, String path, String fields) {
        answer(browser.form(path, fields + "&" + csrf(browser, path), "Accept", "text/html"));
    }

    void answer(HttpResponse<String> answer) {
        answers.add(answer.statusCode() + " " + answer.headers().map() + answer.body());
    }

    private Sought sought(String known) {
        Map<String, byte[]> all = new LinkedHashMap<>(canaries);
        all.put(known, known.getBytes(UTF_8));
        return new Sought(all);
    }

    private Set<String> inAnswers() {
        Sought sought = new Sought(canaries);
        Set<String> found = new TreeSet<>();
        answers.forEach(answer -> found.addAll(sought.in(answer.getBytes(UTF_8))));
        return found;
    }

    /** What a dump of the database has: a long value lies compressed in its files, where it would not be seen. */
    private Set<String> inTables(Sought sought) throws IOException, SQLException {
        Set<String> found = new TreeSet<>();
        try (Store store = Store.of(server)) {
            for (String table : store.ask("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                    + " WHERE schemaname IN ('engine', 'app', 'worm')"
                    + " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')")) {
                for (String row : store.ask("SELECT one::text FROM " + table + " one")) {
                    found.addAll(sought.in(row.getBytes(UTF_8)));
                }
            }
        }
        return found;
    }

    /** Of the installation: the database's own, its write-ahead log, logs, the witness. */
    private Set<String> inFiles(Sought sought) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Set<String> found = new TreeSet<>();
        for (Path file : files) {
            found.addAll(sought.in(Files.readAllBytes(file)));
        }
        return found;
    }
}
