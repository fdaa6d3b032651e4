package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.malware.TestScanner;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.WormStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * {@code POST /engine-rest/process-definition/key/record-approval/start} and everything that can be wrong with what it is sent: each is
 * answered with a problem detail that points into the request, and leaves its one audit entry and nothing else.
 */
@CountersignTest
@Requirement({"INT-01", "REC-02", "REC-03", "AUD-01"})
class StartCallTest {

    private static final String START = "/engine-rest/process-definition/key/record-approval/start";
    private static final String CONTENT = "/variables/content/value";
    private static final String ATTACHMENTS = "/variables/attachments/value";

    @LocalServerPort
    private int port;

    @Autowired
    private StoredRows rows;

    @Autowired
    private RefusedCalls calls;

    @Autowired
    private WormStore store;

    @Autowired
    private TestPeople people;

    private TestCaller lims;
    private String key;

    @BeforeEach
    void init() {
        lims = TestCaller.lims(port);
        key = "START-" + UUID.randomUUID();
    }

    static Stream<Arguments> noJson() {
        return Stream.of(
                text("a body that ends too early", body -> "{\"businessKey\":", "/businessKey"),
                text("no body", body -> "", ""),
                text("more than one document", body -> body + "{}", ""),
                text(
                        "a key of the request twice",
                        body -> body.replace("\"title\":", "\"title\":1,\"title\":"),
                        "/variables/title"),
                text(
                        "a key of the content twice",
                        body -> body.replace("\"scope\":", "\"scope\":\"a\",\"scope\":"),
                        CONTENT + "/scope"),
                text("two million tokens and one", body -> "[" + "0,".repeat(2_000_000) + "0]", ""),
                text("a number that would change", body -> scope(body, "9007199254740993"), CONTENT + "/scope"),
                text("a fraction that would change", body -> scope(body, "0.1000000000000000055"), CONTENT + "/scope"),
                text("a number beyond all doubles", body -> scope(body, "1e400"), CONTENT + "/scope"),
                text("U+0000", body -> scope(body, "\"a\\u0000b\""), CONTENT + "/scope"),
                text("a lone surrogate", body -> scope(body, "\"a\\ud800b\""), CONTENT + "/scope"),
                inside("content that is a sentence", "Weigh twice.", ""),
                inside("content that ends too early", "{\"scope\":", "/scope"),
                inside("a key twice in the content as text", "{\"scope\":1,\"scope\":2}", "/scope"),
                inside("a number that would change in the content as text", "{\"scope\":9007199254740993}", "/scope"));
    }

    /** What is wrong with the body's text. */
    private static Arguments text(String what, UnaryOperator<String> change, String pointer) {
        return Arguments.of(what, change, pointer);
    }

    /** What is wrong with the text that the content is. */
    private static Arguments inside(String what, String content, String pointer) {
        return text(
                what,
                body -> {
                    ObjectNode request = (ObjectNode) CanonicalJson.parse(body);
                    ((ObjectNode) request.at("/variables/content")).put("value", content);
                    return request.toString();
                },
                CONTENT + pointer);
    }

    private static String scope(String body, String json) {
        return body.replaceFirst("\"scope\":\"[^\"]*\"", "\"scope\":" + json.replace("\\", "\\\\"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noJson")
    void refusesWhatHasNoSingleMeaning(String what, UnaryOperator<String> change, String pointer) {
        String body = change.apply(request(record()).toString());
        Answer refused = refusedAndNothingLeft(() -> lims.post(START, body), "invalid-json", "process.start");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactly(pointer);
        assertThat(refused.json().path("detail").asText()).contains(pointer);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong(
                        "variables that are a list",
                        r -> r.putArray("variables"),
                        "/variables",
                        "/variables/recordType/value"),
                wrong(
                        "a variable that is a text",
                        r -> variables(r).put("title", "t"),
                        "/variables/title",
                        "/variables/title/value"),
                wrong("no title", r -> variables(r).remove("title"), "/variables/title/value"),
                wrong("no record type", r -> variables(r).remove("recordType"), "/variables/recordType/value"),
                wrong("no content", r -> variables(r).remove("content"), CONTENT),
                wrong("instructions", r -> r.putArray("startInstructions"), "/startInstructions"),
                wrong("listeners to skip", r -> r.put("skipCustomListeners", true), "/skipCustomListeners"),
                wrong("an empty key", r -> r.put("businessKey", " "), "/businessKey"),
                wrong("a long key", r -> r.put("businessKey", "k".repeat(201)), "/businessKey"),
                wrong("a key of two lines", r -> r.put("businessKey", "LIMS\n1"), "/businessKey"),
                wrong("a key that shows as another", r -> r.put("businessKey", "LIMS\u202e1"), "/businessKey"),
                wrong("a key of a draft's form", r -> r.put("businessKey", UUID.randomUUID() + "/1"), "/businessKey"),
                wrong(
                        "attachments that are none",
                        r -> variable(r, "attachments").put("value", 5),
                        ATTACHMENTS),
                wrong(
                        "an attachment that is no base64",
                        r -> attach(r, "a.txt", "text/plain", "§"),
                        ATTACHMENTS + "/0"),
                wrong(
                        "an attachment with a member more",
                        r -> attach(r, "a.txt", "text/plain", "eA==").put("path", "/etc"),
                        ATTACHMENTS + "/0"),
                wrong(
                        "a version without its record",
                        r -> variable(r, "recordVersion").put("value", 1),
                        "/variables/recordVersion"),
                wrong(
                        "half a version",
                        r -> existing(r, UUID.randomUUID().toString())
                                .putObject("recordVersion")
                                .put("value", 1.5),
                        "/variables/recordVersion/value"),
                wrong("a record that is no id", r -> existing(r, "LIMS-1"), "/variables/recordId/value"),
                wrong(
                        "a record and content",
                        r -> variable(r, "recordId")
                                .put("value", UUID.randomUUID().toString()),
                        "/variables/content"));
    }

    private static Arguments wrong(String what, Consumer<ObjectNode> change, String... pointers) {
        return Arguments.of(what, change, List.of(pointers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRequests")
    void refusesWhatIsNoStart(String what, Consumer<ObjectNode> change, List<String> pointers) {
        ObjectNode body = request(record());
        change.accept(body);
        Answer refused =
                refusedAndNothingLeft(() -> lims.post(START, body.toString()), "invalid-request", "process.start");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).containsAll(pointers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decision",
                "planStep",
                "recordSha256",
                "signer",
                "role",
                "author",
                "initiator",
                "assignee",
                "sha256",
                "a~/b",
                ""
            })
    @Requirement("WFL-01")
    void refusesNamesThatAreReserved(String name) {
        ObjectNode body = request(record());
        variable(body, name).put("value", "approve");
        Answer refused =
                refusedAndNothingLeft(() -> lims.post(START, body.toString()), "invalid-request", "process.start");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers())
                .containsExactly("/variables/" + name.replace("~", "~0").replace("/", "~1"));
        assertThat(refused.json().path("detail").asText()).contains("reserved", "accepted: recordType");
    }

    static Stream<Arguments> wrongRecords() {
        TestRecord sop = TestRecords.sop("SOP-" + UUID.randomUUID());
        return Stream.of(
                refused("an unknown type", 422, "unknown-record-type", typed("memo"), "/variables/recordType/value"),
                refused("a title of two lines", 422, "invalid-member", sop.titled("a\nb"), "/variables/title/value"),
                refused(
                        "content of another kind",
                        422,
                        "schema-violation",
                        typed("batch-record"),
                        CONTENT + "/documentNumber"),
                refused(
                        "content that breaks its schema in many places",
                        422,
                        "schema-violation",
                        sop.changing(c -> {
                            c.remove("purpose");
                            c.put("scope", 12).put("colour/x", "blue");
                            ((ObjectNode) c.at("/procedure/0/steps/0")).put("id", "first");
                        }),
                        CONTENT + "/purpose",
                        CONTENT + "/scope",
                        CONTENT + "/colour~1x",
                        CONTENT + "/procedure/0/steps/0/id"),
                refused(
                        "content that shows as something else",
                        422,
                        "invalid-member",
                        sop.changing(c -> c.put("purpose", "at most \u202e5.0\u202c %")),
                        CONTENT + "/purpose"),
                refused(
                        "content over the limit",
                        413,
                        "too-large",
                        sop.changing(c -> c.put("purpose", "x".repeat(5 << 20))),
                        CONTENT),
                refused(
                        "an attachment whose bytes are something else",
                        422,
                        "attachment-type-mismatch",
                        sop.with("a.txt", "text/plain", unheardOf("fine"))
                                .with("CoA.pdf", "application/pdf", unheardOf("no PDF")),
                        ATTACHMENTS + "/1"),
                refused(
                        "an attachment that nobody wants",
                        422,
                        "attachment-type-not-allowed",
                        sop.with("a.exe", "application/x-msdownload", unheardOf("MZ")),
                        ATTACHMENTS + "/0/mediaType"),
                refused(
                        "an attachment named as a path",
                        422,
                        "attachment-name",
                        sop.with("../a.txt", "text/plain", unheardOf("x")),
                        ATTACHMENTS + "/0/name"),
                refused(
                        "malware behind a clean file",
                        422,
                        "malware-found",
                        sop.with("a.txt", "text/plain", unheardOf("clean"))
                                .with("b.txt", "text/plain", unheardOf(TestScanner.EICAR)),
                        ATTACHMENTS + "/1"),
                refused(
                        "a file that the scanner has no verdict on",
                        503,
                        "malware-scan-unavailable",
                        sop.with("a.txt", "text/plain", unheardOf(TestScanner.failing("error"))),
                        ATTACHMENTS + "/0"));
    }

    private static TestRecord typed(String type) {
        TestRecord sop = TestRecords.sop("SOP-" + UUID.randomUUID());
        return new TestRecord(type, sop.title(), sop.content(), List.of(), null, null);
    }

    private static Arguments refused(String what, int status, String code, TestRecord record, String... pointers) {
        return Arguments.of(what, status, code, record, List.of(pointers));
    }

    /** As text and as itself: the pointers are the same, and where the content is itself they lead to the offender. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRecords")
    @Requirement("REC-08")
    void refusesWhatIsNoRecord(String what, int status, String code, TestRecord record, List<String> pointers) {
        ObjectNode asItself = request(record);
        ObjectNode asText = asItself.deepCopy();
        variable(asText, "content").put("value", record.contentText());
        for (ObjectNode body : List.of(asItself, asText)) {
            Answer refused = refusedAndNothingLeft(() -> lims.post(START, body.toString()), code, "process.start");
            assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
            assertThat(refused.pointers()).containsAll(pointers);
            assertThat(refused.json().path("detail").asText()).doesNotContain(" /content", " /attachments");
            assertThat(store.blob(Digest.of(CanonicalJson.write(record.content()))))
                    .isEmpty();
            record.attachments().forEach(attachment -> assertThat(store.blob(Digest.of(attachment.bytes())))
                    .isEmpty());
        }
    }

    /** A body of nothing but mistakes is answered with the first hundred of them. */
    @Test
    @Requirement("REC-02")
    void namesTheFirstHundredMistakes() {
        ObjectNode body = request(record());
        ArrayNode items = variable(body, "attachments").putArray("value");
        for (int i = 0; i < 100_000; i++) {
            items.add(0);
        }
        Answer refused =
                refusedAndNothingLeft(() -> lims.post(START, body.toString()), "invalid-request", "process.start");
        assertThat(refused.pointers())
                .hasSize(100)
                .startsWith(ATTACHMENTS + "/0")
                .endsWith(ATTACHMENTS + "/99");

        ObjectNode variables = variables(request(record()));
        for (int i = 0; i < 10_000; i++) {
            variables.put("unknown" + i, 0);
        }
        ObjectNode other = request(record()).set("variables", variables);
        assertThat(refusedAndNothingLeft(() -> lims.post(START, other.toString()), "invalid-request", "process.start")
                        .pointers())
                .hasSize(100);
    }

    @Test
    void refusesABodyOverTheLimitOnRecord() {
        byte[] body = new byte[(40 << 20) + 1];
        Answer refused = refusedAndNothingLeft(() -> lims.post(START, body), "too-large", "process.start");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("detail").asText()).contains(Integer.toString(40 << 20));
    }

    @Test
    void refusesOtherContentForAKeyThatIsTaken() {
        TestRecord record = record();
        JsonNode first = lims.post(START, request(record).toString()).json();
        Answer refused = refusedAndNothingLeft(
                () -> lims.post(START, request(record.titled("another title")).toString()),
                "business-key-conflict",
                "process.start");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText())
                .contains(key, first.at("/variables/recordId/value").asText());

        Answer again = rows.leftAloneBy(() -> lims.post(START, request(record).toString()));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/process-definition/key/signature-step/start",
                "/engine-rest/process-definition/key/model-change/start",
                "/engine-rest/process-definition/key/break-glass/start",
                "/engine-rest/process-definition/key/nonsense/start",
                "/engine-rest/process-definition/key/record-approval/submit-form",
                "/engine-rest/process-definition/record-approval:1:x/start",
                "/api/records"
            })
    void theTokenOfAProgramStartsItsOneProcess(String path) {
        Answer refused =
                refusedAndNothingLeft(() -> lims.post(path, request(record()).toString()), "not-authorized", "call");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asText()).contains("POST " + path);
    }

    /** The same door with a session: a person's refusals are theirs. */
    @Test
    void refusesAPersonsBadStartInTheSameWay() {
        String somebody = people.somebody(Role.QA_ANALYST);
        TestCaller person = TestCaller.person(port, somebody);
        String start = request(record().changing(c -> c.remove("purpose"))).toString();
        Answer refused = calls.refusedAndNothingLeft(
                somebody, () -> person.post(START, start), "schema-violation", "process.start");
        assertThat(refused.pointers()).containsExactly(CONTENT + "/purpose");
    }

    /** By the program; and nothing of it is in the engine either. */
    private Answer refusedAndNothingLeft(Supplier<Answer> attempt, String code, String tried) {
        Answer refused = calls.refusedAndNothingLeft("lims", attempt, code, tried);
        boolean started = code.equals("business-key-conflict");
        assertThat(rows.holding(key).keySet()).as("the key in the engine").hasSize(started ? 1 : 0);
        return refused;
    }

    private static TestRecord record() {
        return TestRecords.sop("SOP-" + UUID.randomUUID());
    }

    private ObjectNode request(TestRecord record) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("businessKey", key);
        variable(request, "recordType").put("value", record.type());
        variable(request, "title").put("value", record.title());
        variable(request, "content").set("value", record.content());
        record.attachments()
                .forEach(one -> attach(
                        request,
                        one.name(),
                        one.mediaType(),
                        Base64.getEncoder().encodeToString(one.bytes())));
        return request;
    }

    private static ObjectNode existing(ObjectNode request, String recordId) {
        ObjectNode variables = request.putObject("variables");
        variables.putObject("recordId").put("value", recordId);
        return variables;
    }

    private static ObjectNode attach(ObjectNode request, String name, String mediaType, String base64) {
        return variable(request, "attachments")
                .withArray("value")
                .addObject()
                .put("name", name)
                .put("mediaType", mediaType)
                .put("base64", base64);
    }

    private static ObjectNode variables(ObjectNode request) {
        return request.withObject("/variables");
    }

    private static ObjectNode variable(ObjectNode request, String name) {
        JsonNode known = variables(request).get(name);
        return known instanceof ObjectNode object ? object : variables(request).putObject(name);
    }

    /** Bytes that no other test stores: whether they are kept is asked by their digest. */
    private static byte[] unheardOf(String text) {
        return (text + " " + UUID.randomUUID()).getBytes(UTF_8);
    }
}
