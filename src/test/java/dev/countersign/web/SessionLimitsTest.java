package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/** An idle person is signed out although Tasklist goes on asking (IDN-05). */
@Requirement("IDN-05")
class SessionLimitsTest {

    private static final SessionSettings SETTINGS = new SessionSettings(Duration.ofMinutes(15), Duration.ofHours(12));

    private final HandClock clock = new HandClock();
    private final EndedSessions logins = new EndedSessions();
    private final Sessions sessions =
            new Sessions(logins, new Identifiers(clock), SETTINGS, clock, new HttpSessionCsrfTokenRepository());
    private @Nullable Instant activeSince = Instant.EPOCH;
    private final SessionLimits limits = new SessionLimits(sessions, userId -> Optional.ofNullable(activeSince));
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void signIn() {
        MockHttpServletRequest request = request("POST", "/api/session");
        Person person = new Person("author", "Alma", "QA Analyst", ZoneOffset.UTC, Person.State.ACTIVE, null);
        sessions.begin(request, new MockHttpServletResponse(), person, "reference");
    }

    @AfterEach
    void clear() {
        SecurityContextHolder.clearContext();
    }

    @Test
    @Requirement("IDN-01")
    void aSuspendedPersonIsSignedOutByTheNextCallEvenOneOfTasklistsOwn() throws Exception {
        activeSince = null;

        call("GET", "/camunda/api/engine/engine/default/task");

        assertThat(session.isInvalid()).isTrue();
        assertThat(logins.endings).containsExactly("author not-active");
    }

    @Test
    @Requirement("IDN-02")
    void whoseSessionBeganWithAnotherPasswordIsSignedOut() throws Exception {
        activeSince = clock.instant();
        call("GET", "/api/session");
        assertThat(session.isInvalid()).isFalse();

        clock.advance(Duration.ofSeconds(1));
        activeSince = clock.instant();
        call("GET", "/api/session");

        assertThat(session.isInvalid()).isTrue();
        assertThat(logins.endings).containsExactly("author password-changed");
    }

    @Test
    void defaultsAreAQuarterOfAnHourAndHalfADay() {
        var bound = new org.springframework.boot.context.properties.bind.Binder(
                        new org.springframework.boot.context.properties.source.MapConfigurationPropertySource())
                .bindOrCreate("countersign.session", SessionSettings.class);

        assertThat(bound).isEqualTo(SETTINGS);
    }

    @Test
    void pollingDoesNotKeepASessionAlive() throws Exception {
        for (int i = 0; i < 89; i++) {
            clock.advance(Duration.ofSeconds(10));
            call("GET", "/camunda/api/engine/engine/default/task/4711");
            call("POST", "/camunda/api/engine/engine/default/filter/1/list");
            call("GET", "/api/tasks/cards");
            call("GET", "/exports/progress");
        }
        assertThat(session.isInvalid()).isFalse();

        clock.advance(Duration.ofSeconds(10));
        call("GET", "/camunda/api/engine/engine/default/task/4711");

        assertThat(session.isInvalid()).isTrue();
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
        assertThat(logins.endings).containsExactly("author idle");
    }

    @Test
    void whatAPersonDoesKeepsItAliveUpToTheLongest() throws Exception {
        for (int i = 0; i < 71; i++) {
            clock.advance(Duration.ofMinutes(10));
            call(
                    i % 2 == 0 ? "POST" : "GET",
                    i % 2 == 0 ? "/camunda/api/engine/engine/default/task/4711/claim" : "/sign/4711");
            assertThat(session.isInvalid()).isFalse();
        }

        clock.advance(Duration.ofMinutes(10));
        call("GET", "/sign/4711");

        assertThat(session.isInvalid()).isTrue();
        assertThat(logins.endings).containsExactly("author too-long");
    }

    private void call(String method, String path) throws Exception {
        limits.doFilter(request(method, path), new MockHttpServletResponse(), new MockFilterChain());
    }

    private MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        request.setSession(session);
        return request;
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class EndedSessions implements Logins {
        private final List<String> endings = new ArrayList<>();

        @Override
        public Person logIn(Attempt attempt, char[] password, String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AcceptedPassword acceptPassword(Attempt attempt, char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Person acceptCode(Attempt attempt, AcceptedPassword accepted, String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Person acceptPasskey(Attempt attempt, AcceptedPassword accepted, String asked, Assertion answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ended(Caller caller, Ending ending) {
            endings.add(caller.actorId() + " " + ending.code());
        }
    }
}
