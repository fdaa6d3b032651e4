package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.TestCeremonies;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the database itself demands of a plan before it takes {@code approved}, asked by the application's role through the functions
 * it has. The signatures are rows that the application could make up; nothing of them stays.
 */
@CountersignTest
@Requirement("WFL-11")
class PlanAtTheStoreTest {

    private static final Map<String, String> ROLES =
            Map.of("authorship", "", "review", "qa-analyst", "approval", "qa-manager");

    @Autowired
    private WormStore store;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private PlatformTransactionManager transactions;

    private final UUID record = UUID.randomUUID();
    private String author;
    private String one;
    private String other;

    @BeforeEach
    void signers() {
        TestCeremonies.Team team = ceremonies.team();
        author = team.author();
        one = team.reviewer();
        other = team.approver();
    }

    @Test
    void takesAVersionThatBearsWhatThePlanNames() {
        assertTaken(
                "person",
                steps -> {
                    step(steps, "authorship", 1);
                    step(steps, "review", 1, "author");
                    step(steps, "approval", 1, "author", "review");
                },
                () -> {
                    sign("authorship", author);
                    sign("review", one);
                    sign("approval", other);
                });
    }

    @Test
    void refusesAVersionThatSomebodyRejected() {
        assertRefused("WORM-021", "person", steps -> step(steps, "review", 1), () -> {
            sign("review", one);
            sign("review", "reject", "rejection", other);
        });
    }

    @Test
    void countsDifferentPeople() {
        assertRefused("WORM-022", "person", steps -> step(steps, "review", 2), () -> sign("review", one));
        assertTaken("person", steps -> step(steps, "review", 2), () -> {
            sign("review", one);
            sign("review", other);
        });
    }

    @Test
    void countsNoStepOutOfItsOrder() {
        Consumer<ArrayNode> plan = steps -> {
            step(steps, "review", 1);
            step(steps, "approval", 1);
        };
        assertRefused("WORM-022", "person", plan, () -> {
            sign("approval", other);
            sign("review", one);
        });
    }

    @Test
    void refusesAnotherHandWhereTheAuthorSigns() {
        assertRefused("WORM-023", "person", steps -> step(steps, "authorship", 1), () -> sign("authorship", one));
    }

    @Test
    @Requirement("AUT-03")
    void refusesWhoeverHadTheOtherHand() {
        assertRefused("WORM-024", "person", steps -> step(steps, "review", 1, "author"), () -> sign("review", author));
        Consumer<ArrayNode> plan = steps -> {
            step(steps, "review", 1);
            step(steps, "approval", 1, "review");
        };
        assertRefused("WORM-024", "person", plan, () -> {
            sign("review", one);
            sign("approval", one);
        });
    }

    @Test
    void refusesAPlanOfWhichNothingApplies() {
        Consumer<ArrayNode> plan = steps -> step(steps, "authorship", 1).put("applies", "person-drafted");
        assertRefused("WORM-025", "service-account", plan, () -> {});
    }

    private void assertRefused(String rule, String author, Consumer<ArrayNode> plan, Runnable signatures) {
        assertThatThrownBy(() -> approved(author, plan, signatures))
                .isInstanceOfSatisfying(
                        WormRefusedException.class, e -> assertThat(e.rule()).isEqualTo(rule));
        assertThat(store.versions(record)).isEmpty();
    }

    private void assertTaken(String author, Consumer<ArrayNode> plan, Runnable signatures) {
        approved(author, plan, signatures);
        assertThat(store.versions(record)).isEmpty();
    }

    private void approved(String authorKind, Consumer<ArrayNode> steps, Runnable signatures) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            status.setRollbackOnly();
            store.putBlob("{}".getBytes(StandardCharsets.UTF_8));
            store.appendVersion(manifest(authorKind));
            store.appendRecordEvent(event("draft"));
            ObjectNode plan = fact("countersign/signature-plan/v1")
                    .put("recordId", record.toString())
                    .put("createdAt", UtcTime.write(store.now()));
            steps.accept(plan.putArray("steps"));
            store.appendSignaturePlan(CanonicalJson.write(plan));
            store.appendRecordEvent(event("in-review"));
            signatures.run();
            store.appendRecordEvent(event("approved"));
        });
    }

    private static ObjectNode step(ArrayNode steps, String code, int count, String... independentOf) {
        ObjectNode step = steps.addObject()
                .put("code", code)
                .put("meaning", code)
                .put("role", ROLES.get(code))
                .put("count", count)
                .put("applies", "always");
        ArrayNode others = step.putArray("independentOf");
        for (String hand : independentOf) {
            others.add(hand);
        }
        return step;
    }

    private void sign(String step, String userId) {
        sign(step, "approve", step, userId);
    }

    private void sign(String step, String decision, String meaning, String userId) {
        Map<String, Object> key = database.queryForMap(
                "SELECT key_id::text, encode(certificate_sha256, 'hex') AS certificate FROM worm.enrolment WHERE user_id = ?",
                userId);
        ObjectNode intent = fact("countersign/intent/v1")
                .put("recordId", record.toString())
                .put("version", 1)
                .put("versionSha256", store.versions(record).get(0).sha256().hex())
                .put(
                        "planSha256",
                        store.signaturePlan(record).orElseThrow().sha256().hex())
                .put("planStep", step)
                .put("decision", decision)
                .put("person", userId)
                .put(
                        "presentationSha256",
                        Digest.of("{}".getBytes(StandardCharsets.UTF_8)).hex());
        intent.putObject("meaning").put("code", meaning);
        ObjectNode statement = fact("countersign/signature/v1")
                .put("signatureId", UUID.randomUUID().toString())
                .put("intentSha256", Digest.of(CanonicalJson.write(intent)).hex())
                .put("signedAt", UtcTime.write(store.now()));
        statement.set("intent", intent);
        statement
                .putObject("signer")
                .put("userId", userId)
                .put("keyId", key.get("key_id").toString())
                .put("certificateSha256", key.get("certificate").toString());
        store.appendSignature(CanonicalJson.write(intent), CanonicalJson.write(statement), new byte[64], "none");
    }

    private ObjectNode fact(String format) {
        Installation home = store.installation();
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", format)
                .put("organisation", home.organisation())
                .put("installation", home.installationId().toString())
                .put("environment", home.environment());
    }

    private byte[] manifest(String authorKind) {
        ObjectNode manifest = fact("countersign/version/v1")
                .put("recordId", record.toString())
                .put("version", 1)
                .put("type", "sop")
                .put("title", "a test of the store")
                .put("createdAt", UtcTime.write(store.now()))
                .putNull("reason")
                .putNull("previousSha256");
        manifest.putObject("content")
                .put("sha256", Digest.of("{}".getBytes(StandardCharsets.UTF_8)).hex())
                .put("length", 2);
        manifest.putArray("attachments");
        manifest.putObject("author").put("id", author).put("kind", authorKind);
        return CanonicalJson.write(manifest);
    }

    private byte[] event(String status) {
        ObjectNode event = fact("countersign/record-event/v1")
                .put("eventId", UUID.randomUUID().toString())
                .put("recordId", record.toString())
                .put("version", 1)
                .put("versionSha256", store.versions(record).get(0).sha256().hex())
                .put("status", status)
                .put("createdAt", UtcTime.write(store.now()));
        event.putObject("actor").put("id", author).put("kind", "person");
        return CanonicalJson.write(event);
    }
}
