package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.authority.Authority;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.Factors;
import dev.countersign.identity.People;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.training.Certificates;
import dev.countersign.training.Certificates.Given;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Makes people of one's own, through the front doors: for tests that need many codes, or that lock somebody out. */
@Component
public class TestPeople {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Caller TESTS = Caller.system("tests");

    private final People people;
    private final Factors factors;
    private final Authority authority;
    private final Enrolments enrolments;
    private final IdentityProofing proofing;
    private final Policies policies;
    private final Certificates certificates;
    private final Clock clock;

    TestPeople(
            People people,
            Factors factors,
            Authority authority,
            Enrolments enrolments,
            IdentityProofing proofing,
            Policies policies,
            Certificates certificates,
            Clock clock) {
        this.certificates = certificates;
        this.clock = clock;
        this.policies = policies;
        this.people = people;
        this.factors = factors;
        this.authority = authority;
        this.enrolments = enrolments;
        this.proofing = proofing;
    }

    /** Somebody new with password {@link Authenticator#PASSWORD} and these roles, who can log in but not sign; the user id. */
    public String somebody(Role... roles) {
        String userId = "person-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        people.create(TESTS, userId, "Person " + NUMBER.get(), "Tester", ZoneId.of("Europe/Vienna"));
        String secret = secret();
        factors.set(TESTS, userId, Authenticator.PASSWORD.toCharArray(), secret);
        Authenticator.add(userId, secret);
        policies.acknowledge(
                Caller.person(userId, null, null), policies.current().sha256());
        for (Role role : roles) {
            Terms terms = role.alwaysEnds() ? Terms.until(clock.instant().plus(Duration.ofDays(30))) : Terms.OPEN;
            authority.grant(TESTS, userId, role, terms, "needed by a test");
        }
        return userId;
    }

    /** As {@link #somebody}, with a certified signing key, and trained in electronic signatures. */
    public String signer(Role... roles) {
        String userId = untrained(roles);
        train(userId);
        return userId;
    }

    /** Records that somebody was trained in electronic signatures elsewhere. */
    public void train(String userId) {
        certificates.record(
                Caller.person("approver", null, null),
                new Given(userId, "ESIG", "the tests", clock.instant().plus(Duration.ofDays(365))),
                new NewAttachment("certificate.txt", "text/plain", "trained for a test".getBytes(UTF_8)),
                "needed by a test");
    }

    /** As {@link #somebody}, with a certified signing key and without any training. */
    public String untrained(Role... roles) {
        String userId = somebody(roles);
        enrolments.makeKey(Caller.person(userId, null, null), Authenticator.PASSWORD.toCharArray());
        proofing.certify(
                Caller.person("approver", null, null),
                Authenticator.PASSWORD.toCharArray(),
                userId,
                new Proofing("passport", LocalDate.of(2026, 11, 2), "in person"));
        return userId;
    }

    private static String secret() {
        return new SecureRandom()
                .ints(32, 0, BASE32.length())
                .collect(StringBuilder::new, (text, i) -> text.append(BASE32.charAt(i)), StringBuilder::append)
                .toString();
    }
}
