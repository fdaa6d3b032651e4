package dev.countersign.workflow;

import static dev.countersign.TestSigner.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people hear of their work without asking: what comes back, is given to them, is due, and what became of it. */
@CountersignTest
@Requirement("WFL-05")
class WorkNoticesTest {

    private static final String DUE_AT = "2026-01-05T10:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private RefusedCalls calls;

    @Autowired
    private DueReminders reminders;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private WormStore store;

    private TestSigner author;
    private TestSigner reviewer;
    private String recordId;
    private String taskId;

    @BeforeEach
    void aRecordIsInReview() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        recordId = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        expect(201, author.approve(recordId));
        reviewer = analyst();
        taskId = reviewer.task(recordId).path("taskId").asText();
    }

    @Test
    void anAuthorHearsThatAVersionWasSentBack() {
        expect(201, reviewer.reject(recordId, "a step is missing"));
        assertThat(told(author)).containsExactly("Your version was sent back. Write the next one.");
    }

    @Test
    void anAuthorHearsThatAVersionIsEffective() {
        expect(201, reviewer.approve(recordId));
        assertThat(told(author)).isEmpty();
        expect(201, manager().approve(recordId));
        assertThat(told(author)).containsExactly("Your version is effective.");
        assertThat(told(reviewer)).isEmpty();
    }

    @Test
    void anAuthorHearsWhoWithdrewARecordAndNobodyOfWhatTheyDidThemself() {
        TestSigner manager = manager();
        withdraw(manager, recordId);
        assertThat(told(author)).containsExactly("Your record was withdrawn by %s.".formatted(nameOf(manager)));
        assertThat(told(manager)).isEmpty();

        String own = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        withdraw(author, own);
        assertThat(notices(author, own)).isEmpty();
    }

    private void withdraw(TestSigner by, String record) {
        assertThat(by.client()
                        .post("/api/records/" + record + "/withdrawal", Map.of("reason", "not needed any more"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Requirement("WFL-07")
    void whoGetsATaskAndWhoLosesItHearThat() {
        TestSigner second = analyst();
        TestSigner manager = manager();
        reassign(manager, taskId, reviewer);
        assertThat(told(reviewer)).containsExactly("Review: given to you by %s.".formatted(nameOf(manager)));
        reassign(manager, taskId, second);
        assertThat(told(reviewer).get(0)).isEqualTo("Review: no longer yours, given to %s.".formatted(nameOf(second)));
        assertThat(told(second)).containsExactly("Review: given to you by %s.".formatted(nameOf(manager)));
    }

    private static void reassign(TestSigner manager, String taskId, TestSigner to) {
        assertThat(manager.client()
                        .post(
                                "/api/tasks/" + taskId + "/reassignment",
                                Map.of("assignee", to.userId(), "reason", "on leave"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void inTheLastFifthOfItsTimeWhoeverCouldTakeItIsRemindedOnce() {
        TestSigner manager = manager();
        due("79 hours", "21 hours");
        reminders.remind();
        assertThat(told(reviewer)).as("not before").isEmpty();

        due("81 hours", "19 hours");
        reminders.remind();
        reminders.remind();
        assertThat(told(reviewer)).hasSize(1).allSatisfy(text -> assertThat(text)
                .matches("Review: due by \\d+ [A-Z][a-z]{2} \\d{4} [0-9:]{5} UTC\\."));
        assertThat(told(author)).as("whose version it is").isEmpty();
        assertThat(told(manager)).as("whose time has not come").isEmpty();
    }

    @Test
    void ofTwoNodesOneReminds() {
        overdue();
        CompletableFuture<Void> second =
                Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
                    assertThat(database.update(
                                    "INSERT INTO app.task_reminder (organisation, task_id, due_at, kind, given_at) SELECT ?, id_, due_date_,"
                                            + " 'overdue', clock_timestamp() FROM engine.act_ru_task WHERE id_ = ?",
                                    store.installation().organisation(),
                                    taskId))
                            .isEqualTo(1);
                    Integer here = database.queryForObject("SELECT pg_backend_pid()", Integer.class);
                    CompletableFuture<Void> reminding = CompletableFuture.runAsync(reminders::remind);
                    Awaitility.await()
                            .until(() -> Boolean.TRUE.equals(database.queryForObject(
                                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid)))",
                                    Boolean.class,
                                    here)));
                    return reminding;
                }));
        second.join();
        assertThat(told(reviewer))
                .as("the first told it, whose part this test plays")
                .isEmpty();
        assertThat(remembered()).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksLosesNoReminder() {
        overdue();
        CompletableFuture<Void> interrupted =
                Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
                    status.setRollbackOnly();
                    database.update(
                            "INSERT INTO app.task_reminder (organisation, task_id, due_at, kind, given_at) SELECT ?, id_, due_date_,"
                                    + " 'overdue', clock_timestamp() FROM engine.act_ru_task WHERE id_ = ?",
                            store.installation().organisation(),
                            taskId);
                    Integer here = database.queryForObject("SELECT pg_backend_pid()", Integer.class);
                    CompletableFuture<Void> reminding = CompletableFuture.runAsync(reminders::remind);
                    Awaitility.await().until(() -> !database.queryForList(
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))",
                                    here)
                            .isEmpty());
                    return reminding;
                }));
        interrupted.join();
        assertThat(told(reviewer)).isEmpty();
        reminders.remind();
        assertThat(told(reviewer)).containsExactly("Review: overdue since 5 Jan 2026 10:00 UTC.");
    }

    @Test
    void whatIsOverdueIsToldToWhoeverCouldTakeItAndToQaManagers() {
        TestSigner manager = manager();
        overdue();
        reminders.remind();
        reminders.remind();
        assertThat(told(reviewer)).containsExactly("Review: overdue since 5 Jan 2026 10:00 UTC.");
        assertThat(told(manager))
                .containsExactly(
                        "Review: overdue since 5 Jan 2026 10:00 UTC, taken by nobody (offered to QA Analyst).");
        assertThat(told(author)).isEmpty();
    }

    @Test
    void whatIsOverdueAndTakenIsToldToWhoeverHasItAndToQaManagers() {
        TestSigner other = analyst();
        TestSigner manager = manager();
        assertThat(reviewer.client()
                        .post("/api/tasks/" + taskId + "/claim", Map.of())
                        .statusCode())
                .isEqualTo(204);
        overdue();
        reminders.remind();
        assertThat(told(reviewer)).containsExactly("Review: overdue since 5 Jan 2026 10:00 UTC.");
        assertThat(told(other)).isEmpty();
        assertThat(told(manager))
                .containsExactly(
                        "Review: overdue since 5 Jan 2026 10:00 UTC, taken by %s.".formatted(nameOf(reviewer)));
    }

    @Test
    void remindersOfATaskThatIsDoneAreForgotten() {
        overdue();
        reminders.remind();
        reminders.forget();
        assertThat(remembered()).as("while it is open").isEqualTo(1);
        expect(201, reviewer.approve(recordId));
        reminders.forget();
        assertThat(remembered()).isZero();
    }

    private int remembered() {
        return database.queryForObject(
                "SELECT count(*) FROM app.task_reminder WHERE task_id = ?", Integer.class, taskId);
    }

    @Test
    void eachChoosesWhatComesByMailAndTheTrailHasIt() {
        TestCaller caller = TestCaller.person(port, author.userId());
        assertThat(caller.get("/api/notices/choice").json().path("byMail"))
                .extracting(JsonNode::asText)
                .containsExactly("yours", "due", "outcome", "process");
        mail(author);
        Answer chosen = choose(caller, "{\"byMail\":[\"due\",\"yours\"]}");
        assertThat(chosen.status()).as(chosen.toString()).isEqualTo(200);
        assertThat(choose(caller, "{\"byMail\":[\"yours\",\"due\"]}").status()).isEqualTo(200);
        assertThat(caller.get("/api/notices/choice").json()).isEqualTo(chosen.json());

        expect(201, reviewer.reject(recordId, "a step is missing"));
        withdraw(manager(), recordId);
        assertThat(told(author)).as("on the page all the same").hasSize(2);
        assertThat(database.queryForList(
                        "SELECT kind FROM app.notice WHERE user_id = ? AND address IS NOT NULL",
                        String.class,
                        author.userId()))
                .containsExactly("yours");

        JsonNode entries = TestClient.json(manager()
                        .client()
                        .get("/api/audit/entries?type=notice.by-mail-chosen&actor=" + author.userId()))
                .path("items");
        assertThat(entries).as("the same again is no change").hasSize(1);
        assertThat(entries.at("/0/old/byMail").size()).isEqualTo(4);
        assertThat(entries.at("/0/new/byMail")).extracting(JsonNode::asText).containsExactly("yours", "due");
    }

    private void mail(TestSigner person) {
        database.update("UPDATE app.person SET email = 'somebody@example.org' WHERE user_id = ?", person.userId());
    }

    @Test
    void nobodyGetsMailWhoChoseNone() {
        TestCaller caller = TestCaller.person(port, author.userId());
        mail(author);
        assertThat(choose(caller, "{\"byMail\":[]}").status()).isEqualTo(200);
        expect(201, reviewer.reject(recordId, "a step is missing"));
        assertThat(database.queryForList(
                        "SELECT address FROM app.notice WHERE user_id = ?", String.class, author.userId()))
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"byMail\":[\"all\"]}          | unknown-notice-kind | 422 | ",
                "{\"byMail\":\"due\"}            | invalid-request     | 422 | /byMail",
                "{\"byMail\":[5]}                | invalid-request     | 422 | /byMail/0",
                "{\"byMail\":[],\"a/b\":1}       | invalid-request     | 422 | /a~1b",
                "{}                              | invalid-request     | 422 | /byMail",
                "{\"byMail\":                    | invalid-json        | 400 | /byMail"
            })
    void refusesWhatIsNoChoice(String body, String code, int status, String pointer) {
        TestCaller caller = TestCaller.person(port, author.userId());
        Answer refused =
                calls.refusedAndNothingLeft(author.userId(), () -> choose(caller, body), code, "notices.choose");
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.pointers()).isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    private static Answer choose(TestCaller caller, String body) {
        return caller.send("PUT", "/api/notices/choice", body.getBytes(UTF_8), "Content-Type", "application/json");
    }

    private TestSigner analyst() {
        return TestSigner.with(people, port, Role.QA_ANALYST);
    }

    private TestSigner manager() {
        return TestSigner.with(people, port, Role.QA_MANAGER);
    }

    private String nameOf(TestSigner person) {
        return database.queryForObject(
                "SELECT printed_name FROM app.person WHERE user_id = ?", String.class, person.userId());
    }

    /** The open task was made so long ago, and has so long. */
    private void due(String ago, String left) {
        database.update(
                "UPDATE engine.act_ru_task SET create_time_ = now() - ?::interval, due_date_ = now() + ?::interval WHERE id_ = ?",
                ago,
                left,
                taskId);
    }

    private void overdue() {
        database.update(
                "UPDATE engine.act_ru_task SET create_time_ = ?::timestamptz - interval '5 days', due_date_ = ?::timestamptz WHERE id_ = ?",
                DUE_AT,
                DUE_AT,
                taskId);
    }

    private List<String> told(TestSigner person) {
        return notices(person, recordId);
    }

    /** Newest first. */
    private static List<String> notices(TestSigner person, String record) {
        return StreamSupport.stream(
                        TestClient.json(person.client().get("/api/notices"))
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("recordId").asText().equals(record))
                .map(one -> one.path("text").asText())
                .toList();
    }
}
