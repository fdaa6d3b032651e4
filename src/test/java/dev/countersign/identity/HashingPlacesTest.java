package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A flood of passwords that wait to be hashed: further ones are refused unheard, whatever needs none goes on (T26). */
@CountersignTest
@Requirement({"IDN-04", "IDN-07"})
class HashingPlacesTest {

    private static final String ELSEWHERE = HashingPlaces.stranger("198.51.100.7");
    private static final String HERE = HashingPlaces.stranger("127.0.0.1");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private HashingPlaces places;

    private int here;
    private int elsewhere;

    @AfterEach
    void leave() {
        for (; here > 0; here--) {
            places.leave(HERE);
        }
        for (; elsewhere > 0; elsewhere--) {
            places.leave(ELSEWHERE);
        }
    }

    @Test
    void anAddressWithItsShareOfPlacesWaitsAndNobodyElseDoes() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient signedIn = TestClient.signedIn(port, person);
        takeElsewhere(HashingPlaces.OF_ONE);
        assertThatThrownBy(() -> places.take(ELSEWHERE)).isInstanceOf(RefusedException.class);

        assertThat(login(person).statusCode()).as("from another address").isEqualTo(204);

        takeHere(HashingPlaces.STRANGERS - HashingPlaces.OF_ONE);
        HttpResponse<String> refused = login(person);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("busy");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        HttpResponse<String> page = loginPage(person);
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("role=\"alert\"", "try again in a few seconds");
        assertThat(page.headers().firstValue("Retry-After")).isPresent();
        assertThat(signedIn.get("/api/tasks").statusCode())
                .as("what needs no password")
                .isEqualTo(200);
        assertThat(confirmed(signedIn, person))
                .as("the password of somebody signed in")
                .isEqualTo(204);
    }

    @Test
    void aFullHouseIsNobodysFailureIsOnRecordOnceAndEnds() {
        String person = people.somebody(Role.QA_ANALYST);
        takeElsewhere(HashingPlaces.OF_ONE);
        takeHere(HashingPlaces.STRANGERS - HashingPlaces.OF_ONE);
        TestClient auditor = auditor();
        long before = entries(auditor);
        // more than lock an account
        for (int i = 0; i < 12; i++) {
            assertThat(login(person).statusCode()).isEqualTo(503);
        }
        assertThat(entries(auditor) - before).isEqualTo(1);

        leave();

        assertThat(login(person).statusCode()).isEqualTo(204);
    }

    @Test
    void aSubscriberOfIpVersionSixHasNoMorePlacesThanAnAddress() {
        assertThat(HashingPlaces.stranger("2001:db8:1:2::1")).isEqualTo(HashingPlaces.stranger("2001:db8:1:2:a::2"));
        assertThat(HashingPlaces.stranger("2001:db8:1:2::1")).isNotEqualTo(HashingPlaces.stranger("2001:db8:1:3::1"));
    }

    private HttpResponse<String> loginPage(String person) {
        TestClient browser = TestClient.anonymous(port).browsing(port);
        Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(browser.get("/login", "Accept", "text/html").body());
        assertThat(csrf.find()).isTrue();
        return browser.form(
                "/login", "_csrf=" + csrf.group(1) + "&username=" + person + "&password=guess", "Accept", "text/html");
    }

    @Test
    void whatCouldNotBePutOnRecordIsToldByTheNextRefusal() {
        FailingOnce refusals = new FailingOnce();
        HashingPlaces own = new HashingPlaces(refusals);
        for (int i = 0; i < HashingPlaces.OF_ONE; i++) {
            own.take(ELSEWHERE);
        }
        assertThatThrownBy(() -> own.take(ELSEWHERE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.take(ELSEWHERE)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> own.take(ELSEWHERE)).isInstanceOf(RefusedException.class);
        assertThat(refusals.attempts).as("once in vain, once, and no more").isEqualTo(2);
    }

    /** A database that is away for a moment. */
    private static final class FailingOnce implements Refusals {

        private int attempts;

        @Override
        public void record(
                Caller caller, String attempt, String subject, @Nullable RecordReference record, Refusal refusal) {
            if (++attempts == 1) {
                throw new IllegalStateException("away");
            }
        }

        @Override
        public <T> T guarding(Caller caller, String attempt, String subject, Supplier<T> work) {
            return work.get();
        }
    }

    private static int confirmed(TestClient signedIn, String person) {
        return signedIn.post(
                        "/api/account/password",
                        Map.of(
                                "password",
                                Authenticator.PASSWORD,
                                "otp",
                                Authenticator.freshCode(person),
                                "newPassword",
                                "wolke lampe wandert leise"))
                .statusCode();
    }

    private TestClient auditor() {
        places.leave(HERE);
        try {
            return TestClient.signedIn(port, people.somebody(Role.REGULATORY_AUDITOR));
        } finally {
            places.take(HERE);
        }
    }

    private static long entries(TestClient auditor) {
        return TestClient.json(auditor.get("/api/audit/entries?actor=system:passwords&size=1"))
                .path("total")
                .asLong();
    }

    private void takeHere(int count) {
        for (; count > 0; count--) {
            places.take(HERE);
            here++;
        }
    }

    private void takeElsewhere(int count) {
        for (; count > 0; count--) {
            places.take(ELSEWHERE);
            elsewhere++;
        }
    }

    private HttpResponse<String> login(String userId) {
        return TestClient.anonymous(port)
                .post(
                        "/api/session",
                        Map.of(
                                "username",
                                userId,
                                "password",
                                Authenticator.PASSWORD,
                                "otp",
                                Authenticator.freshCode(userId)));
    }
}
