package dev.countersign.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.alerts.TestPost;
import dev.countersign.authority.Role;
import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import dev.countersign.notices.Notices.Audience;
import dev.countersign.worm.WormStore;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people are told of their work: on their page, and by e-mail from a real SMTP server. */
@CountersignTest
@Requirement("WFL-09")
class NoticesTest {

    private static final Caller TELLING = Caller.system("workflow");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Notices notices;

    @Autowired
    private NoticeExpiry expiry;

    @Autowired
    private ScheduledTaskHolder scheduled;

    @Autowired
    private WorkNoticeMapper mapper;

    @Autowired
    private NoticeLetters letters;

    @Autowired
    private MailAddresses addresses;

    @Autowired
    private WormStore store;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private PlatformTransactionManager transactions;

    private final GreenMail mail = new GreenMail(
            new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP));
    private final UUID record = UUID.randomUUID();
    private String person;

    @BeforeEach
    void listen() {
        mail.start();
        nothingWaits();
        person = people.somebody(Role.QA_ANALYST);
    }

    @AfterEach
    void end() {
        mail.stop();
        nothingWaits();
    }

    private void nothingWaits() {
        database.update("UPDATE app.notice SET address = NULL WHERE delivered_at IS NULL AND given_up_at IS NULL");
    }

    @Test
    void whatWasSeenLongAgoIsGoneAndWhatWaitsIsNot() {
        for (String text :
                List.of("seen long ago", "seen of late", "never seen and old", "never seen", "seen and waiting")) {
            new TransactionTemplate(transactions)
                    .executeWithoutResult(status -> notices.tell(
                            TELLING, "process-instance:1", new Audience("author", List.of(person)), record, 1, text));
        }
        dated("seen long ago", 200, 91);
        dated("seen of late", 200, 89);
        dated("never seen and old", 366, -1);
        dated("never seen", 364, -1);
        dated("seen and waiting", 200, 91);
        database.update(
                "UPDATE app.notice SET address = 'somebody@example.org' WHERE user_id = ? AND text = 'seen and waiting'",
                person);

        expiry.expire();

        assertThat(notices.of(Caller.person(person, null, null), 10))
                .extracting(Notices.Notice::text)
                .containsExactlyInAnyOrder("seen of late", "never seen", "seen and waiting");
        assertThat(scheduled.getScheduledTasks().stream().map(Object::toString))
                .as("by itself")
                .anyMatch(task -> task.contains("NoticeExpiry.expire"));
    }

    /** @param seen days ago; negative for never */
    private void dated(String text, int given, int seen) {
        database.update(
                "UPDATE app.notice SET at = now() - make_interval(days => ?), seen_at = CASE WHEN ? < 0 THEN NULL ELSE now() -"
                        + " make_interval(days => ?) END WHERE user_id = ? AND text = ?",
                given,
                seen,
                seen,
                person,
                text);
    }

    @Test
    void whoIsToldFindsItOnceOnTheirPageUntilTheySawIt() {
        TestClient client = TestClient.signedIn(port, person);
        tell("A record waits for its review.");
        tell("<b>It waits still.</b>");

        HttpResponse<String> listed = client.get("/api/notices");
        JsonNode items = TestClient.json(listed).path("items");
        assertThat(items).as(listed.body()).hasSize(2);
        assertThat(items.at("/0/text").asText()).isEqualTo("<b>It waits still.</b>");
        assertThat(items.at("/0/recordId").asText()).isEqualTo(record.toString());
        assertThat(items.at("/0/isNew").asBoolean()).isTrue();
        String page = client.get("/notices", "Accept", "text/html").body();
        assertThat(page)
                .contains(
                        "A record waits for its review.", "&lt;b&gt;It waits still.", "2 notices", "I have seen these");
        assertThat(TestClient.json(TestClient.signedIn(port, people.somebody(Role.QA_ANALYST))
                                .get("/api/notices"))
                        .path("items"))
                .as("of somebody else")
                .isEmpty();

        assertThat(seen(client, items.at("/1/at").asText())).isEqualTo(302);
        assertThat(client.get("/notices", "Accept", "text/html").body())
                .as("what came since is new still")
                .contains("1 notice<");
        assertThat(seen(client, "yesterday")).as("no time at all").isEqualTo(302);
        assertThat(seen(client, items.at("/0/at").asText())).isEqualTo(302);
        assertThat(client.get("/notices", "Accept", "text/html").body())
                .contains("A record waits for its review.")
                .doesNotContain("I have seen these");
    }

    @Test
    void theAuditTrailNamesEverybodyWhoWasTold() {
        tell("Look at it.");
        JsonNode entry = TestClient.json(TestClient.signedIn(port, people.somebody(Role.QA_MANAGER))
                        .get("/api/audit/entries?type=notice.given&record=" + record))
                .at("/items/0");
        assertThat(entry.at("/new/people/0").asText()).isEqualTo(person);
        assertThat(entry.at("/new/to").asText()).isEqualTo("qa-analyst");
        assertThat(entry.at("/new/text").asText()).isEqualTo("Look at it.");
    }

    @Test
    void whoHasNoActiveAccountIsNotTold() {
        String waiting = "gone-" + UUID.randomUUID();
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> notices.tell(
                        TELLING,
                        "process-instance:1",
                        new Audience("qa-analyst", List.of(waiting)),
                        record,
                        1,
                        "Look"));
        assertThat(notices.of(Caller.person(waiting, "s", "127.0.0.1"), 10)).isEmpty();
    }

    @Test
    void nothingIsToldOutsideATransactionNorWithoutWordsNorInTooMany() {
        Audience audience = new Audience("qa-analyst", List.of(person));
        assertThatThrownBy(() -> notices.tell(TELLING, "process-instance:1", audience, record, 1, "Look"))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThatThrownBy(() -> tell("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tell("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
        assertThat(notices.of(person(), 10)).isEmpty();
    }

    @Test
    void whoGaveAnAddressGetsItByMailOnceWithoutALink() throws Exception {
        addresses.change(
                person(), Authenticator.PASSWORD.toCharArray(), Authenticator.freshCode(person), "nora@example.org");
        tell("A record waits for its review.");
        NoticeMailing mailing = mailing();
        assertThat(mailing.pass()).isFalse();
        assertThat(mailing.pass()).isFalse();

        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).as("told once").hasSize(1);
        assertThat(received[0].getSubject()).isEqualTo("[Countersign DEMO] A record waits for its review.");
        assertThat(received[0].getContent().toString())
                .contains("Record " + record + ", version 1")
                .doesNotContain("http");
    }

    @Test
    void aMailServerThatIsAwayIsAskedAgainAndGivenUpAfterThreeDays() throws Exception {
        addresses.change(
                person(), Authenticator.PASSWORD.toCharArray(), Authenticator.freshCode(person), "nora@example.org");
        tell("A record waits for its review.");
        NoticeMailing mailing = mailing();
        mail.stop();
        mailing.pass();
        assertThat(column("why")).isNotNull();
        mail.start();
        mailing().pass();
        assertThat(mail.getReceivedMessages()).as("not at once").isEmpty();
        mailing(Duration.ofMinutes(6)).pass();
        assertThat(mail.getReceivedMessages()).hasSize(1);

        tell("And another one.");
        NoticeMailing late = mailing(Duration.ofDays(4));
        mail.stop();
        late.pass();
        assertThat(column("given_up_at")).isNotNull();
        assertThat(notices.of(person(), 10)).as("on the page all the same").hasSize(2);
    }

    private Object column(String name) {
        return database.queryForMap(
                        "SELECT " + name + " FROM app.notice WHERE user_id = ? ORDER BY notice_id DESC LIMIT 1", person)
                .get(name);
    }

    private NoticeMailing mailing() {
        return mailing(Duration.ZERO);
    }

    /** On the database's time, which notices have: the clock of the application is days ahead after other tests. */
    private NoticeMailing mailing(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        return new NoticeMailing(mapper, TestPost.to(mail), letters, store, clock, transactions);
    }

    private Caller person() {
        return Caller.person(person, "s", "127.0.0.1");
    }

    private void tell(String text) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> notices.tell(
                        TELLING,
                        "process-instance:" + record,
                        new Audience("qa-analyst", List.of(person)),
                        record,
                        1,
                        text));
    }

    private static int seen(TestClient client, String upTo) {
        return client.form("/notices", "upTo=" + URLEncoder.encode(upTo, StandardCharsets.UTF_8))
                .statusCode();
    }
}
