package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.SigningKey;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.EnrolmentFormat.Officer;
import dev.countersign.identity.EnrolmentFormat.Subject;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LogTrust;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes one enrolment: certificate, statement, both into the write-once store. In the caller's transaction. */
@Component
class Enrolling {

    private final CertificateAuthority authority;
    private final SigningKeyMapper keys;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final LogTrust log;

    Enrolling(
            CertificateAuthority authority,
            SigningKeyMapper keys,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            LogTrust log) {
        this.authority = authority;
        this.keys = keys;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.log = log;
    }

    /** The officer with the key they opened. */
    record OpenedOfficer(String userId, StoredKey stored, SigningKey key) {}

    void enrol(
            Caller caller, Person person, StoredKey stored, OpenedOfficer officer, Proofing proofing, boolean founder) {
        log.refusalToSign().ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        Installation installation = store.installation();
        VerifyingKey key = VerifyingKey.ofRaw(stored.publicKey());
        Certificate certificate = authority.issue(person, stored.keyId(), key);
        Instant now = store.now();
        byte[] statement = EnrolmentFormat.statement(
                installation,
                identifiers.next(),
                new Subject(person, stored.keyId(), key, certificate.sha256()),
                new Officer(officer.userId(), officer.stored().keyId()),
                proofing,
                founder,
                now);
        store.appendEnrolment(statement, officer.key().sign(statement), certificate.der());
        if (keys.certify(installation.organisation(), stored.keyId(), certificate.sha256()) != 1) {
            throw IdentityRefusal.KEY_MISSING.thrown(person.userId());
        }
        ledger.append(
                caller,
                IdentityEvent.high(
                        "key.certified",
                        IdentityEvent.person(person.userId()),
                        Map.of(
                                "keyId", stored.keyId().toString(),
                                "certificateSha256", certificate.sha256().hex(),
                                "officer", officer.userId(),
                                "officerKeyId", officer.stored().keyId().toString(),
                                "documentType", proofing.documentType(),
                                "checkedOn", proofing.checkedOn().toString(),
                                "method", proofing.method(),
                                "founder", founder)));
    }
}
