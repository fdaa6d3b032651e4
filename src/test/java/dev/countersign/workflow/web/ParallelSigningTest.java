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
import dev.countersign.database.DatabaseRoles;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two who sign at once: one signature or a refusal each, and what only collided is tried again with the same proof (SIG-05). */
@CountersignTest
@Requirement({"SIG-05", "WFL-01"})
class ParallelSigningTest {

    /** Each takes the server 20 ms. */
    private static final int MOST_QUESTIONS = 3_000;

    private static final String CHANGE = "UPDATE engine.act_ru_task SET rev_ = rev_ + 1 WHERE id_ = ?";
    private static final String WAITING =
            "SELECT pg_sleep(0.02), EXISTS (SELECT FROM pg_catalog.pg_locks WHERE NOT granted"
                    + " AND ? = ANY (pg_catalog.pg_blocking_pids(pid)))";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private JdbcTemplate database;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private String author;
    private TestClient client;
    private String recordId;
    private String sha256;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        JsonNode drafted = TestClient.json(client.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        recordId = drafted.path("recordId").asText();
        sha256 = drafted.path("sha256").asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("variables", Map.of("recordId", Map.of("value", recordId))));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Requirement("SIG-07")
    void ofTwoWhoSignOneTaskAtOnceOneSigns() throws Exception {
        assertThat(sign(client, author, task(client)).statusCode()).isEqualTo(201);
        List<String> reviewers = List.of(people.signer(Role.QA_ANALYST), people.signer(Role.QA_ANALYST));
        List<TestClient> clients =
                reviewers.stream().map(one -> TestClient.signedIn(port, one)).toList();
        String task = task(clients.get(0));
        CountDownLatch gun = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        for (int one = 0; one < 2; one++) {
            TestClient caller = clients.get(one);
            String reviewer = reviewers.get(one);
            calls.add(threads.submit(() -> {
                gun.await();
                return sign(caller, reviewer, task);
            }));
        }
        gun.countDown();

        List<HttpResponse<String>> answers =
                List.of(calls.get(0).get(), calls.get(1).get());

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnlyOnce(201);
        HttpResponse<String> refused = answers.get(answers.get(0).statusCode() == 201 ? 1 : 0);
        assertThat(refused.statusCode()).as(refused.body()).isIn(403, 409);
        assertThat(TestClient.json(refused).path("code").asText()).isIn("task-completed", "claimed", "not-authorized");
        assertThat(signatures())
                .extracting(one -> one.path("planStep").asText())
                .containsExactly("authorship", "review");
        String loser = reviewers.get(answers.get(0).statusCode() == 201 ? 1 : 0);
        assertThat(signatures()).noneMatch(one -> one.path("userId").asText().equals(loser));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatOnlyCollidedIsTriedAgainWithTheSameProof(int collisions) throws Exception {
        HttpResponse<String> answer = signDuring(collisions);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(signatures()).hasSize(1);
    }

    @Test
    void afterThreeAttemptsMoreNothingIsDoneAndTheNextSigningIsFree() throws Exception {
        HttpResponse<String> answer = signDuring(4);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("try-again");
        assertThat(signatures()).isEmpty();
        assertThat(sign(client, author, task(client)).statusCode()).isEqualTo(201);
        assertThat(signatures()).hasSize(1);
    }

    @Test
    void aDeadlockIsACollisionToo() throws Exception {
        String task = task(client);
        try (Connection other = connection()) {
            change(other, task);
            Future<HttpResponse<String>> signing = threads.submit(() -> sign(client, author, task));
            awaitBlockedBy(other);
            // waits for the record that the signer holds, who waits for the task held here: the server ends one of both
            boolean survived = lockRecord(other);
            other.rollback();
            assertThat(signing.get().statusCode()).isEqualTo(201);
            assertThat(signatures()).as("the other survived: %s", survived).hasSize(1);
        }
    }

    /**
     * Signs while the task's row changes that many times between the engine's reading and its writing. Every attempt locks the
     * record's row first, for which it waits in the queue of the table's lock until the task's row is changing again: a lock on the
     * row alone could be taken by the next attempt before the one that waited for it has woken.
     */
    private HttpResponse<String> signDuring(int collisions) throws Exception {
        String task = task(client);
        try (Connection holder = connection();
                Connection next = roles.connect(DatabaseRoles.SUPERUSER)) {
            next.setAutoCommit(false);
            change(holder, task);
            Future<HttpResponse<String>> signing = threads.submit(() -> sign(client, author, task));
            for (int left = collisions; left > 0; left--) {
                awaitBlockedBy(holder);
                Future<?> locked = threads.submit(() -> lockRecords(next));
                awaitWaiting(next);
                holder.commit();
                locked.get();
                if (left > 1) {
                    change(holder, task);
                }
                next.rollback();
            }
            return signing.get();
        }
    }

    private Connection connection() throws SQLException {
        DataSource source = java.util.Objects.requireNonNull(database.getDataSource());
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void change(Connection connection, String task) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
            update.setString(1, task);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static Void lockRecords(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE worm.record IN EXCLUSIVE MODE");
        }
        return null;
    }

    private boolean lockRecord(Connection connection) {
        try (PreparedStatement lock = connection.prepareStatement("SELECT worm.lock_record(?::uuid)")) {
            lock.setString(1, recordId);
            lock.execute();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void awaitBlockedBy(Connection holder) throws SQLException {
        int pid = holder.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        await(WAITING, pid);
    }

    private void awaitWaiting(Connection waiter) throws SQLException {
        int pid = waiter.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        await("SELECT pg_sleep(0.02), EXISTS (SELECT FROM pg_catalog.pg_locks WHERE NOT granted AND pid = ?)", pid);
    }

    private void await(String question, int pid) throws SQLException {
        try (Connection observer = connection();
                PreparedStatement query = observer.prepareStatement(question)) {
            query.setInt(1, pid);
            for (int asked = 0; asked < MOST_QUESTIONS; asked++) {
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    if (row.getBoolean(2)) {
                        observer.rollback();
                        return;
                    }
                }
            }
            throw new AssertionError("nobody came to wait for connection " + pid);
        }
    }

    private List<JsonNode> signatures() {
        JsonNode signatures =
                TestClient.json(client.get("/api/records/" + recordId)).at("/versions/0/signatures");
        return StreamSupport.stream(signatures.spliterator(), false).toList();
    }

    private HttpResponse<String> sign(TestClient caller, String userId, String task) {
        return caller.post(
                "/api/tasks/" + task + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        sha256,
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId)));
    }

    private String task(TestClient of) {
        for (JsonNode item :
                TestClient.json(of.get("/api/tasks?recordId=" + recordId)).path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return item.path("taskId").asText();
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }
}
