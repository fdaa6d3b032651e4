package dev.countersign.signing;

import static dev.countersign.TestSigner.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Demanded;
import dev.countersign.authority.Lineage;
import dev.countersign.authority.Role;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Forecast.Foreseen;
import dev.countersign.signing.Forecast.Outlook;
import dev.countersign.signing.SignaturePlan.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** An approval that nobody could finish is told of when it starts and while it waits, and hindered by nothing (AUT-03). */
@CountersignTest
@Requirement({"AUT-03", "AUT-02", "WFL-09"})
class ForecastTest {

    private static final Caller TESTS = Caller.system("tests");
    private static final int ORGANISATIONS = 40;
    private static final List<Role> DRAWN =
            List.of(Role.QA_ANALYST, Role.QA_MANAGER, Role.PRODUCTION_MANAGER, Role.PROCESS_ADMINISTRATOR);

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Signatures signatures;

    @Autowired
    Authority authority;

    @Autowired
    SignatureAuthorities authorities;

    @Autowired
    People accounts;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    JdbcTemplate sql;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void ofRandomOrganisationsIsWhatTryingEverybodyAtTheRulesFinds() {
        Random random = new Random(67);
        List<String> hands = new ArrayList<>(
                IntStream.range(0, 4).mapToObj(one -> people.signer()).toList());
        hands.add(people.somebody());
        Set<Outlook> seen = EnumSet.noneOf(Outlook.class);
        for (int organisation = 0; organisation < ORGANISATIONS; organisation++) {
            transaction.executeWithoutResult(status -> {
                status.setRollbackOnly();
                draw(random, hands);
                String author = hands.get(random.nextInt(hands.size()));

                Forecast forecast = signatures.forecast("sop", author);

                assertThat(forecast.steps().stream()
                                .collect(Collectors.toMap(one -> one.step().code(), Foreseen::outlook)))
                        .as(forecast.text())
                        .isEqualTo(slow(signatures.demanded("sop"), hands, author));
                forecast.steps().forEach(one -> seen.add(one.outlook()));
            });
        }
        assertThat(seen).containsExactlyInAnyOrder(Outlook.values());
    }

    /** Nobody but these people, with roles, states and decisions by lot. */
    private void draw(Random random, List<String> hands) {
        sql.update("UPDATE app.person SET state = 'suspended' WHERE state = 'active'");
        for (String one : hands) {
            if (random.nextInt(6) > 0) {
                sql.update("UPDATE app.person SET state = 'active' WHERE user_id = ?", one);
            }
            for (Role role : DRAWN) {
                if (random.nextInt(3) == 0) {
                    authority.grant(TESTS, one, role, "drawn by lot");
                }
            }
            if (random.nextInt(3) == 0) {
                decide(random, one);
            }
        }
    }

    private void decide(Random random, String person) {
        String[] extent = List.of(
                        new String[] {"none", "", ""},
                        new String[] {"full", "", ""},
                        new String[] {"operational", "", ""},
                        new String[] {"limited", "sop", "approval,review"},
                        new String[] {"limited", "test-suite", "authorship,review"})
                .get(random.nextInt(5));
        sql.update(
                "INSERT INTO app.signature_authority (organisation, authority_id, user_id, preset, record_types, meanings,"
                        + " until, requested_by, reason, state, decided_by, decided_at, decision_reason) SELECT p.organisation, ?,"
                        + " p.user_id, ?, ?, ?, CASE WHEN ? = 'none' THEN NULL ELSE clock_timestamp() + interval '1 day' END, 'one',"
                        + " 'by lot', 'granted', 'another', clock_timestamp(), 'by lot' FROM app.person p WHERE p.user_id = ?",
                UUID.randomUUID(),
                extent[0],
                extent[1],
                extent[2],
                extent[0],
                person);
    }

    /** By asking of everybody, at every step, after whoever might have signed before, what signing asks. */
    private Map<String, Outlook> slow(List<Step> plan, List<String> hands, String author) {
        Map<String, Outlook> outlooks = new HashMap<>();
        List<Step> kept = new ArrayList<>();
        Lineage first = new Lineage(Set.of(author), Map.of());
        for (Step step : plan) {
            if (hands.stream().noneMatch(one -> maySign(one, step, first))) {
                outlooks.put(step.code(), Outlook.NOBODY);
                continue;
            }
            List<Step> with = Stream.concat(kept.stream(), Stream.of(step)).toList();
            boolean works = works(with, hands, first);
            outlooks.put(step.code(), works ? Outlook.SOMEBODY : Outlook.NOT_TOGETHER);
            kept = works ? with : kept;
        }
        return outlooks;
    }

    private boolean works(List<Step> steps, List<String> hands, Lineage lineage) {
        return steps.isEmpty()
                || hands.stream()
                        .filter(one -> maySign(one, steps.get(0), lineage))
                        .anyMatch(one ->
                                works(steps.subList(1, steps.size()), hands, signed(lineage, steps.get(0), one)));
    }

    private static Lineage signed(Lineage lineage, Step step, String person) {
        Map<String, Set<String>> signers = new HashMap<>(lineage.signersByStep());
        signers.computeIfAbsent(step.code(), none -> new HashSet<>()).add(person);
        return new Lineage(lineage.authors(), signers);
    }

    private boolean maySign(String person, Step step, Lineage lineage) {
        return accounts.find(person)
                        .filter(one -> one.isActive() && one.keyId() != null)
                        .isPresent()
                && authority
                        .refusalToSign(
                                person,
                                new Demanded(step.code(), step.role(), step.meaning(), "sop", step.independentOf()),
                                lineage)
                        .isEmpty()
                && authorities.refusalToSign(person, "sop", step.meaning()).isEmpty();
    }

    @Test
    void whoeverStartsReadsOrWaitsIsWarnedAndNothingIsRefused() throws Exception {
        TestSigner author = TestSigner.with(people, port, Role.PRODUCTION_MANAGER);
        TestClient manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
        TestClient program = TestClient.bearer(port, "demo-lims-token");
        String drafted = expect(
                        201,
                        author.client()
                                .post("/api/records", new String(record("Draft").body(), UTF_8)))
                .path("recordId")
                .asText();
        assertThat(forecast(manager, drafted).path("deadlock").asBoolean()).isFalse();
        List<String> suspended = suspendAnalysts();
        try {
            JsonNode told = forecast(author.client(), drafted);
            assertThat(told.path("deadlock").asBoolean()).isTrue();
            assertThat(told.path("steps").findValuesAsText("outlook"))
                    .containsExactly("somebody", "nobody", "somebody");
            assertThat(told.toString()).doesNotContain(author.userId(), "reviewer", "approver");
            assertThat(author.client().get("/records/" + drafted).body())
                    .contains("this approval would come to a stop", "Nobody who may sign this is available now");
            assertThat(author.client().get("/records/new?type=sop").body())
                    .contains("this approval would come to a stop");

            JsonNode started = expect(
                    200,
                    program.post(
                            "/engine-rest/process-definition/key/record-approval/start",
                            TestSigner.startOf(record("Warned"))));
            assertThat(started.at("/variables/forecast/value").asText()).isEqualTo("review: nobody");
            String waiting = started.at("/variables/recordId/value").asText();
            assertThat(forecast(program, waiting).path("steps").findValuesAsText("step"))
                    .containsExactly("review", "approval");
            assertThat(program.get("/api/records/" + drafted + "/forecast").statusCode())
                    .as("what it did not start")
                    .isEqualTo(403);
            assertThat(manager.get("/records/" + waiting).body())
                    .containsSubsequence("Review", "Nobody who may sign this is available now");
            assertThat(TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR))
                            .get("/api/records/" + waiting + "/forecast")
                            .statusCode())
                    .isEqualTo(403);
        } finally {
            letBack(suspended);
        }
        assertThat(forecast(manager, drafted).path("deadlock").asBoolean()).isFalse();
        assertThat(author.client().get("/records/" + drafted).body()).doesNotContain("would come to a stop");
        JsonNode started = expect(
                200,
                program.post(
                        "/engine-rest/process-definition/key/record-approval/start",
                        TestSigner.startOf(record("Well"))));
        assertThat(started.path("variables").has("forecast")).isFalse();
    }

    @Test
    void whatIsSignedMissesNothingMore() {
        TestSigner author = TestSigner.with(people, port, Role.QA_ANALYST);
        TestSigner reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        TestSigner approver = TestSigner.with(people, port, Role.QA_MANAGER);
        String recordId = author.started(record("Signed"));
        assertThat(steps(author, recordId)).containsExactly("authorship", "review", "approval");
        expect(201, author.approve(recordId));
        assertThat(steps(author, recordId)).containsExactly("review", "approval");
        expect(201, reviewer.approve(recordId));
        assertThat(steps(author, recordId)).containsExactly("approval");
        expect(201, approver.approve(recordId));
        assertThat(steps(author, recordId)).isEmpty();
    }

    private static List<String> steps(TestSigner reader, String recordId) {
        return forecast(reader.client(), recordId).path("steps").findValuesAsText("step");
    }

    private static JsonNode forecast(TestClient reader, String recordId) {
        return expect(200, reader.get("/api/records/" + recordId + "/forecast"));
    }

    private static TestRecord record(String title) {
        return TestRecords.testSuite(title).titled(title + " " + UUID.randomUUID());
    }

    private List<String> suspendAnalysts() throws Exception {
        List<String> who = new ArrayList<>();
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "UPDATE app.person SET state = 'suspended' WHERE state = 'active' AND user_id IN (SELECT user_id FROM"
                                + " app.role_grant WHERE role = 'qa-analyst') RETURNING user_id")) {
            while (rows.next()) {
                who.add(rows.getString(1));
            }
        }
        return who;
    }

    private void letBack(List<String> who) throws Exception {
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE app.person SET state = 'active' WHERE user_id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("text", who.toArray()));
            assertThat(statement.executeUpdate()).isEqualTo(who.size());
        }
    }
}
