package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.alerts.Alerts.Alert;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Alerts by e-mail to a real SMTP server and by webhook to a real HTTP server, while these work and while they do not. */
@CountersignTest
@Requirement("IDN-04")
class ChannelsTest {

    private static final Caller ADMINISTRATOR = Caller.person("itadmin", null, null);
    private static final String SECRET = "a-shared-secret-of-more-than-32-characters";

    @Autowired
    private TestPeople people;

    @Autowired
    private Logins logins;

    @Autowired
    private Alerts alerts;

    @Autowired
    private Telling telling;

    @Autowired
    private AlertSettings settings;

    @Autowired
    private WormStore store;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcTemplate database;

    private final AtomicInteger status = new AtomicInteger(204);
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final GreenMail mail = new GreenMail(
            new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP));
    private HttpServer http;

    private record Received(String signature, String key, String body) {}

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/alerts", exchange -> {
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("Countersign-Signature"),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        http.start();
        mail.start();
    }

    @AfterEach
    void end() {
        http.stop(0);
        mail.stop();
        database.update("DELETE FROM app.alert_channel");
    }

    @Test
    void mailGoesToTheSecurityUnitAndToManagementWhenNobodyAcknowledges() throws Exception {
        Alert alert = raised();
        Channel channel = mail();
        assertThat(telling.pass(channel)).isTrue();
        MimeMessage message = messagesOf(alert).get(0);
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("unit@example.org");
        assertThat(message.getSubject()).isEqualTo("[Countersign DEMO] Repeated failed attempts to sign in or to sign");
        assertThat(message.getContent().toString())
                .contains("Of: " + alert.subject(), "From: 203.0.113.9", "https://qa.example.org/alerts")
                .doesNotContain("Countersign-demo-2");

        telling.pass(channel);
        assertThat(messagesOf(alert)).as("told once").hasSize(1);

        TestClock.advance(settings.escalateAfter().plusMinutes(1));
        await().atMost(Duration.ofSeconds(20)).until(() -> escalated(alert));
        while (!toldManagement(alert)) {
            assertThat(telling.pass(channel)).isTrue();
        }
        assertThat(messagesOf(alert)).hasSize(2);
        MimeMessage second = messagesOf(alert).get(1);
        assertThat(second.getAllRecipients()).extracting(Object::toString).containsExactly("head@example.org");
        assertThat(second.getSubject()).contains("not acknowledged: ");
    }

    @Test
    void aMailServerThatIsAwayIsShownRetriedAndStopsNobody() throws Exception {
        Alert alert = raised();
        Channel channel = mail();
        mail.stop();
        assertThat(telling.pass(channel)).isFalse();
        assertThat(database.queryForObject(
                        "SELECT why FROM app.alert_channel WHERE channel = ? AND failing_since IS NOT NULL",
                        String.class,
                        MailChannel.NAME))
                .contains("did not take the message")
                .doesNotContain("127.0.0.1");
        long failures = entries("alert.channel-failed");
        TestClock.advance(Duration.ofMinutes(6));
        assertThat(telling.pass(channel)).as("tried again").isFalse();
        assertThat(entries("alert.channel-failed"))
                .as("one entry for an outage")
                .isEqualTo(failures);
        String person = people.somebody();
        assertThat(logins.logIn(
                                new Attempt(person, "test", null),
                                dev.countersign.Authenticator.PASSWORD.toCharArray(),
                                dev.countersign.Authenticator.freshCode(person))
                        .userId())
                .isEqualTo(person);

        mail.start();
        TestClock.advance(Duration.ofMinutes(6));
        Channel again = mail();
        while (messagesOf(alert).isEmpty()) {
            assertThat(telling.pass(again)).isTrue();
        }
        assertThat(database.queryForList(
                        "SELECT channel FROM app.alert_channel WHERE failing_since IS NOT NULL", String.class))
                .isEmpty();
        assertThat(entries("alert.channel-works")).isPositive();
    }

    @Test
    void theWebhookIsSignedRetriedAndCarriesOneIdForOneNotice() throws Exception {
        Alert alert = raised();
        status.set(503);
        assertThat(telling.pass(webhook())).isFalse();
        status.set(204);
        TestClock.advance(Duration.ofMinutes(6));
        while (of(alert).isEmpty() || !telling.pass(webhook())) {
            telling.pass(webhook());
        }
        assertThat(of(alert)).extracting(Received::key).containsOnly(alert.alertId() + "/unit");
        Received one = of(alert).get(0);
        Matcher signature = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})").matcher(one.signature());
        assertThat(signature.matches()).isTrue();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((signature.group(1) + "." + one.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(signature.group(2)).isEqualTo(java.util.HexFormat.of().formatHex(expected));
        JsonNode body = CanonicalJson.parse(one.body().getBytes(StandardCharsets.UTF_8));
        assertThat(body.path("format").asText()).isEqualTo("countersign/alert/v1");
        assertThat(body.path("kind").asText()).isEqualTo("repeated-failures");
        assertThat(body.path("notice").asText()).isEqualTo("raised");
        assertThat(one.body()).doesNotContain("Countersign-demo-2", SECRET);
    }

    @Test
    void whatWasAcknowledgedMeanwhileIsToldNoMore() throws Exception {
        Alert alert = raised();
        alerts.acknowledge(ADMINISTRATOR, alert.alertId(), "seen on the page");
        assertThat(telling.pass(webhook())).isTrue();
        assertThat(of(alert)).isEmpty();
    }

    @Test
    void aChannelThatIsConfiguredWrongShowsAtTheStart() {
        assertThatThrownBy(() -> configured("https://example.org/alerts", "short"))
                .hasMessageContaining("ALT-023");
        assertThatThrownBy(() -> configured("http://example.org/alerts", SECRET))
                .hasMessageContaining("ALT-022");
        assertThatThrownBy(() -> channels(
                        new AlertSettings.Mail("", List.of("unit@example.org"), List.of()),
                        new AlertSettings.Webhook("", "")))
                .hasMessageContaining("ALT-021");
        assertThat(configured("https://example.org/alerts", SECRET).all())
                .extracting(Channel::name)
                .containsExactly("webhook");
        assertThat(new AlertSettings.Webhook("https://example.org", SECRET).toString())
                .doesNotContain(SECRET);
    }

    private Channels configured(String url, String secret) {
        return channels(new AlertSettings.Mail("", List.of(), List.of()), new AlertSettings.Webhook(url, secret));
    }

    private Channels channels(AlertSettings.Mail mailSettings, AlertSettings.Webhook webhook) {
        AlertSettings own = new AlertSettings(
                Duration.ofSeconds(1), 5, Duration.ofMinutes(30), Duration.ofMinutes(5), "", mailSettings, webhook);
        return new AlertConfiguration()
                .alertChannels(
                        own, new StaticListableBeanFactory().getBeanProvider(JavaMailSender.class), store, clock);
    }

    private Channel mail() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        sender.setPort(mail.getSmtp().getPort());
        return new MailChannel(
                sender,
                new AlertSettings.Mail(
                        "countersign@example.org", List.of("unit@example.org"), List.of("head@example.org")),
                new NoticeText(store.installation(), "https://qa.example.org/alerts"));
    }

    private Channel webhook() {
        return new WebhookChannel(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/alerts"),
                SECRET,
                new NoticeText(store.installation(), ""),
                clock);
    }

    /** An alert of one's own. Whatever other tests left open is acknowledged, so that it is not told. */
    private Alert raised() {
        Caller nobodyKnown = Caller.person(people.somebody(Role.IT_ADMINISTRATOR), "test", null);
        alerts.open(nobodyKnown).forEach(open -> alerts.acknowledge(nobodyKnown, open.alertId(), "other tests'"));
        String person = people.somebody();
        for (int i = 0; i < settings.repeatedFailures(); i++) {
            assertThatThrownBy(() -> logins.logIn(
                            new Attempt(person, "test", "203.0.113.9"), "Countersign-demo-2".toCharArray(), "000000"))
                    .isInstanceOf(RefusedException.class);
        }
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> alerts.open(ADMINISTRATOR).stream()
                                .filter(alert -> alert.subject().equals("person:" + person))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private boolean escalated(Alert alert) {
        return alerts.open(ADMINISTRATOR).stream()
                .anyMatch(open -> open.alertId().equals(alert.alertId()) && open.escalatedAt() != null);
    }

    private boolean toldManagement(Alert alert) {
        return messagesOf(alert).size() > 1;
    }

    private List<MimeMessage> messagesOf(Alert alert) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> header(message).equals(alert.alertId().toString()))
                .toList();
    }

    private static String header(MimeMessage message) {
        try {
            return String.valueOf(message.getHeader("X-Countersign-Alert", null));
        } catch (jakarta.mail.MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private List<Received> of(Alert alert) {
        return received.stream()
                .filter(one -> one.body().contains(alert.alertId().toString()))
                .toList();
    }

    private long entries(String type) {
        return database.queryForObject("SELECT count(*) FROM worm.audit_entry WHERE type = ?", Long.class, type);
    }
}
