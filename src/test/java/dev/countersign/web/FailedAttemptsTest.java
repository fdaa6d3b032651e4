package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.identity.SourceNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** Guessing from one address, whatever is guessed (T26, IDN-04): from an address of its own, which no other test has. */
@CountersignTest
@Requirement("IDN-04")
class FailedAttemptsTest {

    private static final String GUESSER = "127.0.77.1";
    private static final String ENTRIES = "SELECT count(*) FROM worm.audit_entry"
            + " WHERE type = 'refused' AND convert_from(entry, 'UTF8') LIKE '%\"address:" + GUESSER + "\"%'";

    private static final String ADDRESS = "SELECT convert_from(entry, 'UTF8')::jsonb #>> '{source,address}'"
            + " FROM worm.audit_entry WHERE type = 'login.failed' AND convert_from(entry, 'UTF8')::jsonb ->> 'subject' = ?";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private EdgeSettings settings;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private Environment environment;

    @Test
    void whoFailsAgainAndAgainFromOneAddressWaitsAndNobodyElse() throws IOException {
        String person = people.somebody();
        for (int failure = 0; failure < settings.failuresAtOnce(); failure++) {
            assertThat(token(GUESSER, "guess-" + failure)).startsWith("HTTP/1.1 401");
        }
        assertThat(database.queryForObject(ENTRIES, Long.class)).isZero();

        for (int more = 0; more < 3; more++) {
            String refused = token(GUESSER, "guess-more-" + more);
            assertThat(refused).startsWith("HTTP/1.1 429").contains("too-many-failures", "WEB-016");
            assertThat(Long.parseLong(found("(?i)retry-after: (\\d+)", refused)))
                    .isBetween(1L, settings.failureInterval().toSeconds());
        }
        assertThat(login(GUESSER, "nobody-has-this-name", "x"))
                .startsWith("HTTP/1.1 429")
                .contains("WEB-016");
        String page = loginPage();
        assertThat(page).startsWith("HTTP/1.1 429").contains("role=\"alert\"", "Too many attempts failed");
        assertThat(page).contains("Wait " + found("(?i)retry-after: (\\d+)", page) + " s.");
        assertThat(database.queryForObject(ENTRIES, Long.class))
                .as("entries of the burst")
                .isOne();

        assertThat(token(GUESSER, "demo-lims-token")).as("a good token").startsWith("HTTP/1.1 200");
        assertThat(login("127.0.77.2", person, Authenticator.PASSWORD))
                .as("the same moment, elsewhere")
                .startsWith("HTTP/1.1 204");

        TestClock.advance(settings.failureInterval());
        assertThat(login(GUESSER, person, Authenticator.PASSWORD))
                .as("after the wait, with the account untouched")
                .startsWith("HTTP/1.1 204");
        assertThat(login(GUESSER, "nobody-has-this-name", "x")).startsWith("HTTP/1.1 401");
    }

    @Test
    void whatIsUsedUpGrowsBackAndIsToldOfOnceInEachBurst() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Allowance allowance = new Allowance(new EdgeSettings(
                DataSize.ofMegabytes(1), Duration.ofDays(1), Duration.ofMinutes(1), 4, Duration.ofSeconds(10)));
        for (int failure = 0; failure < 4; failure++) {
            assertThat(allowance.take(now.get())).isTrue();
        }
        assertThat(allowance.take(now.get())).isFalse();
        assertThat(allowance.tell()).isTrue();
        assertThat(allowance.tell()).isFalse();

        now.set(now.get().plusSeconds(4));
        assertThat(allowance.untilNext(now.get())).isEqualTo(Duration.ofSeconds(6));
        now.set(now.get().plusSeconds(6));
        assertThat(allowance.take(now.get())).isTrue();
        assertThat(allowance.take(now.get())).isFalse();
        assertThat(allowance.tell()).as("the same burst").isFalse();

        now.set(now.get().plusSeconds(20));
        assertThat(allowance.isWhole(now.get())).isFalse();
        assertThat(allowance.tell()).as("another burst").isTrue();
        now.set(now.get().plusSeconds(1_000));
        assertThat(allowance.isWhole(now.get())).isTrue();
    }

    @Test
    void aSubscriberOfIpVersionSixIsOneSource() {
        assertThat(SourceNetwork.of("2001:db8:1:2:aaaa::1")).isEqualTo(SourceNetwork.of("2001:db8:1:2:bbbb::2"));
        assertThat(SourceNetwork.of("2001:db8:1:3::1")).isNotEqualTo(SourceNetwork.of("2001:db8:1:2::1"));
        assertThat(SourceNetwork.of("10.0.0.1")).isNotEqualTo(SourceNetwork.of("10.0.0.2"));
    }

    /** Behind no proxy that is named, what a caller says about where the call comes from is nothing but their word. */
    @Test
    @Requirement("IDN-07")
    void noHeaderChoosesTheAddressThatIsCounted() throws IOException {
        String person = people.somebody();
        String spoofed = "\r\nX-Forwarded-For: 203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nForwarded: for=203.0.113.9";
        String answer = send(
                "127.0.77.3",
                "POST /api/session HTTP/1.1\r\nContent-Type: application/json" + spoofed + "\r\n",
                "{\"username\":\"%s\",\"password\":\"x\",\"otp\":\"000000\"}".formatted(person));
        assertThat(answer).startsWith("HTTP/1.1 401");
        assertThat(database.queryForList(ADDRESS, String.class, "person:" + person))
                .containsExactly("127.0.77.3");
        assertThat(environment.getProperty("server.forward-headers-strategy"))
                .as("not left to what Spring Boot makes of a cloud around it")
                .isEqualTo("none");
    }

    private String loginPage() throws IOException {
        String page = send(GUESSER, "GET /login HTTP/1.1\r\nAccept: text/html\r\n", "");
        String form = "_csrf=" + found("name=\"_csrf\" value=\"([^\"]+)\"", page) + "&username=a&password=b";
        return send(
                GUESSER,
                "POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: "
                        + found("Set-Cookie: (COUNTERSIGN=[^;]+)", page) + "\r\n",
                form);
    }

    private String token(String from, String token) throws IOException {
        return send(from, "GET /api/records?size=1 HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\n", "");
    }

    private String login(String from, String userId, String password) throws IOException {
        String code = userId.startsWith("person-") ? Authenticator.freshCode(userId) : "000000";
        return send(
                from,
                "POST /api/session HTTP/1.1\r\nContent-Type: application/json\r\n",
                "{\"username\":\"%s\",\"password\":\"%s\",\"otp\":\"%s\"}".formatted(userId, password, code));
    }

    private String send(String from, String head, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            String request = head + "Host: localhost:" + port + "\r\nConnection: close\r\nContent-Length: "
                    + bytes.length + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String found(String pattern, String in) {
        Matcher matcher = Pattern.compile(pattern).matcher(in);
        assertThat(matcher.find()).as(in).isTrue();
        return matcher.group(1);
    }
}
