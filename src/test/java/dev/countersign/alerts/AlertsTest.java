package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.ledger.SealWatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** From a committed entry to somebody's name and comment (11.300(d), IDN-04). */
@CountersignTest
@Requirement("IDN-04")
class AlertsTest {

    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final Caller ADMINISTRATOR = Caller.person("itadmin", null, null);

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Logins logins;

    @Autowired
    private Alerts alerts;

    @Autowired
    private Raising raising;

    @Autowired
    private AlertSettings settings;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private ApplicationContext context;

    @Test
    void aLockedLoginIsOnThePageAndSomebodyElseAcknowledgesItOnce() {
        String person = people.somebody(Role.IT_ADMINISTRATOR);
        fail(person, 10);
        Alerts.Alert alert = waitFor("login-locked", person);
        assertThat(alert.about()).isEqualTo(person);
        assertThat(alert.address()).isEqualTo("203.0.113.9");

        String page =
                new String(TestCaller.person(port, "itadmin").get("/alerts").bytes());
        assertThat(page)
                .contains("Signing in was locked after failed attempts", person)
                .doesNotContain(">person:" + person);
        assertThat(new String(
                        TestCaller.person(port, "itadmin").get("/accounts").bytes()))
                .as("said on every page")
                .contains("href=\"/alerts\"", "security alert");
        assertThat(new String(TestCaller.person(port, "author")
                        .get("/demo/authenticator")
                        .bytes()))
                .doesNotContain("href=\"/alerts\"");

        String path = "/api/alerts/" + alert.alertId() + "/acknowledgement";
        assertThat(TestCaller.person(port, "author")
                        .post(path, "{\"comment\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(TestCaller.person(port, "itadmin")
                        .post(path, "{\"comment\":\" \"}")
                        .code())
                .isEqualTo("comment-required");
        assertThatThrownBy(() -> alerts.acknowledge(Caller.person(person, null, null), alert.alertId(), "it was me"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("ALT-003"));
        assertThat(TestCaller.person(port, "itadmin")
                        .post(path, "{\"comment\":\"Called them: a forgotten password.\"}")
                        .status())
                .isEqualTo(204);
        assertThat(TestCaller.person(port, "approver")
                        .post(path, "{\"comment\":\"again\"}")
                        .code())
                .isEqualTo("alert-acknowledged");

        JsonNode told = entry(AlertEvents.ACKNOWLEDGED, alert);
        assertThat(told.at("/actor/id").asText()).isEqualTo("itadmin");
        assertThat(told.path("reason").asText()).isEqualTo("Called them: a forgotten password.");
        assertThat(entry(AlertEvents.RAISED, alert).at("/new/kind").asText()).isEqualTo("login-locked");
        assertThat(alerts.open(ADMINISTRATOR)).extracting(Alerts.Alert::alertId).doesNotContain(alert.alertId());
        assertThat(alerts.acknowledged(ADMINISTRATOR, 200))
                .filteredOn(one -> one.alertId().equals(alert.alertId()))
                .singleElement()
                .satisfies(one -> assertThat(one.acknowledgedBy()).isEqualTo("itadmin"));
    }

    @Test
    void readingTheTrailAgainAfterACrashGivesNoAlertTwice() {
        String person = people.somebody();
        fail(person, 8);
        await().atMost(SECONDS).until(() -> waitFor("repeated-failures", person).occurrences() == 4);

        database.update("UPDATE app.alert_progress SET position = 0, leaf_hash = NULL");
        long size = database.queryForObject("SELECT count(*) FROM worm.log_leaf", Long.class);
        await().atMost(SECONDS)
                .until(() -> database.queryForObject("SELECT position FROM app.alert_progress", Long.class) >= size);

        assertThat(database.queryForList(
                        "SELECT occurrences FROM app.alert WHERE subject = ?", Integer.class, "person:" + person))
                .containsExactly(4);
        assertThat(ofSubject(person)).hasSize(1);
    }

    @Test
    void whatHappensAgainAfterAnAcknowledgementGivesANewAlert() {
        String person = people.somebody();
        fail(person, 5);
        Alerts.Alert first = waitFor("repeated-failures", person);
        alerts.acknowledge(ADMINISTRATOR, first.alertId(), "known");
        fail(person, 1);
        Alerts.Alert second = waitFor("repeated-failures", person);
        assertThat(second.alertId()).isNotEqualTo(first.alertId());
        assertThat(second.occurrences()).isOne();
    }

    @Test
    void whatWaitsToBeSealedGivesAlarmAllTheSame() throws InterruptedException {
        String person = people.somebody();
        try (SealWatch sealing = new SealWatch(context)) {
            sealing.pause();
            try {
                fail(person, 5);
                assertThat(waitFor("repeated-failures", person).occurrences()).isOne();
                assertThat(database.queryForObject("SELECT count(*) FROM worm.log_queue", Long.class))
                        .isPositive();
            } finally {
                sealing.resume();
            }
        }
        await().atMost(SECONDS)
                .until(() -> database.queryForObject("SELECT count(*) FROM worm.log_queue", Long.class) == 0);
        raising.pass();
        assertThat(waitFor("repeated-failures", person).occurrences())
                .as("once as a leaf too")
                .isOne();
    }

    @Test
    void whatNobodyAcknowledgesIsEscalatedOnce() {
        String person = people.somebody();
        fail(person, 5);
        Alerts.Alert alert = waitFor("repeated-failures", person);
        TestClock.advance(settings.escalateAfter().plusMinutes(1));
        await().atMost(SECONDS).until(() -> waitFor("repeated-failures", person).escalatedAt() != null);
        assertThat(entry(AlertEvents.ESCALATED, alert).at("/new/of").asText()).isEqualTo("person:" + person);
        raising.pass();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM worm.audit_entry WHERE type = 'alert.escalated'"
                                + " AND convert_from(entry, 'UTF8') LIKE ?",
                        Long.class,
                        "%alert:" + alert.alertId() + "%"))
                .isOne();
    }

    @Test
    void breakingARuleThatNobodyBreaksByMistakeGivesAlarmAboutWhoTried() {
        Caller reviewer = Caller.person("reviewer", null, "203.0.113.77");
        context.getBean(dev.countersign.ledger.Refusals.class)
                .record(
                        reviewer,
                        "engine.call",
                        "task:canary",
                        null,
                        new dev.countersign.ledger.Refusal(
                                "WFL-011",
                                "sign-instead",
                                dev.countersign.ledger.Refusal.Kind.FORBIDDEN,
                                "canary-secret"));
        await().atMost(SECONDS).until(() -> alerts.open(ADMINISTRATOR).stream()
                .anyMatch(alert ->
                        alert.subject().equals("person:reviewer WFL-011") && "reviewer".equals(alert.about())));
    }

    private void fail(String person, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> logins.logIn(
                            new Attempt(person, "test", "203.0.113.9"), "Countersign-demo-2".toCharArray(), "000000"))
                    .isInstanceOf(RefusedException.class);
        }
    }

    private Alerts.Alert waitFor(String kind, String person) {
        return await().atMost(SECONDS)
                .until(
                        () -> ofSubject(person).stream()
                                .filter(alert -> alert.kind().code().equals(kind))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private List<Alerts.Alert> ofSubject(String person) {
        return alerts.open(ADMINISTRATOR).stream()
                .filter(alert -> alert.subject().equals("person:" + person))
                .toList();
    }

    private JsonNode entry(String type, Alerts.Alert alert) {
        return CanonicalJson.parse(database.queryForObject(
                "SELECT entry FROM worm.audit_entry WHERE type = ? AND convert_from(entry, 'UTF8')::jsonb ->> 'subject' = ?",
                byte[].class,
                type,
                "alert:" + alert.alertId()));
    }

    @Test
    void theCallsSayWhatThePageSays() {
        JsonNode list = TestCaller.person(port, "auditor").get("/api/alerts").json();
        assertThat(list.path("open").isArray()).isTrue();
        assertThat(list.path("channels")).isEmpty();
        assertThat(TestCaller.person(port, "production").get("/api/alerts").code())
                .isEqualTo("not-authorized");
        assertThat(TestCaller.nobody(port)
                        .get("/actuator/health/alerts")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("UP");
    }
}
