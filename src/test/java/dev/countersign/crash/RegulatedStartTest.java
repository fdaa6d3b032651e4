package dev.countersign.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestEnrolment;
import dev.countersign.TestModelChanges;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A regulated installation from an empty directory to its first signature, as docs/operations/first-start.md tells it: first people,
 * founders, the organisation's letter, the adoption of the process models, then somebody who signs (11.100(b), (c), 11.10(k), AUT-03).
 */
@Tag("soak")
@Requirement({"SIG-09", "AUT-03", "KEY-01", "OPS-01", "OPS-04", "PRC-03", "WRM-04"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegulatedStartTest {

    private static final Pattern CODE = Pattern.compile("(?m)^ +(\\S+) +((?:[A-Z2-7]{6}-){3}[A-Z2-7]{6}) ");
    private static final String[] PEOPLE = {
        "bootstrap",
        "--zone=Europe/Vienna",
        "--it-administrator=ira=Ira Root",
        "--it-administrator=ian=Ian Backup",
        "--qa-manager=quinn=Quinn Head, Head of Quality Assurance",
        "--qa-manager=mia=Mia Deputy"
    };
    private static final int MOST_QUESTIONS = 3_000;
    private static final Map<String, String> LOOKED = Map.of("reason", "compared with the receipt");
    private static final byte[] SCAN = "%PDF-1.7 of a scanned letter".getBytes(ISO_8859_1);

    private final Map<String, String> secrets = new HashMap<>();
    private Path storage;
    private Victim installation;

    @BeforeAll
    void begin() throws IOException {
        storage = FreshData.directory("written-once");
        installation = new Victim(
                FreshData.directory("regulated"),
                Map.of(
                        "VALIDATION_MODE", "OQ environment 4",
                        "WORM_STORAGE_PATH", storage.toString(),
                        "COUNTERSIGN_DEMO", "false",
                        "COUNTERSIGN_ORGANISATION", "acme",
                        "COUNTERSIGN_PUBLIC_ORIGIN", "https://qa.acme.example",
                        "COUNTERSIGN_PUBLIC_SIGN_ORIGIN", "https://sign.acme.example",
                        "COUNTERSIGN_KEYS_SHAREPASSPHRASE", "passphrase of the share",
                        "COUNTERSIGN_KEYS_AUTHORITYPASSPHRASE", "passphrase of the authority",
                        "COUNTERSIGN_KEYS_LOGPASSPHRASE", "passphrase of the log"));
    }

    @AfterAll
    void end() {
        installation.stop();
    }

    @Test
    void firstPeopleThenFoundersThenTheLetterThenTheFirstSignature() throws Exception {
        Map<String, String> invitations = invited();
        installation.start();
        invitations.forEach(
                (userId, code) -> new TestEnrolment(client()).finish(userId, code, password(userId), secret -> {
                    secrets.put(userId, secret);
                    return code(userId);
                }));

        TestClient quinn = signedIn("quinn");
        twoQaManagersCertifyEachOther(quinn);
        proofed(quinn, "anna", "Anna Author", "QA Analyst", "qa-analyst");
        proofed(quinn, "pat", "Pat Process", "Process Administrator", "process-administrator");
        TestClient author = signedIn("anna");
        assertThat(approvalStarted(author).body())
                .as("nothing runs on models that nobody signed")
                .contains("WFL-061", "models-not-adopted");
        assertThat(client().get("/actuator/health/models").body()).contains("DEGRADED", "\"adopted\":false");
        TestClient administrator = signedIn("pat");
        String models = shippedModelsProposed(administrator);
        HttpResponse<String> early = signature(administrator, "pat", TestTasks.of(administrator, models));
        assertThat(early.statusCode()).isEqualTo(403);
        assertThat(early.body()).contains("AUT-010", "11.100(c)", "not recorded");

        theLetterIsRecordedByOneAndConfirmedByAnother(quinn);
        theModelsAreAdopted(models, Map.of("pat", administrator, "anna", author, "quinn", quinn));
        HttpResponse<String> started = approvalStarted(author);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        String record = TestClient.json(started).at("/variables/recordId/value").asText();
        HttpResponse<String> signed = signature(author, "anna", TestTasks.of(author, record));
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        String signature = TestClient.json(signed).path("signatureId").asText();
        assertThat(TestClient.json(author.get("/api/signatures/" + signature))
                        .at("/statement/environment")
                        .asText())
                .isEqualTo("regulated");
        everyPageNamesTheEnvironment(author, record);
        whatIsWrittenOnceLiesInItsStorage(author, record);
        whatALaterReleaseBringsWaitsUntilPeopleAdoptIt(record);
    }

    /** As {@code VALIDATION_MODE} says, before and after the login, in Tasklist and on the signing page (OPS-04). */
    private void everyPageNamesTheEnvironment(TestClient author, String record) {
        TestClient browser = author.browsing(installation.signPort());
        String task = TestTasks.of(author, record).path("taskId").asText();
        for (HttpResponse<String> page : List.of(
                client().get("/login", "Accept", "text/html"),
                author.get("/account", "Accept", "text/html"),
                author.get("/camunda/app/tasklist/locales/en.json"),
                browser.get("/sign/" + task, "Accept", "text/html"))) {
            assertThat(page.body())
                    .as(page.uri().getPath())
                    .contains("OQ environment 4")
                    .doesNotContain("DEMO");
        }
    }

    /** Witness and copies where {@code WORM_STORAGE_PATH} names a folder for all that is written once (OPS-04, WRM-04). */
    private void whatIsWrittenOnceLiesInItsStorage(TestClient author, String record) throws IOException {
        assertThat(storage.resolve("checkpoints")).isNotEmptyFile();
        assertThat(installation.witnessFile()).doesNotExist();
        byte[] version = author.exchange("GET", "/api/records/" + record + "/versions/1", new byte[0])
                .body();
        for (int asked = 0; notCopied() > 0 && asked < MOST_QUESTIONS; asked++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(notCopied()).isZero();
        try (Stream<Path> files = Files.walk(storage.resolve("copies"))) {
            List<Path> copies = files.filter(Files::isRegularFile).toList();
            assertThat(copies).anySatisfy(copy -> assertThat(copy).hasBinaryContent(version));
        }
    }

    private int notCopied() {
        return TestClient.json(client().get("/actuator/health/log"))
                .at("/components/copies/details/folder/notCopied")
                .asInt(1);
    }

    /** A start of the later program deploys nothing; three signatures do. */
    private void whatALaterReleaseBringsWaitsUntilPeopleAdoptIt(String begun) throws IOException {
        installation.stop();
        LaterRelease later = new LaterRelease("Second look");
        later.installOn(installation);
        installation.start();
        TestClient author = signedIn("anna");
        TestClient administrator = signedIn("pat");
        JsonNode running = TestClient.json(administrator.get("/api/models"));
        assertThat(running.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(running.path("awaitingAdoption").toString()).contains(LaterRelease.CHANGED);
        assertThat(client().get("/actuator/health/models").body()).contains("UP", LaterRelease.CHANGED);
        int version = definition(administrator);
        assertThat(approvalStarted(author).statusCode())
                .as("on what was signed")
                .isEqualTo(200);
        assertThat(definition(administrator)).isEqualTo(version);

        String adoption = proposed(administrator, later.models);
        theModelsAreAdopted(adoption, Map.of("pat", administrator, "anna", author, "quinn", signedIn("quinn")));
        assertThat(TestClient.json(administrator.get("/api/models")).path("awaitingAdoption"))
                .isEmpty();
        assertThat(definition(administrator)).isEqualTo(version + 1);
        assertThat(approvalStarted(author).statusCode()).isEqualTo(200);
        assertThat(TestClient.json(author.get("/api/records/" + begun))
                        .path("status")
                        .asText())
                .isEqualTo("in-review");
    }

    /** Version of what a start of an approval starts. */
    private static int definition(TestClient administrator) {
        for (JsonNode one : TestClient.json(administrator.get("/api/models")).path("definitions")) {
            if (one.path("key").asText().equals("record-approval")) {
                return one.path("version").asInt();
            }
        }
        throw new AssertionError("no definition of record-approval");
    }

    /** Once, and nobody else's wish changes it. */
    private Map<String, String> invited() throws IOException {
        assertThat(installation.command("bootstrap", "--it-administrator=ira=Ira Root"))
                .startsWith("2 ")
                .contains("two with --qa-manager");
        String said = installation.command(PEOPLE);
        assertThat(said).startsWith("0 ");
        Map<String, String> codes = new LinkedHashMap<>();
        Matcher lines = CODE.matcher(said);
        while (lines.find()) {
            codes.put(lines.group(1), lines.group(2));
        }
        assertThat(codes).as(said).containsOnlyKeys("ira", "ian", "quinn", "mia");
        assertThat(installation.command(PEOPLE))
                .startsWith("1 ")
                .contains("ACC-013", "4 people already")
                .doesNotContain("\tat ");
        return codes;
    }

    private void twoQaManagersCertifyEachOther(TestClient quinn) throws IOException {
        assertThat(TestClient.json(quinn.get("/trust.json")).path("founderKeysSha256"))
                .isEmpty();
        assertThat(quinn.get("/founding").body()).contains("Certify each other", "Mia Deputy");
        founding(quinn, "mia", "a wrong password of hers");
        assertThat(quinn.get("/founding").body()).contains("not accepted");
        founding(signedIn("ira"), "mia", password("mia"));
        assertThat(quinn.get("/founding").body())
                .as("an administrator founds nothing")
                .contains("Certify each other");

        founding(quinn, "mia", password("mia"));

        assertThat(quinn.get("/founding").body()).contains("mia and quinn certified each other");
        assertThat(TestClient.json(quinn.get("/trust.json")).path("founderKeysSha256"))
                .hasSize(2);
    }

    private void founding(TestClient one, String other, String otherPassword) throws IOException {
        String self = TestClient.json(one.get("/api/session")).path("userId").asText();
        one.form(
                "/founding",
                form(
                        "documentOne",
                        "passport",
                        "passwordOne",
                        password(self),
                        "codeOne",
                        code(self),
                        "other",
                        other,
                        "documentOther",
                        "identity card",
                        "passwordOther",
                        otherPassword,
                        "codeOther",
                        code(other)));
    }

    private void proofed(TestClient manager, String userId, String printedName, String title, String role) {
        TestClient administrator = signedIn("ira");
        String invitation = TestClient.json(administrator.post(
                        "/api/accounts",
                        Map.of(
                                "userId",
                                userId,
                                "printedName",
                                printedName,
                                "title",
                                title,
                                "zone",
                                "Europe/Vienna",
                                "roles",
                                new String[] {role},
                                "reason",
                                "joins")))
                .path("code")
                .asText();
        new TestEnrolment(client()).finish(userId, invitation, password(userId), secret -> {
            secrets.put(userId, secret);
            return code(userId);
        });
        String request = TestClient.json(manager.get("/api/accounts"))
                .at("/requests/0/requestId")
                .asText();
        assertThat(manager.post(
                                "/api/accounts/requests/" + request + "/decision",
                                Map.of("grant", true, "reason", "she does"))
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> proofed = manager.post(
                "/api/accounts/" + userId + "/proofing",
                Map.of(
                        "documentType", "passport",
                        "checkedOn", "2026-11-22",
                        "method", "in person",
                        "printedName", printedName,
                        "password", password("quinn")));
        assertThat(proofed.statusCode()).as(proofed.body()).isEqualTo(204);
    }

    /** As the page for process administrators tells it: the set that came with the program, as it is. */
    private static String shippedModelsProposed(TestClient administrator) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String name : ProcessModels.ALWAYS) {
            texts.put(name, Files.readString(Path.of(name)));
        }
        return proposed(administrator, texts);
    }

    private static String proposed(TestClient administrator, Map<String, String> texts) {
        List<Map<String, String>> resources = TestModelChanges.resources(texts);
        HttpResponse<String> proposed = administrator.post(
                "/api/models/changes",
                Map.of("title", "The models of the release", "reason", "adoption", "resources", resources));
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        return TestClient.json(proposed).path("recordId").asText();
    }

    private void theModelsAreAdopted(String models, Map<String, TestClient> signers) {
        for (String userId : List.of("pat", "anna", "quinn")) {
            TestClient signer = signers.get(userId);
            HttpResponse<String> signed = signature(signer, userId, TestTasks.of(signer, models));
            assertThat(signed.statusCode()).as(userId + " " + signed.body()).isEqualTo(201);
        }
        JsonNode running = TestClient.json(signers.get("pat").get("/api/models"));
        assertThat(running.at("/inForce/recordId").asText()).isEqualTo(models);
        assertThat(running.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(running.path("signatures")).hasSize(3);
        assertThat(client().get("/actuator/health/models").body()).contains("UP", "\"adopted\":true");
    }

    private void theLetterIsRecordedByOneAndConfirmedByAnother(TestClient quinn) throws IOException {
        assertThat(recorded(signedIn("ira"), SCAN).body()).contains("AUT-001");
        assertThat(recorded(quinn, "a Word file".getBytes(UTF_8)).body()).contains("AUT-011", "is a PDF");
        String letter = TestClient.json(recorded(quinn, SCAN)).path("letterId").asText();
        String confirmation = "/api/organisation/letters/" + letter + "/confirmation";
        assertThat(quinn.post(confirmation, LOOKED).body()).contains("AUT-012");
        TestClient mia = signedIn("mia");
        assertThat(mia.get("/organisation/letters").body()).contains("Acme Pharma Inc.", "Confirm letter and proof");
        assertThat(mia.post(confirmation, "").body()).contains("AUT-014");
        assertThat(mia.post(confirmation, LOOKED).statusCode()).isEqualTo(204);
        assertThat(mia.exchange("GET", "/api/organisation/letters/" + letter + "/letter", new byte[0])
                        .body())
                .isEqualTo(SCAN);
        assertThat(quinn.form(
                                "/organisation/letters/draft",
                                form(
                                        "legalName",
                                        "Acme",
                                        "address",
                                        "1 Way",
                                        "signatory",
                                        "C. E. Officer",
                                        "title",
                                        "CEO"))
                        .body())
                .contains("legally binding equivalent", "C. E. Officer");
    }

    private static HttpResponse<String> recorded(TestClient manager, byte[] scan) {
        return manager.multipart(
                "/api/organisation/letters",
                Map.of(
                        "legalName", "Acme Pharma Inc.",
                        "signatory", "C. E. Officer",
                        "submittedOn", "2026-11-20",
                        "channel", "ESG, receipt 4711",
                        "reason", "the first letter of this installation"),
                Map.of("letter", scan, "proof", SCAN));
    }

    private static HttpResponse<String> approvalStarted(TestClient author) throws IOException {
        JsonNode drafted =
                TestClient.json(author.post("/api/records", Files.readString(Path.of("docs/samples/sop.json"))));
        return author.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("variables", Map.of("recordId", Map.of("value", drafted.path("recordId")))));
    }

    private HttpResponse<String> signature(TestClient author, String userId, JsonNode task) {
        return author.post(
                "/api/tasks/" + task.path("taskId").asText() + "/signature",
                Map.of(
                        "decision", "approve",
                        "recordSha256", task.path("sha256").asText(),
                        "password", password(userId),
                        "otp", code(userId)));
    }

    private TestClient client() {
        return TestClient.anonymous(installation.port());
    }

    private TestClient signedIn(String userId) {
        TestClient client = client();
        HttpResponse<String> answer = client.post(
                "/api/session", Map.of("username", userId, "password", password(userId), "otp", code(userId)));
        assertThat(answer.statusCode()).as(userId).isEqualTo(204);
        client.readCsrf();
        return client;
    }

    private static String password(String userId) {
        return "unrelated words of " + userId.charAt(0);
    }

    private String code(String userId) {
        try {
            String phone = "regulated-" + userId;
            Authenticator.add(phone, secrets.get(userId));
            return Authenticator.codeAt(phone, installation.freshStep());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return form.toString();
    }
}
