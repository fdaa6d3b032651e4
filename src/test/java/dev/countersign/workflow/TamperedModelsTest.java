package dev.countersign.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Somebody who owns the server writes into the engine's tables, past every door (PRC-03): starts are refused and the security unit is told,
 * and again when the program starts anew, which remembers nothing and repairs nothing by itself.
 */
@CountersignTest
@Requirement("PRC-03")
class TamperedModelsTest {

    private static final String APPROVAL = "processes/record-approval.bpmn";

    /** Bytes of what the next start of the approval takes; first the name of the resource. */
    private static final String NEWEST = " FROM engine.act_ge_bytearray WHERE name_ = ? AND deployment_id_ ="
            + " (SELECT deployment_id_ FROM engine.act_re_procdef WHERE key_ = 'record-approval' ORDER BY version_ DESC LIMIT 1)";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    Engine engine;

    @Autowired
    EngineAuthorizations authorizations;

    @Autowired
    StartRequests lock;

    @Autowired
    ProcessModels models;

    @Autowired
    ModelDeployment deployment;

    @Autowired
    RunningModelMapper tables;

    @Autowired
    ModelWatch watch;

    @Autowired
    Ledger ledger;

    @Autowired
    PlatformTransactionManager transactions;

    private Connection superuser;
    private TestClient lims;
    private TestClient unit;

    /** What is written, and how it is undone. */
    interface Tampering {
        void in(Connection superuser, boolean done) throws SQLException;
    }

    static Stream<Arguments> whatCanBeWritten() {
        return Stream.of(
                tampering(
                        "a flow that leads past the review",
                        (superuser, done) -> replace(
                                superuser,
                                APPROVAL,
                                done,
                                "sourceRef=\"drafted\" targetRef=\"review\"",
                                "sourceRef=\"drafted\" targetRef=\"release\"")),
                tampering(
                        "the signature's form",
                        (superuser, done) -> replace(superuser, "forms/signature.html", done, "</", "<!-- --></")),
                tampering("a resource that is gone", (superuser, done) -> {
                    try (PreparedStatement update = superuser.prepareStatement(
                            "UPDATE engine.act_ge_bytearray SET name_ = ? WHERE id_ = (SELECT id_" + NEWEST + ")")) {
                        update.setString(1, done ? "gone.html" : "forms/signature.html");
                        update.setString(2, done ? "forms/signature.html" : "gone.html");
                        assertThat(update.executeUpdate()).isEqualTo(1);
                    }
                }),
                tampering("a definition under another's name", (superuser, done) -> {
                    try (PreparedStatement update =
                            superuser.prepareStatement("UPDATE engine.act_re_procdef SET resource_name_ = ?"
                                    + " WHERE id_ = (SELECT id_ FROM engine.act_re_procdef WHERE key_ = 'record-approval'"
                                    + " ORDER BY version_ DESC LIMIT 1)")) {
                        update.setString(1, done ? "processes/signature-step.bpmn" : APPROVAL);
                        assertThat(update.executeUpdate()).isEqualTo(1);
                    }
                }));
    }

    @BeforeEach
    void init() throws Exception {
        superuser = roles.connect(DatabaseRoles.SUPERUSER);
        lims = TestClient.bearer(port, "demo-lims-token");
        unit = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
    }

    @AfterEach
    void asBefore() throws SQLException {
        superuser.close();
        forgetDefinitions();
        watch.look();
        assertThat(start().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("whatCanBeWritten")
    void stopsStartsAndIsToldBeforeAndAfterTheProgramStartsAgain(Tampering tampering) throws SQLException {
        long before = alarms();
        tampering.in(superuser, true);
        try {
            refused(start());
            long told = toldMoreThan(before);

            ModelWatch again = startedAgain();

            assertThatThrownBy(() -> again.demandStartable("record-approval")).hasMessageContaining("WFL-060");
            refused(start());
            toldMoreThan(told);
            assertThat(TestClient.anonymous(port).get("/actuator/health/models").body())
                    .contains("DOWN");
        } finally {
            tampering.in(superuser, false);
        }
    }

    /** What the program does at its start, with nothing remembered, and an engine that reads its tables anew. */
    private ModelWatch startedAgain() {
        forgetDefinitions();
        ModelWatch fresh = new ModelWatch(new RunningModels(tables, models), models, ledger, transactions);
        new EngineSetUp(engine, authorizations, lock, models, deployment, fresh, ledger, transactions).run(null);
        return fresh;
    }

    private void forgetDefinitions() {
        ((ProcessEngineConfigurationImpl) engine.services().getProcessEngineConfiguration())
                .getDeploymentCache()
                .discardProcessDefinitionCache();
    }

    private void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("WFL-060");
    }

    private long toldMoreThan(long known) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(alarms()).as("the security unit is told").isGreaterThan(known));
        return alarms();
    }

    private long alarms() {
        return StreamSupport.stream(
                        TestClient.json(unit.get("/api/alerts")).path("open").spliterator(), false)
                .filter(alert -> alert.path("kind").asText().equals("models-altered"))
                .mapToLong(alert -> alert.path("occurrences").asLong())
                .sum();
    }

    private HttpResponse<String> start() {
        return lims.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey",
                        UUID.randomUUID().toString(),
                        "variables",
                        Map.of(
                                "recordType",
                                Map.of("value", "sop"),
                                "title",
                                Map.of("value", "a procedure"),
                                "content",
                                Map.of(
                                        "value",
                                        TestRecords.sop("SOP-" + UUID.randomUUID())
                                                .newVersion()
                                                .content()))));
    }

    private static Arguments tampering(String what, Tampering tampering) {
        return Arguments.of(Named.of(what, tampering));
    }

    private static void replace(Connection superuser, String resource, boolean done, String from, String to)
            throws SQLException {
        String text;
        try (PreparedStatement query = superuser.prepareStatement("SELECT bytes_" + NEWEST)) {
            query.setString(1, resource);
            try (ResultSet found = query.executeQuery()) {
                assertThat(found.next()).isTrue();
                text = new String(found.getBytes(1), UTF_8);
            }
        }
        String written = done ? text.replace(from, to) : text.replace(to, from);
        assertThat(written).isNotEqualTo(text);
        try (PreparedStatement update = superuser.prepareStatement(
                "UPDATE engine.act_ge_bytearray SET bytes_ = ? WHERE id_ = (SELECT id_" + NEWEST + ")")) {
            update.setBytes(1, written.getBytes(UTF_8));
            update.setString(2, resource);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
