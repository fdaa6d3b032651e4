package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.WormStore;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever gave an address hears by e-mail what happened to their account, from a real SMTP server (IDN-02). */
@CountersignTest
@Requirement("IDN-02")
class PersonMailTest {

    private static final String ENTRY = """
            {"actor":{"id":"%s","kind":"person"},"entryId":"%s","new":{},"old":{},"source":{"address":"203.0.113.7"},\
            "subject":"person:%s","time":"%s","type":"%s"}""";

    private static final String LONG = "a123456789a123456789a123456789a123456789a123456789a123456789a1234";
    private static final List<String> REFUSED = List.of(
            "nora",
            "@example.org",
            "nora@",
            "nora@example",
            "nora@example.org\r\nBcc: thief@example.net",
            "nora@example.org\nSubject: x",
            "nora@example.org, thief@example.net",
            "nora@example.org thief@example.net",
            "Nora <nora@example.org>",
            "\"nora\"@example.org",
            "nora%thief.example@example.org",
            "nora@[127.0.0.1]",
            "-oQ/tmp@example.org",
            "nora..n@example.org",
            "nora@exa_mple.org",
            "nora@-example.org",
            "nörä@example.org",
            "nora@exаmple.org",
            "nora@example.org\u0000",
            LONG + "@example.org");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private MailAddresses addresses;

    @Autowired
    private Logins logins;

    @Autowired
    private PersonMailMapper mails;

    @Autowired
    private PersonNoticeMapper notices;

    @Autowired
    private AlertSettings settings;

    @Autowired
    private MessageSource texts;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcTemplate database;

    private final GreenMail mail = new GreenMail(
            new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP));

    private PersonMailing mailing;
    private String person;

    @BeforeEach
    void listen() {
        mail.start();
        database.update("DELETE FROM app.person_mail");
        mailing = mailing();
        person = people.somebody();
    }

    @AfterEach
    void end() {
        mail.stop();
        database.update("DELETE FROM app.person_mail");
    }

    @Test
    void whatHappenedToAnAccountIsMailedOnceWithoutALinkAndWithoutASecret() throws Exception {
        change(person, "nora.neumann@example.org");
        look(entry("passkey.registered", "itadmin"));
        assertThat(mailing.pass()).isFalse();
        assertThat(mailing.pass()).isFalse();

        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).as("told once").hasSize(1);
        assertThat(received[0].getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("nora.neumann@example.org");
        assertThat(received[0].getSubject()).isEqualTo("[Countersign DEMO] A passkey was added");
        String text = received[0].getContent().toString();
        assertThat(text).contains("Account: " + person, "By: itadmin", "From: 203.0.113.7", "If this was not you");
        assertThat(text).doesNotContain("http", "/enrol", "token", Authenticator.PASSWORD);
        assertThat(newest("account.notice-mailed").at("/new/what").asText()).isEqualTo("passkey.registered");
        assertThat(newest("account.notice-mailed").toString()).doesNotContain("nora.neumann");
    }

    /** Whoever takes an account over would send its notices elsewhere first. */
    @Test
    void ofAnotherAddressTheOldOneHearsTooAndBothAreOnRecord() throws Exception {
        change(person, "old@example.org");
        change(person, "new@example.org");
        JsonNode changed = newest("person.email-changed");
        assertThat(changed.at("/old/email").asText()).isEqualTo("old@example.org");
        assertThat(changed.at("/new/email").asText()).isEqualTo("new@example.org");

        lookAnew(changed);
        mailing.pass();
        assertThat(recipients()).containsExactlyInAnyOrder("old@example.org", "new@example.org");
        assertThat(mail.getReceivedMessages())
                .allSatisfy(message -> assertThat(message.getContent().toString())
                        .contains("The e-mail address of the account was changed")
                        .doesNotContain("new@example.org"));

        change(person, "");
        assertThat(addresses.of(person)).isEmpty();
        lookAnew(newest("person.email-changed"));
        mailing.pass();
        assertThat(recipients()).as("the last one hears that it is the last").hasSize(3);
        look(entry("password.changed", person));
        mailing.pass();
        assertThat(recipients()).as("and nothing afterwards").hasSize(3);
    }

    @Test
    void aMailServerThatIsAwayStopsNobodyIsTriedAgainAndGivenUpOnRecordAfterThreeDays() throws Exception {
        change(person, "nora@example.org");
        look(entry("role.granted", "itadmin"));
        mail.stop();
        mailing.pass();
        assertThat(mailing.state().orElseThrow().failingSince()).isNotNull();
        assertThat(mailing.state().orElseThrow().backlog()).isEqualTo(1);
        assertThat(logins.logIn(
                                new Attempt(person, "test", null),
                                Authenticator.PASSWORD.toCharArray(),
                                Authenticator.freshCode(person))
                        .userId())
                .isEqualTo(person);

        mail.start();
        mailing = mailing(Duration.ofMinutes(6));
        mailing.pass();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(mailing.state().orElseThrow().failingSince()).isNull();

        look(entry("role.revoked", "itadmin"));
        PersonMailing late = mailing(Duration.ofDays(3).plusMinutes(7));
        mail.stop();
        mailing.pass();
        mailing = late;
        mailing.pass();
        assertThat(newest("account.notice-undelivered").at("/new/what").asText())
                .isEqualTo("role.revoked");
        assertThat(mailing.state().orElseThrow().backlog()).isZero();
        assertThat(mailing.state().orElseThrow().failingSince()).isNull();
    }

    @Test
    void anAddressThatNobodyTakesKeepsNobodyElseWaiting() {
        change(person, "nora@example.org");
        database.update("UPDATE app.person SET email = 'two@@example.org' WHERE user_id = ?", person);
        look(entry("role.granted", "itadmin"));
        String other = people.somebody();
        change(other, "other@example.org");
        person = other;
        look(entry("role.granted", "itadmin"));
        mailing.pass();
        assertThat(recipients()).containsExactly("other@example.org");
        assertThat(mailing.state().orElseThrow().failingSince())
                .as("no outage: another was taken since")
                .isNull();
    }

    @Test
    void anAddressThatNobodyTakesHidesNoOutageAfterwards() {
        change(person, "nora@example.org");
        database.update("UPDATE app.person SET email = 'two@@example.org' WHERE user_id = ?", person);
        look(entry("role.granted", "itadmin"));
        person = people.somebody();
        change(person, "other@example.org");
        look(entry("role.granted", "itadmin"));
        mailing.pass();
        assertThat(recipients()).containsExactly("other@example.org");

        mail.stop();
        look(entry("role.revoked", "itadmin"));
        mailing.pass();
        Instant queued = database.queryForObject("SELECT max(queued_at) FROM app.person_mail", java.sql.Timestamp.class)
                .toInstant();
        assertThat(mailing.state().orElseThrow().failingSince())
                .as("since the first that the server did not take, not since the address failed")
                .isEqualTo(queued);
        assertThat(mailing.state().orElseThrow().why()).isNotNull();
        assertThat(mailing.state().orElseThrow().backlog()).isEqualTo(2);
    }

    @Test
    void whatCouldBeMoreThanOneAddressIsRefusedAndChangesNothing() {
        TestClient browser = TestClient.signedIn(port, person);
        for (String address : REFUSED) {
            HttpResponse<String> refused = browser.post(
                    "/api/account/email",
                    Map.of(
                            "password",
                            Authenticator.PASSWORD,
                            "otp",
                            Authenticator.freshCode(person),
                            "email",
                            address));
            assertThat(refused.statusCode()).as(address).isBetween(400, 422).isNotEqualTo(401);
            assertThat(refused.body()).as(address).doesNotContain("thief");
        }
        assertThat(addresses.of(person)).isEmpty();
    }

    @Test
    void onlyThePersonWithBothComponentsChangesIt() {
        TestClient browser = TestClient.signedIn(port, person);
        HttpResponse<String> refused = browser.post(
                "/api/account/email",
                Map.of("password", Authenticator.PASSWORD, "otp", "000000", "email", "thief@example.net"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(addresses.of(person)).isEmpty();
        HttpResponse<String> changed = browser.post(
                "/api/account/email",
                Map.of(
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(person),
                        "email",
                        " Nora.Neumann+qa@example.org "));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        assertThat(addresses.of(person)).contains("Nora.Neumann+qa@example.org");
        assertThat(TestClient.json(browser.get("/api/account/email"))
                        .path("email")
                        .asText())
                .isEqualTo("Nora.Neumann+qa@example.org");
        assertThat(browser.get("/account", "Accept", "text/html").body())
                .contains("Nora.Neumann+qa@example.org", "href=\"/account/email\"");
        assertThat(browser.get("/account/email", "Accept", "text/html").body())
                .contains("value=\"Nora.Neumann+qa@example.org\"");
    }

    @Test
    void anAdministratorGivesOneWhenTheAccountIsMade() {
        TestClient administrator = TestClient.signedIn(port, "itadmin");
        String id = "mailed-" + identifiers.next();
        Map<String, Object> account =
                Map.of("userId", id, "printedName", "Nora", "title", "Analyst", "zone", "UTC", "reason", "joins");
        assertThat(administrator
                        .post("/api/accounts", with(account, "nora@example"))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> made = administrator.post("/api/accounts", with(account, "nora@example.org"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(addresses.of(id)).contains("nora@example.org");
        person = id;
        assertThat(newest("person.created").at("/new/email").asText()).isEqualTo("nora@example.org");
    }

    @Test
    void withoutAMailServerNothingIsQueued() {
        change(person, "nora@example.org");
        PersonMailing closed = new PersonMailing(
                mails,
                new Postbox(
                        new MailPost(null, "countersign@example.org"), new PersonMailText(store.installation(), texts)),
                store,
                ledger,
                settings,
                clock,
                transactions);
        transaction().executeWithoutResult(status -> new KeptPersonNotices(notices, addresses, closed, store, ledger)
                .look(entry("role.granted", "itadmin"), Instant.EPOCH));
        assertThat(database.queryForObject("SELECT count(*) FROM app.person_mail", Integer.class))
                .isZero();
        assertThat(closed.state()).isEmpty();
    }

    private static Map<String, Object> with(Map<String, Object> account, String email) {
        Map<String, Object> with = new HashMap<>(account);
        with.put("email", email);
        return with;
    }

    private void change(String userId, String address) {
        addresses.change(
                Caller.person(userId, "s", "127.0.0.1"),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId),
                address);
    }

    private PersonMailing mailing() {
        return mailing(Duration.ZERO);
    }

    /** As it is that much later; the clock of all tests is not moved by days. */
    private PersonMailing mailing(Duration later) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        sender.setPort(mail.getSmtp().getPort());
        Postbox postbox = new Postbox(
                new MailPost(sender, "countersign@example.org"), new PersonMailText(store.installation(), texts));
        return new PersonMailing(mails, postbox, store, ledger, settings, Clock.offset(clock, later), transactions);
    }

    private byte[] entry(String type, String actor) {
        return ENTRY.formatted(actor, identifiers.next(), person, UtcTime.write(store.now()), type)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As the reader of the audit trail does. */
    private void look(byte[] entry) {
        transaction().executeWithoutResult(status -> new KeptPersonNotices(notices, addresses, mailing, store, ledger)
                .look(entry, Instant.EPOCH));
    }

    /** An entry of the trail, which the application of this test has read already, without a mail server. */
    private void lookAnew(JsonNode entry) {
        UUID entryId = UUID.fromString(entry.path("entryId").asText());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.update("DELETE FROM app.person_notice WHERE entry_id = ?", entryId) == 1);
        look(CanonicalJson.write(entry));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(transactions);
    }

    private List<String> recipients() {
        return Arrays.stream(mail.getReceivedMessages())
                .map(message -> {
                    try {
                        return message.getAllRecipients()[0].toString();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private JsonNode newest(String type) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + person))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + person));
    }
}
