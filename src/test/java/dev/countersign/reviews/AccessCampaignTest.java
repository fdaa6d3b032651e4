package dev.countersign.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.accounts.AccountEndings;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.Components;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.reviews.Reviews.CredentialList;
import dev.countersign.reviews.Reviews.Decision;
import dev.countersign.reviews.Reviews.Task;
import dev.countersign.worm.WormStore;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Everybody's access is looked at anew when the organisation wants it, and what nobody looked at ends where it says so. */
@CountersignTest
@Requirement("AUT-07")
class AccessCampaignTest {

    private static final String CAMPAIGN = "/api/work/campaign";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private People accounts;

    @Autowired
    private Reviews reviews;

    @Autowired
    private Calendar calendar;

    @Autowired
    private ReviewMapper tasks;

    @Autowired
    private Components components;

    @Autowired
    private AccountEndings endings;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private WormStore store;

    @Autowired
    private Clock clock;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate database;

    private String managerId;
    private TestCaller manager;

    @BeforeEach
    void somebodyReviews() {
        managerId = people.signer(Role.QA_MANAGER);
        manager = TestCaller.person(port, managerId);
    }

    @AfterEach
    void nothingIsOpen() {
        database.update("DELETE FROM app.review_task WHERE done_by = 'of-a-test'");
        database.update("UPDATE app.access_campaign SET completed_at = clock_timestamp() WHERE completed_at IS NULL");
        await().until(calendar::pass);
    }

    @Test
    void asksForEverybodyAtOnceUntilEverybodyIsReviewed() {
        String reviewed = people.somebody(Role.QA_ANALYST);
        String other = people.somebody(Role.PRODUCTION_MANAGER);
        assertThat(waiting()).doesNotContain(reviewed, other);
        Instant due = clock.instant().plus(Duration.ofDays(20));

        Answer opened = open("merger with the other plant", due.toString());
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        assertThat(opened.json().path("left").asInt()).isGreaterThan(2);
        assertThat(open("another", due.toString()).code()).isEqualTo("campaign-open");
        String joined = people.somebody(Role.QA_ANALYST);
        assertThat(waitingSince(reviewed)).isBetween(due.minusSeconds(1), due.plusSeconds(1));
        assertThat(waiting()).contains(reviewed, other).doesNotContain(managerId, joined);

        everybodyWasReviewedBut(reviewed, other, managerId);
        assertThat(left()).isEqualTo(3);
        complete(managerId, Map.of(reviewed, new Decision("confirm", "")), other);
        assertThat(left()).isEqualTo(1);
        assertThat(manager.get(CAMPAIGN).json().at("/campaign/openedBy").asText())
                .isEqualTo(managerId);

        // what is left is the reviewer's own account, which another looks at
        String second = people.signer(Role.QA_MANAGER);
        String evidence = complete(second, Map.of(), managerId);
        assertThat(CanonicalJson.parse(reviews.evidence(Caller.person("auditor", "s", null), evidence))
                        .path("campaign")
                        .asText())
                .isEqualTo(opened.json().path("campaignId").asText());
        await().until(calendar::pass);
        assertThat(manager.get(CAMPAIGN).json().path("campaign").isNull()).isTrue();
        assertThat(told("access-campaign.completed")).isEqualTo(1);
        assertThat(told("access-campaign.opened")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | 20  | reason-required",
                "why                 | 0   | due-refused",
                "why                 | 500 | due-refused",
                "why                 |     | invalid-request"
            })
    void refusesWhatIsNone(String reason, Integer days, String code) {
        String due = days == null
                ? "next week"
                : clock.instant().plus(Duration.ofDays(days)).toString();
        assertThat(open(reason, due).code()).isEqualTo(code);
        assertThat(manager.get(CAMPAIGN).json().path("campaign").isNull()).isTrue();
    }

    @Test
    void isOpenedByQaManagersAlone() {
        for (String other : List.of("itadmin", "author", "procadmin", "auditor")) {
            assertThat(TestCaller.person(port, other)
                            .post(
                                    CAMPAIGN,
                                    body(
                                            "why",
                                            store.now()
                                                    .plus(Duration.ofDays(20))
                                                    .toString()))
                            .code())
                    .as(other)
                    .isEqualTo("not-authorized");
        }
        assertThat(TestCaller.person(port, "author").get(CAMPAIGN).status()).isEqualTo(403);
        assertThat(TestCaller.person(port, "auditor").get(CAMPAIGN).status()).isEqualTo(200);
    }

    /** The rule is off unless the organisation sets it; these settings have it. */
    @Test
    void whatNobodyReviewedInTimeIsSuspendedWhereTheOrganisationSaysSo() {
        String overdue = people.somebody(Role.QA_ANALYST);
        String late = people.somebody(Role.QA_ANALYST);
        passwordOf(overdue, 131);
        passwordOf(late, 119);
        Calendar strict = new Calendar(
                tasks,
                components,
                store,
                ledger,
                identifiers,
                new ReviewSettings(
                        Duration.ofDays(90),
                        Duration.ofDays(3_650),
                        Duration.ofDays(3_650),
                        Duration.ofDays(14),
                        Duration.ofDays(30),
                        Duration.ofMinutes(5)),
                endingsOf(Set.of(overdue, late)),
                clock,
                transaction);
        await().until(calendar::pass);
        assertThat(accounts.find(overdue).orElseThrow().isActive())
                .as("without the rule")
                .isTrue();
        await().until(strict::pass);
        assertThat(accounts.find(overdue).orElseThrow().state()).isEqualTo(Person.State.SUSPENDED);
        assertThat(accounts.find(late).orElseThrow().isActive())
                .as("overdue, but not for that long")
                .isTrue();
        assertThat(waiting()).as("it is to be reviewed all the same").contains(overdue);
    }

    @Test
    void theLastOfARoleAreNotSuspendedByTheRule() {
        List<String> administrators = components.inUse().stream()
                .map(Components.InUse::userId)
                .filter(userId -> !userId.startsWith("person-"))
                .toList();
        assertThat(administrators).contains("approver");
        transaction.executeWithoutResult(status -> {
            components.inUse().stream()
                    .filter(held -> held.state().equals("active"))
                    .forEach(held -> endings.suspendByRule(Caller.system("tests"), held.userId(), "of a test"));
            assertThat(components.inUse().stream().filter(held -> held.state().equals("active")))
                    .as("somebody who can let the others back, and make accounts")
                    .isNotEmpty();
            status.setRollbackOnly();
        });
    }

    /** The rule, for these people alone: others of this database are none of this test's. */
    private AccountEndings endingsOf(Set<String> concerned) {
        return new AccountEndings() {
            @Override
            public void suspend(Caller caller, String userId, String reason) {
                endings.suspend(caller, userId, reason);
            }

            @Override
            public boolean suspendByRule(Caller program, String userId, String reason) {
                return concerned.contains(userId) && endings.suspendByRule(program, userId, reason);
            }

            @Override
            public void revoke(Caller caller, String userId, Role role, String reason) {
                endings.revoke(caller, userId, role, reason);
            }
        };
    }

    /** Completes the lists of that reviewer until that account is done, with what is decided about some of it. */
    private String complete(String reviewer, Map<String, Decision> decided, String until) {
        Caller caller = Caller.person(reviewer, "s", null);
        CredentialList list = reviews.credentials(caller);
        assertThat(list.people()).extracting(Reviews.Credential::userId).contains(until);
        Map<String, Decision> decisions = new HashMap<>();
        list.people().forEach(one -> decisions.put(one.userId(), new Decision("confirm", "")));
        decisions.putAll(decided);
        return reviews.complete(
                caller,
                list.sha256(),
                decisions,
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(reviewer));
    }

    private void everybodyWasReviewedBut(String... some) {
        for (Components.InUse held : components.inUse()) {
            if (!List.of(some).contains(held.userId())) {
                database.update(
                        "DELETE FROM app.review_task WHERE kind = 'credential-review' AND about = ? AND done_at IS NULL",
                        held.userId());
                database.update(
                        "INSERT INTO app.review_task (organisation, task_id, kind, about, due_at, done_at, done_by, outcome, campaign_id)"
                                + " SELECT c.organisation, gen_random_uuid(), 'credential-review', ?, ?, ?, 'of-a-test', 'confirm', c.campaign_id"
                                + " FROM app.access_campaign c WHERE c.completed_at IS NULL",
                        held.userId(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant()));
            }
        }
    }

    private int left() {
        return manager.get(CAMPAIGN).json().at("/campaign/left").asInt();
    }

    private List<String> waiting() {
        return open().stream().map(Task::about).toList();
    }

    private Instant waitingSince(String userId) {
        return open().stream()
                .filter(task -> task.about().equals(userId))
                .findFirst()
                .orElseThrow()
                .dueAt();
    }

    /** Of everybody, however many wait. */
    private List<Task> open() {
        return tasks.mine(store.installation().organisation(), managerId, true, false, 100_000).stream()
                .filter(row -> row.kind().equals(Calendar.REVIEW))
                .map(row -> row.task(store.now()))
                .toList();
    }

    private Answer open(String reason, String due) {
        return manager.post(CAMPAIGN, body(reason, due));
    }

    private static String body(String reason, String due) {
        return "{\"reason\":\"" + reason + "\",\"dueAt\":\"" + due + "\"}";
    }

    private int told(String type) {
        JsonNode campaign =
                CanonicalJson.parse(ledger.search(new Filter(null, null, null, "access-campaign.opened", null), 0, 1)
                        .items()
                        .get(0)
                        .bytes());
        return (int) ledger.search(new Filter(null, null, null, type, null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").equals(campaign.path("subject")))
                .count();
    }

    /** As if it had been set so many days ago. */
    private void passwordOf(String userId, int days) {
        database.update(
                "UPDATE app.credential SET set_at = ? WHERE user_id = ?",
                Timestamp.from(clock.instant().minus(Duration.ofDays(days))),
                userId);
    }
}
