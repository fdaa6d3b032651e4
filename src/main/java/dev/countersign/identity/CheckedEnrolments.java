package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.Enrolling.OpenedOfficer;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Enrolments}: passwords are checked first, outside any transaction; then everything of one act in one. */
@Component
class CheckedEnrolments implements Enrolments {

    private final OwnPassword ownPassword;
    private final SigningKeys custody;
    private final SigningKeyMapper keys;
    private final Enrolling enrolling;
    private final KeyMaking making;
    private final Identifiers identifiers;
    private final Acts acts;
    private final TransactionTemplate transaction;

    /** Where acts on keys leave their facts. */
    @Component
    record Acts(People people, StoredPasswordAges ages, WormStore store, Ledger ledger, Refusals refusals) {

        Person person(String userId) {
            return people.find(userId).orElseThrow(() -> IdentityRefusal.PERSON_NOT_FOUND.thrown(userId));
        }

        String organisation() {
            return store.installation().organisation();
        }
    }

    CheckedEnrolments(
            OwnPassword ownPassword,
            SigningKeys custody,
            SigningKeyMapper keys,
            Enrolling enrolling,
            KeyMaking making,
            Identifiers identifiers,
            Acts acts,
            TransactionTemplate transaction) {
        this.ownPassword = ownPassword;
        this.custody = custody;
        this.keys = keys;
        this.enrolling = enrolling;
        this.making = making;
        this.identifiers = identifiers;
        this.acts = acts;
        this.transaction = transaction;
    }

    @Override
    public OwnKey makeKey(Caller person, char[] password) {
        return makeKey(person, password, () -> ownPassword.check(person, person.actorId(), password));
    }

    @Override
    public OwnKey makeKey(Caller person, char[] password, String code) {
        return makeKey(person, password, () -> ownPassword.check(person, person.actorId(), password, code.strip()));
    }

    private OwnKey makeKey(Caller person, char[] password, Supplier<Root> check) {
        try {
            making.demandAcknowledged(person);
            try (Root root = check.get()) {
                return Objects.requireNonNull(transaction.execute(status -> {
                    ownPassword.demandPresent(person.actorId(), root);
                    return making.make(person, root);
                }));
            }
        } finally {
            Secrets.wipe(password);
        }
    }

    @Override
    public Optional<OwnKey> keyOf(String userId) {
        return custody.current(userId).map(OwnKey::of);
    }

    @Override
    public void certify(Caller officer, char[] officerPassword, String userId, Proofing proofing) {
        // a wrong password is on record by whoever checks it
        try (Root root = ownPassword.check(officer, officer.actorId(), officerPassword)) {
            acts.refusals().guarding(officer, "identity.proof", IdentityEvent.person(userId), () -> {
                acts.ages().demandCurrent(officer.actorId());
                certified(officer, root, userId, proofing);
                return true;
            });
        }
    }

    private void certified(Caller officer, Root root, String userId, Proofing proofing) {
        if (officer.actorId().equals(userId)) {
            throw IdentityRefusal.OWN_IDENTITY.thrown(userId);
        }
        acts.person(userId);
        StoredKey made = made(userId);
        StoredKey officerKey = custody.certified(officer.actorId())
                .orElseThrow(() -> IdentityRefusal.NO_KEY.thrown(officer.actorId()));
        try (SigningKey key = custody.use(officerKey, root)) {
            OpenedOfficer opened = new OpenedOfficer(officer.actorId(), officerKey, key);
            transaction.executeWithoutResult(status -> {
                keys.lockEnrolments();
                enrolling.enrol(officer, named(userId, proofing), made, opened, proofing, false);
            });
        }
    }

    /** The person as described now: whoever changes a name waits for this transaction, or it for them. */
    private Person named(String userId, Proofing proofing) {
        Person person = acts.person(userId);
        if (proofing.printedName() != null && !proofing.printedName().equals(person.printedName())) {
            throw IdentityRefusal.NAMED_OTHERWISE.thrown(userId);
        }
        return person;
    }

    @Override
    public void found(Caller caller, Founder one, Founder other) {
        foundingGuarded(caller, one, () -> demandNoFounders(one, other));
        try (Root oneRoot = ownPassword.check(caller, one.userId(), one.password(), one.code());
                Root otherRoot = ownPassword.check(caller, other.userId(), other.password(), other.code())) {
            foundingGuarded(caller, one, () -> founded(caller, one, oneRoot, other, otherRoot));
        } finally {
            Secrets.wipe(one.password());
            Secrets.wipe(other.password());
        }
    }

    private void foundingGuarded(Caller caller, Founder one, Runnable act) {
        acts.refusals().guarding(caller, "identity.found", IdentityEvent.person(one.userId()), () -> {
            act.run();
            return true;
        });
    }

    private void demandNoFounders(Founder one, Founder other) {
        if (one.userId().equals(other.userId())) {
            throw IdentityRefusal.OWN_IDENTITY.thrown(one.userId());
        }
        if (keys.anyCertified(acts.organisation())) {
            throw IdentityRefusal.FOUNDERS_EXIST.thrown(one.userId());
        }
    }

    private void founded(Caller caller, Founder one, Root oneRoot, Founder other, Root otherRoot) {
        StoredKey oneStored = made(one.userId());
        StoredKey otherStored = made(other.userId());
        try (SigningKey oneKey = custody.open(oneStored, oneRoot);
                SigningKey otherKey = custody.open(otherStored, otherRoot)) {
            OpenedOfficer first = new OpenedOfficer(one.userId(), oneStored, oneKey);
            OpenedOfficer second = new OpenedOfficer(other.userId(), otherStored, otherKey);
            transaction.executeWithoutResult(status -> foundTogether(caller, one, first, other, second));
        }
    }

    private void foundTogether(
            Caller caller, Founder one, OpenedOfficer oneKey, Founder other, OpenedOfficer otherKey) {
        keys.lockEnrolments();
        if (keys.anyCertified(acts.organisation())) {
            throw IdentityRefusal.FOUNDERS_EXIST.thrown(one.userId());
        }
        enrolling.enrol(caller, acts.person(one.userId()), oneKey.stored(), otherKey, one.proofing(), true);
        enrolling.enrol(caller, acts.person(other.userId()), otherKey.stored(), oneKey, other.proofing(), true);
    }

    @Override
    public void end(Caller caller, String userId, String reason) {
        transaction.executeWithoutResult(status -> {
            StoredKey key = custody.certified(userId).orElseThrow(() -> IdentityRefusal.NO_KEY.thrown(userId));
            // signatures that are being written come before the end, others are refused
            Instant ended = acts.store().holdKey(key.keyId());
            keys.end(acts.organisation(), key.keyId());
            byte[] event = EnrolmentFormat.certificateEnded(
                    acts.store().installation(), identifiers.next(), key.keyId(), userId, caller, reason, ended);
            acts.store().appendCertificateEvent(event);
            // nobody signs the event: the sealed entry is what holds it
            Map<String, Object> told = Map.of(
                    "keyId",
                    key.keyId().toString(),
                    "eventSha256",
                    Digest.of(event).hex());
            acts.ledger()
                    .append(
                            caller,
                            IdentityEvent.high("key.ended", IdentityEvent.person(userId), told)
                                    .because(reason));
        });
    }

    private StoredKey made(String userId) {
        return custody.current(userId)
                .filter(key -> !key.isCertified())
                .orElseThrow(() -> IdentityRefusal.KEY_MISSING.thrown(userId));
    }
}
