package dev.countersign.demo;

import dev.countersign.authority.Authority;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Enrolments.Founder;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.Factors;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.Policies;
import dev.countersign.identity.ServiceAccounts;
import dev.countersign.identity.TotpSecret;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sets the demonstration organisation up through the same doors a regulated installation uses. Every act is one transaction and
 * is left out where it was done before, so that a start after a crash goes on where the last one ended.
 */
@Component
class DemoOrganisation {

    static final String SERVICE_ACCOUNT = "lims";
    static final String SERVICE_TOKEN = "demo-lims-token";

    private static final Logger LOG = LoggerFactory.getLogger(DemoOrganisation.class);
    private static final Caller DEMO = Caller.system("demo");
    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private static final Duration LOOKS_AROUND = Duration.ofDays(365);

    private final People people;
    private final Factors factors;
    private final Authority authority;
    private final Enrolments enrolments;
    private final IdentityProofing proofing;
    private final Policies policies;
    private final ServiceAccounts serviceAccounts;
    private final java.time.Clock clock;
    private long foundedWith = Long.MIN_VALUE;

    DemoOrganisation(
            People people,
            Factors factors,
            Authority authority,
            Enrolments enrolments,
            IdentityProofing proofing,
            Policies policies,
            ServiceAccounts serviceAccounts,
            java.time.Clock clock) {
        this.people = people;
        this.factors = factors;
        this.authority = authority;
        this.enrolments = enrolments;
        this.proofing = proofing;
        this.policies = policies;
        this.serviceAccounts = serviceAccounts;
        this.clock = clock;
    }

    void complete() {
        for (DemoPerson person : DemoPerson.values()) {
            account(person);
        }
        if (serviceAccounts.find(SERVICE_ACCOUNT).isEmpty()) {
            serviceAccounts.create(DEMO, SERVICE_ACCOUNT, Set.of("record-approval"), SERVICE_TOKEN);
        }
        found(DemoPerson.APPROVER, DemoPerson.QAHEAD);
        for (DemoPerson person : DemoPerson.values()) {
            if (person.signs() && !isCertified(person)) {
                key(person);
                proofing.certify(caller(DemoPerson.APPROVER), password(), person.userId(), proofing());
            }
        }
    }

    private void account(DemoPerson person) {
        if (people.find(person.userId()).isEmpty()) {
            LOG.info("Setting up the demonstration: {}", person.userId());
            people.create(DEMO, person.userId(), person.printedName(), person.title(), ZONE);
        }
        if (stateOf(person) == Person.State.CREATED) {
            factors.set(DEMO, person.userId(), password(), person.secret());
        }
        if (!authority.roles(person.userId()).contains(person.role())) {
            authority.grant(DEMO, person.userId(), person.role(), terms(person.role()), "demonstration organisation");
        }
    }

    /** An end where the role must have one: far enough for whoever looks around. */
    private Terms terms(Role role) {
        return role.alwaysEnds() ? Terms.until(clock.instant().plus(LOOKS_AROUND)) : Terms.OPEN;
    }

    private void found(DemoPerson one, DemoPerson other) {
        if (!isCertified(one) || !isCertified(other)) {
            key(one);
            key(other);
            foundBetweenTwoSteps(one, other);
        }
    }

    /** The key may be there already, waiting for its certificate. */
    private void key(DemoPerson person) {
        try {
            policies.acknowledge(caller(person), policies.current().sha256());
            enrolments.makeKey(caller(person), password());
        } catch (RefusedException e) {
            if (!"key-exists".equals(e.refusal().code())) {
                throw e;
            }
        }
    }

    /** A code of the step before is one too old as soon as the next step begins: then the next is tried, once. */
    private void foundBetweenTwoSteps(DemoPerson one, DemoPerson other) {
        try {
            proofing.found(DEMO, founder(one), founder(other));
        } catch (RefusedException e) {
            if (!"reauthentication-failed".equals(e.refusal().code())) {
                throw e;
            }
            proofing.found(DEMO, founder(one), founder(other));
        }
    }

    /** Whether this start spent the founders' codes of that step. */
    boolean foundedWithCodeOf(long step) {
        return foundedWith == step;
    }

    /** With the code of the step before: the current one stays for whoever logs in first. */
    private Founder founder(DemoPerson person) {
        foundedWith = TotpSecret.step(clock.instant()) - 1;
        try (TotpSecret secret = TotpSecret.ofBase32(person.secret()).orElseThrow()) {
            String code = secret.code(foundedWith);
            return new Founder(person.userId(), password(), code, proofing());
        }
    }

    private boolean isCertified(DemoPerson person) {
        return people.find(person.userId()).map(Person::keyId).isPresent();
    }

    private Person.State stateOf(DemoPerson person) {
        return people.find(person.userId()).orElseThrow().state();
    }

    private Proofing proofing() {
        return new Proofing(
                "none: demonstration", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), "demonstration only");
    }

    private static Caller caller(DemoPerson person) {
        return Caller.person(person.userId(), null, null);
    }

    /** A copy each time: doors wipe what they are given. */
    private static char[] password() {
        return DemoPerson.PASSWORD.toCharArray();
    }
}
