package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.accounts.Unlocking;
import dev.countersign.identity.KnownDevices;
import dev.countersign.identity.Locks;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whoever owns an account hears what happened to it (IDN-02). */
@CountersignTest
@Requirement("IDN-02")
class PersonNoticesTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern UP_TO = Pattern.compile("name=\"upTo\" value=\"([^\"]+)\"");
    private static final String[] HTML = {"Accept", "text/html"};

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private PersonNotices notices;

    @Autowired
    private KnownDevices devices;

    @Autowired
    private Unlocking unlocking;

    @Autowired
    private Logins logins;

    @Autowired
    private JdbcTemplate database;

    @Test
    void aLoginOnANewDeviceIsToldOnThePersonsPagesUntilTheyHaveSeenIt() {
        String person = people.somebody();
        TestClient browser = TestClient.signedIn(port, person);
        waitFor(person, "device.remembered");
        String page = browser.get("/account", HTML).body();
        assertThat(page)
                .contains("security event", "Recent security events of your account", "first time", "127.0.0.1");

        browser.post(
                "/api/session",
                Map.of("username", person, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(person)));
        browser.readCsrf();
        Matcher csrf = CSRF.matcher(browser.get("/account", HTML).body());
        Matcher upTo = UP_TO.matcher(page);
        assertThat(csrf.find() && upTo.find()).isTrue();
        browser.form("/account/notices", "_csrf=" + encoded(csrf.group(1)) + "&upTo=" + encoded(upTo.group(1)), HTML);
        assertThat(notices.unseen(Caller.person(person, "s", null))).isZero();
        assertThat(browser.get("/account", HTML).body())
                .contains("Recent security events of your account")
                .doesNotContain("href=\"/account#events\"");
        assertThat(notices.of(Caller.person(person, "s", null), 20))
                .as("a device that is known gives none")
                .filteredOn(one -> one.type().equals("device.remembered"))
                .hasSize(1);
    }

    @Test
    void whatAnotherPersonDidIsToldWithTheirNameAndWhatComesLaterIsNewStill() {
        String person = people.somebody();
        UUID device =
                devices.remember(Caller.person(person, "s", "192.0.2.1"), null).deviceId();
        for (int i = 0; i < 3; i++) {
            try {
                logins.logIn(new Attempt(person, "far", "203.0.113.9"), "wrong-password-here".toCharArray(), "000000");
            } catch (RefusedException e) {
                assertThat(e.refusal().code()).isEqualTo("login-failed");
            }
        }
        Caller administrator = Caller.person("itadmin", "s", "127.0.0.1");
        unlocking.unlock(administrator, person, Locks.What.LOGIN, "asked by telephone");
        waitFor(person, "login.unlocked");
        Caller self = Caller.person(person, "s", null);
        PersonNotices.PersonNotice unlocked = notices.of(self, 1).get(0);
        assertThat(unlocked.actor()).isEqualTo("itadmin");
        notices.seen(self, unlocked.at());
        unlocking.forget(administrator, person, device, "lost");
        waitFor(person, "device.revoked");
        assertThat(notices.unseen(self)).isEqualTo(1);
        notices.seen(self, unlocked.at());
        assertThat(notices.unseen(self)).as("what was not shown yet").isEqualTo(1);
        assertThat(notices.of(Caller.person("author", "s", null), 100))
                .as("nobody else's")
                .noneMatch(one -> one.at().equals(unlocked.at()));
    }

    @Test
    void readingTheTrailAgainTellsNothingTwice() {
        String person = people.somebody();
        devices.remember(Caller.person(person, "s", "192.0.2.1"), null);
        waitFor(person, "device.remembered");
        int before = notices.of(Caller.person(person, "s", null), 100).size();
        database.update("UPDATE app.alert_progress SET position = 0, leaf_hash = NULL");
        long size = database.queryForObject("SELECT count(*) FROM worm.log_leaf", Long.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.queryForObject("SELECT position FROM app.alert_progress", Long.class) >= size);
        assertThat(notices.of(Caller.person(person, "s", null), 100)).hasSize(before);
    }

    private void waitFor(String person, String type) {
        await().atMost(Duration.ofSeconds(20)).until(() -> notices.of(Caller.person(person, "s", null), 20).stream()
                .anyMatch(one -> one.type().equals(type) && one.isNew()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
