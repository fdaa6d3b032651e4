package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.RecordScope;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** An inspector who may read some records: of the others there is no trace behind any door (CPY-05, 11.10(d)). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"CPY-05", "AUT-01"})
class InspectionScopeTest {

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    TestCeremonies ceremonies;

    @Autowired
    Authority authority;

    @Autowired
    Ledger ledger;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    /** Other tests fill the trail with more than anybody looks into: nothing is sought among what they left. */
    private final Instant began = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);

    private Suite shown;
    private Suite hidden;
    private String inspectorId;
    private TestCaller inspector;
    private TestCaller auditor;

    /** A signed test suite with an attachment and a comment, and another whose approval began over the engine's REST. */
    private record Suite(RecordVersion version, String word, String signature, String instance) {

        String id() {
            return version.recordId().toString();
        }

        String path() {
            return "/api/records/" + id() + "/versions/1";
        }
    }

    @BeforeAll
    void sign() {
        auditor = TestCaller.person(port, "auditor");
        shown = suite();
        hidden = suite();
        inspectorId = people.somebody();
        authority.grant(
                Caller.system("tests"),
                inspectorId,
                Role.REGULATORY_AUDITOR,
                new Terms(
                        Instant.now().plus(Duration.ofDays(3)),
                        new RecordScope(Set.of("sop"), Set.of(shown.version().recordId()))),
                "needed by a test");
        inspector = TestCaller.ownSession(port, inspectorId);
        assertThat(TestCaller.person(port, "author")
                        .post(
                                "/api/records/" + shown.id() + "/links",
                                "{\"relation\":\"relates-to\",\"recordId\":\"" + hidden.id() + "\"}")
                        .status())
                .isEqualTo(201);
        TestCaller searching = TestCaller.ownSession(port, people.somebody(Role.QA_ANALYST));
        String words = "\"q\":\"" + hidden.word() + "\"";
        assertThat(searching
                        .post("/api/searches", "{\"name\":\"" + hidden.word() + "\"," + words + "}")
                        .status())
                .isEqualTo(201);
        assertThat(searching
                        .post("/api/exports", "{" + words + ",\"contents\":[\"copy\"]}")
                        .status())
                .isEqualTo(202);
    }

    /** With the beginning of this class in it, in the zone of all who ask here where the page asks for it. */
    private String since(String path) {
        String from = path.startsWith("/api/")
                ? began.toString()
                : LocalDateTime.ofInstant(began, ZoneId.of("Europe/Vienna")).toString();
        return path + (path.contains("?") ? "&" : "?") + "from=" + URLEncoder.encode(from, UTF_8);
    }

    /** An export from the beginning of this class, which broke off nowhere. */
    private String whole(TestCaller who, String path) {
        String body = text(who.get(since(path)));
        assertThat(body.substring(body.stripTrailing().lastIndexOf('\n') + 1))
                .as(path)
                .containsPattern("\"complete\":true|these are all up to");
        return body;
    }

    private Suite suite() {
        String word = "vp" + UUID.randomUUID().toString().replace("-", "");
        String author = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(
                caller(author),
                TestRecords.testSuite(word)
                        .titled("Suite " + word)
                        .with("certificate.pdf", "application/pdf", TestRecords.pdf()));
        TestClient writer = TestClient.signedIn(port, author);
        writer.form("/records/" + version.recordId() + "/comments", "version=1&text=remark+" + word);
        JsonNode started = TestClient.json(writer.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("businessKey", word, "variables", Map.of("recordId", Map.of("value", drafted(writer, word))))));
        String instance = started.path("id").asText();
        assertThat(instance).as("%s", started).isNotEmpty();
        String signature =
                ceremonies.approve(author, version, "authorship").signatureId().toString();
        return new Suite(version, word, signature, instance);
    }

    /** A record of the same type and title, whose approval the engine has. */
    private static String drafted(TestClient writer, String word) {
        return TestClient.json(writer.post(
                        "/api/records",
                        new String(
                                TestRecords.testSuite(word)
                                        .titled("Suite " + word)
                                        .body(),
                                UTF_8)))
                .path("recordId")
                .asText();
    }

    @Test
    void whatIsInScopeIsReadBehindEveryDoor() throws Exception {
        for (String path : doors(shown)) {
            assertThat(inspector.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(text(inspector.get("/api/records?q=" + shown.word()))).contains(shown.id());
        assertThat(text(inspector.get("/records?q=" + shown.word()))).contains(shown.id());
        assertThat(text(inspector.get(since("/api/audit/entries?record=" + shown.id()))))
                .contains(shown.id());
        assertThat(text(inspector.get(since("/audit?record=" + shown.id())))).contains(shown.id());
        assertThat(whole(inspector, "/audit/export.csv?record=" + shown.id())).contains(shown.id());
        assertThat(names(inspector.get(shown.path() + "/evidence.zip"))).contains("audit/entries.jsonl");
    }

    @Test
    void whatIsInScopeByItsTypeIsReadToo() {
        TestCaller author = TestCaller.person(port, "author");
        String id = author.post(
                        "/api/records",
                        TestRecords.sop("SOP-" + UUID.randomUUID()).body())
                .json()
                .path("recordId")
                .asText();

        assertThat(inspector.get("/api/records/" + id).status()).isEqualTo(200);
        assertThat(inspector.get("/api/records/" + id + "/audit").status()).isEqualTo(200);
        assertThat(text(inspector.get("/api/records?type=sop"))).contains(id);
    }

    @Test
    void aRecordOutOfScopeIsAsOneThatDoesNotExist() {
        String nowhere = UUID.randomUUID().toString();
        for (String path : doors(hidden)) {
            if (path.contains(hidden.id())) {
                Answer refused = inspector.get(path);
                Answer none = inspector.get(path.replace(hidden.id(), nowhere));
                assertThat(refused.status()).as(path).isEqualTo(404);
                assertThat(refused.status()).as(path).isEqualTo(none.status());
                assertThat(refused.code()).as(path).isEqualTo("record-not-found");
                assertThat(refused.json().path("detail").asText().replace(hidden.id(), nowhere))
                        .isEqualTo(none.json().path("detail").asText());
            }
        }
        assertThat(inspector
                        .get("/api/records?q=" + hidden.word())
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(inspector
                        .get(since("/api/audit/entries?record=" + hidden.id()))
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void noRouteThatReadsTellsOfARecordOutOfScope() {
        List<String> reads = reads();
        assertThat(reads).hasSizeGreaterThan(80);
        Set<String> told = new TreeSet<>();
        int tellAnAuditor = 0;
        for (String path : reads) {
            if (tells(inspector.get(path, "Accept", "*/*"))) {
                told.add(path);
            }
            tellAnAuditor += tells(auditor.get(path, "Accept", "*/*")) ? 1 : 0;
        }
        assertThat(told).isEmpty();
        assertThat(tellAnAuditor).as("or nothing was asked").isGreaterThan(15);
    }

    @Test
    void theEntriesOfOthersAreNeitherShownNorTakenAwayAndThoseOfNoRecordAre() {
        String person = people.somebody(Role.QA_ANALYST);

        assertThat(text(inspector.get(since("/api/audit/entries?type=role.granted&size=500"))))
                .contains("person:" + person);
        assertThat(whole(inspector, "/audit/export.jsonl?type=role.granted")).isNotEmpty();
        for (String export : List.of("/audit/export.jsonl", "/audit/export.csv")) {
            assertThat(decoded(whole(inspector, export))).doesNotContain(hidden.id());
        }
    }

    @Test
    void aRefusedAttemptAtAnotherRecordLeadsNobodyToIt() {
        TestCaller administrator = TestCaller.person(port, "itadmin");
        administrator.get("/api/records/" + hidden.id());
        administrator.get("/engine-rest/history/process-instance/" + hidden.instance());

        assertThat(decoded(text(auditor.get(since("/api/audit/entries?type=refused&size=500")))))
                .contains(hidden.id(), "GET /history/process-instance/" + hidden.instance());
        assertThat(decoded(text(inspector.get(since("/api/audit/entries?type=refused&size=500")))))
                .doesNotContain(hidden.id())
                .doesNotContain(hidden.instance());
    }

    @Test
    void anIdInCapitalsLeadsNobodyThereEither() {
        String id = hidden.id().toUpperCase(Locale.ROOT);
        authority.grant(Caller.system("tests"), people.somebody(), Role.QA_ANALYST, "to look after " + id);

        String granted = since("/api/audit/entries?type=role.granted&size=500");
        assertThat(text(auditor.get(granted))).contains(id);
        assertThat(text(inspector.get(granted))).doesNotContain(id);
    }

    @Test
    void whatARecordSaysOfItsLinksTellsOfNoRecordOutOfScope() {
        List<String> doors = new ArrayList<>(doors(shown));
        // both are the record's whole evidence, its links in it
        doors.removeAll(List.of(shown.path() + "/copy.pdf", shown.path() + "/evidence.zip"));
        doors.add("/api/records/" + shown.id() + "/links");
        doors.add(since("/api/audit/entries?record=" + shown.id()));
        doors.add(since("/audit?record=" + shown.id()));
        for (String door : doors) {
            assertThat(decoded(text(inspector.get(door)))).as(door).doesNotContain(hidden.id());
        }
        assertThat(trail(inspector)).contains("trail").doesNotContain(hidden.id());
        for (String export : List.of("/audit/export.jsonl", "/audit/export.csv")) {
            assertThat(decoded(whole(inspector, export + "?record=" + shown.id())))
                    .contains(shown.id())
                    .doesNotContain(hidden.id());
        }
        assertThat(text(auditor.get("/api/records/" + shown.id() + "/audit"))).contains(hidden.id());
        assertThat(trail(auditor)).contains(hidden.id());
    }

    /** The part of the record's page that lists its entries. */
    private String trail(TestCaller who) {
        String page = text(who.get("/records/" + shown.id()));
        return page.substring(page.indexOf("id=\"trail\""));
    }

    @Test
    void aTypeThatIsNullIsNoTypeAndHidesNoLess() {
        TestCaller.person(port, "itadmin").get("/api/records/" + hidden.id());
        RecordScope odd = new RecordScope(Set.of("null"), Set.of(shown.version().recordId()));

        List<String> found =
                ledger.search(new Ledger.Filter(began, null, null, "refused", null, odd), 0, 500).items().stream()
                        .map(entry -> new String(entry.bytes(), UTF_8))
                        .toList();
        assertThat(found).noneMatch(entry -> entry.contains(hidden.id()));
        String person = people.somebody();
        Terms terms = new Terms(Instant.now().plus(Duration.ofDays(3)), odd);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> authority.grant(
                        Caller.system("tests"), person, Role.REGULATORY_AUDITOR, terms, "needed by a test"))
                .withMessageContainingAll("AUT-018", "record type null", "test-suite");
    }

    @Test
    void whatCountsForEverybodyIsWhatCountsForOne() {
        assertThat(authority.roles()).doesNotContainKey(inspectorId).containsKey("auditor");
    }

    @Test
    void tasksThatWereTheirsTellOfNoRecordTheyMayNotRead() {
        String word = "vp" + UUID.randomUUID().toString().replace("-", "");
        String author = people.signer(Role.QA_ANALYST);
        TestClient writer = TestClient.signedIn(port, author);
        String id = drafted(writer, word);
        writer.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("businessKey", word, "variables", Map.of("recordId", Map.of("value", id))));
        assertThat(writer.get("/api/tasks").body()).contains(id);
        assertThat(writer.get("/home").body()).contains(word);

        authority.revoke(Caller.system("tests"), author, Role.QA_ANALYST, "another job");
        assertTasksTellNothing(author, id, word);
        inspects(author, new RecordScope(Set.of("sop"), Set.of()));
        assertTasksTellNothing(author, id, word);

        inspects(author, new RecordScope(Set.of(), Set.of(UUID.fromString(id))));
        assertThat(TestClient.signedIn(port, author).get("/api/tasks").body()).contains(id);
    }

    private void assertTasksTellNothing(String person, String id, String word) {
        TestClient session = TestClient.signedIn(port, person);
        assertThat(session.get("/api/tasks").body()).contains("items").doesNotContain(id);
        assertThat(session.get("/api/tasks?recordId=" + id).body()).doesNotContain(word);
        assertThat(session.get("/home").body()).doesNotContain(id).doesNotContain(word);
    }

    private void inspects(String person, RecordScope scope) {
        authority.grant(
                Caller.system("tests"),
                person,
                Role.REGULATORY_AUDITOR,
                new Terms(Instant.now().plus(Duration.ofDays(3)), scope),
                "needed by a test");
    }

    @Test
    void whatIsOverAllRecordsIsClosedAndSaysWhy() {
        for (String path : List.of("/api/alerts", "/api/models", "/api/audit/verification", "/api/accounts")) {
            Answer refused = inspector.get(path);
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.code()).as(path).isEqualTo("not-authorized");
        }
        assertThat(inspector.get("/api/alerts").toString()).contains("AUT-019");
    }

    @Test
    void theScopeIsAskedForDecidedOnShownAndOnRecord() {
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestClient manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
        String person = people.somebody();
        Map<String, Object> body = new HashMap<>(Map.of(
                "role",
                "regulatory-auditor",
                "until",
                UtcTime.write(Instant.now().plus(Duration.ofDays(4))),
                "scope",
                Map.of("types", List.of("sop"), "records", List.of(hidden.id())),
                "reason",
                "an inspection"));
        HttpResponse<String> asked = administrator.post("/api/accounts/" + person + "/roles", body);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        assertThat(manager.get("/accounts").body()).contains("Types: sop; records: " + hidden.id());
        manager.post(
                "/api/accounts/requests/"
                        + TestClient.json(asked).path("requestId").asText() + "/decision",
                Map.of("grant", true, "reason", "agreed"));

        assertThat(authority.roles(person)).isEmpty();
        assertThat(authority.held(person)).containsExactly(Role.REGULATORY_AUDITOR);
        assertThat(manager.get("/accounts/" + person).body()).contains("Types: sop; records: " + hidden.id());
        JsonNode entry = TestClient.json(manager.get(since("/api/audit/entries?type=role.granted&size=1")))
                .at("/items/0/new");
        assertThat(entry.path("scopeTypes").toString()).isEqualTo("[\"sop\"]");
        assertThat(entry.path("scopeRecords").toString()).contains(hidden.id());
        assertThat(TestClient.json(TestClient.signedIn(port, person).get("/api/session"))
                        .path("roles")
                        .toString())
                .contains("regulatory-auditor");
    }

    @Test
    void aScopeThatMeansNothingIsRefused() {
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        String person = people.somebody();
        Map<String, Object> body = new HashMap<>(Map.of(
                "role", "regulatory-auditor",
                "until", UtcTime.write(Instant.now().plus(Duration.ofDays(4))),
                "reason", "an inspection"));
        for (Object scope : List.of(
                "all",
                Map.of(),
                Map.of("kinds", List.of()),
                Map.of("types", "sop"),
                Map.of("types", List.of("sop"), "record", List.of(hidden.id())),
                Map.of("types", java.util.Collections.singletonList(null)),
                Map.of("types", List.of("Not A Type")),
                Map.of("records", List.of("4711")))) {
            body.put("scope", scope);
            assertThat(code(administrator.post("/api/accounts/" + person + "/roles", body)))
                    .as("%s", scope)
                    .isEqualTo("invalid-request");
        }
        for (Object scope : List.of(
                Map.of("types", List.of()),
                Map.of("types", List.of(), "records", List.of()),
                Map.of("types", List.of("null")),
                Map.of("types", List.of("sop", "minutes")))) {
            body.put("scope", scope);
            assertThat(code(administrator.post("/api/accounts/" + person + "/roles", body)))
                    .as("%s", scope)
                    .isEqualTo("scope-refused");
        }
        HttpResponse<String> typed = administrator.form(
                "/accounts/" + person + "/roles",
                "role=REGULATORY_AUDITOR&until="
                        + LocalDateTime.now().plusDays(3).truncatedTo(ChronoUnit.MINUTES)
                        + "&types=%2C&records=&reason=an+inspection");
        assertThat(typed.body() + administrator.get("/accounts/" + person).body())
                .contains("it names nothing");
        body.put("scope", Map.of("records", List.of(UUID.randomUUID().toString())));
        assertThat(code(administrator.post("/api/accounts/" + person + "/roles", body)))
                .isEqualTo("scope-refused");
        body.put("scope", Map.of("types", List.of("sop")));
        body.put("role", "qa-analyst");
        assertThat(code(administrator.post("/api/accounts/" + person + "/roles", body)))
                .isEqualTo("scope-refused");
    }

    /** Every door to a record, by its id or by that of a signature on it. */
    private static List<String> doors(Suite suite) {
        String attachment = suite.version().attachments().get(0).sha256().hex();
        return List.of(
                "/api/records/" + suite.id(),
                "/api/records/" + suite.id() + "/audit",
                "/api/records/" + suite.id() + "/comments",
                suite.path(),
                suite.path() + "/content",
                suite.path() + "/attachments/" + attachment,
                suite.path() + "/verification",
                suite.path() + "/copy.pdf",
                suite.path() + "/evidence.zip",
                "/api/signatures/" + suite.signature(),
                "/records/" + suite.id(),
                "/records/" + suite.id() + "/compare",
                "/signatures/" + suite.signature());
    }

    /** Every route of the application that reads, asked for what is hidden; and the engine's that read instances and their history. */
    private List<String> reads() {
        Set<String> paths = new TreeSet<>(doors(hidden));
        for (RequestMappingInfo route : routes.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
            if (methods.isEmpty() || methods.contains(RequestMethod.GET)) {
                route.getPatternValues().forEach(pattern -> paths.add(asked(pattern)));
            }
        }
        for (String path : List.of(
                "/api/records",
                "/records",
                "/api/audit/entries",
                "/audit",
                "/audit/export.csv",
                "/audit/export.jsonl")) {
            paths.add(path + "?q=" + hidden.word());
            paths.add(path + "?record=" + hidden.id());
            paths.add(path + "?type=test-suite&size=100");
        }
        paths.add("/audit?type=record.appended");
        paths.add("/api/audit/entries?size=500");
        Set<String> ofTheTrail = new TreeSet<>();
        paths.removeIf(path -> path.matches("(/api/audit/entries|/audit|/audit/export\\.[a-z]+)([?].*)?")
                && ofTheTrail.add(since(path)));
        paths.addAll(ofTheTrail);
        for (String engine : List.of("/engine-rest", "/camunda/api/engine/engine/default")) {
            paths.add(engine + "/process-instance?businessKey=" + hidden.word());
            paths.add(engine + "/process-instance/" + hidden.instance());
            paths.add(engine + "/history/process-instance?processInstanceBusinessKey=" + hidden.word());
            paths.add(engine + "/history/process-instance/" + hidden.instance());
            paths.add(engine + "/history/variable-instance?processInstanceId=" + hidden.instance());
            paths.add(engine + "/task?processInstanceId=" + hidden.instance());
            paths.add(engine + "/history/task?processInstanceId=" + hidden.instance());
        }
        return new ArrayList<>(paths);
    }

    private String asked(String pattern) {
        String attachment = hidden.version().attachments().get(0).sha256().hex();
        String path = pattern.startsWith("/signatures/") || pattern.startsWith("/api/signatures/")
                ? pattern.replace("{id}", hidden.signature())
                : pattern.replace("{id}", hidden.id());
        return path.replace("{recordId}", hidden.id())
                .replace("{number}", "1")
                .replace("{sha256}", attachment)
                .replace("{signatureId}", hidden.signature())
                .replace("{userId}", "auditor")
                .replace("{index}", "0")
                .replaceAll("\\{\\*[a-z]+}", "000")
                .replaceAll("\\{[^{}]*(\\{[^}]*})?[^{}]*}", "x");
    }

    /** Whether an answer that is no refusal has anything of the hidden record; a refusal repeats the id it was asked for. */
    private boolean tells(Answer answer) {
        // what an export was asked is in it, as it was typed; its entries are encoded
        String body = decoded(text(answer).replace("\"record\":\"" + hidden.id() + '"', ""));
        boolean named = body.contains(hidden.id())
                || body.contains(hidden.version().sha256().hex())
                || body.contains(hidden.version().contentSha256().hex());
        // the page repeats what was typed
        boolean repeated = body.contains("name=\"q\"") || body.contains("name=\"record\"");
        boolean linked = body.contains("/records/" + hidden.id());
        return body.contains("remark " + hidden.word())
                || (answer.status() < 400 && (repeated ? linked : named || body.contains(hidden.word())));
    }

    private static String decoded(String body) {
        StringBuilder all = new StringBuilder(body);
        Matcher entry = Pattern.compile("\"entry\":\"([A-Za-z0-9+/=]+)\"").matcher(body);
        while (entry.find()) {
            all.append(new String(Base64.getDecoder().decode(entry.group(1)), UTF_8));
        }
        return all.toString();
    }

    private static String text(Answer answer) {
        return new String(answer.bytes(), UTF_8);
    }

    private static String code(HttpResponse<String> answer) {
        return TestClient.json(answer).path("code").asText();
    }

    private static List<String> names(Answer answer) throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(answer.bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
