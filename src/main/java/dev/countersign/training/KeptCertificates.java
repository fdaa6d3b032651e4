package dev.countersign.training;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.People;
import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.EvidenceFiles;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.worm.WormStore;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Certificates} in {@code app.training_qualification}; their evidence is a blob of the write-once store. */
@Component
class KeptCertificates implements Certificates {

    private static final int LONGEST_ISSUER = 300;
    private static final int LONGEST_REASON = 1000;

    private final TrainingMapper mapper;
    private final EvidenceFiles files;
    private final People people;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final TransactionTemplate transaction;

    KeptCertificates(
            TrainingMapper mapper,
            EvidenceFiles files,
            People people,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            PlatformTransactionManager transactions) {
        this.mapper = mapper;
        this.files = files;
        this.people = people;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public UUID record(Caller caller, Given given, NewAttachment evidence, String reason) {
        demandReason(reason);
        if (given.userId().equals(caller.actorId())) {
            throw TrainingRefusal.FOR_ONESELF.refuse(caller.actorId());
        }
        if (people.find(given.userId()).isEmpty()) {
            throw TrainingRefusal.NO_SUCH_PERSON.refuse(KeptCourses.shortened(given.userId()));
        }
        if (given.issuer().isBlank() || given.issuer().length() > LONGEST_ISSUER) {
            throw TrainingRefusal.CERTIFICATE_REFUSED.refuse(
                    "who issued it has 1 to " + LONGEST_ISSUER + " characters. Name them as the certificate does");
        }
        if (mapper.find(organisation(), given.code()) == null) {
            throw TrainingRefusal.COURSE_NOT_FOUND.refuse(KeptCourses.shortened(given.code()));
        }
        String mediaType = files.demandFit(evidence);
        return Objects.requireNonNull(transaction.execute(status -> store(caller, given, evidence, mediaType, reason)));
    }

    private UUID store(Caller caller, Given given, NewAttachment evidence, String mediaType, String reason) {
        mapper.lock(organisation(), given.code());
        UUID certificateId = identifiers.next();
        Digest sha256 = store.putBlob(evidence.bytes());
        int written = mapper.certify(
                organisation(),
                certificateId,
                given.userId(),
                given.code(),
                given.until(),
                given.issuer(),
                evidence.name(),
                mediaType,
                sha256.hex(),
                caller.actorId());
        if (written != 1) {
            throw TrainingRefusal.CERTIFICATE_REFUSED.refuse("it would end at " + UtcTime.write(given.until())
                    + " (expected: later than now, and at most ten years away). Say when it ends");
        }
        tell(
                caller,
                "certificate-recorded",
                certificateId,
                Map.of(
                        "person", given.userId(),
                        "course", given.code(),
                        "issuer", given.issuer(),
                        "until", UtcTime.write(given.until()),
                        "evidenceSha256", sha256.hex()),
                Significance.HIGH,
                reason);
        return certificateId;
    }

    @Override
    @Transactional
    public void revoke(Caller caller, UUID certificateId, String reason) {
        demandReason(reason);
        Qualification certificate = find(certificateId);
        if (mapper.revoke(organisation(), certificateId) != 1) {
            throw TrainingRefusal.CERTIFICATE_NOT_FOUND.refuse(certificateId);
        }
        tell(
                caller,
                "certificate-revoked",
                certificateId,
                Map.of("person", certificate.userId(), "course", certificate.code()),
                Significance.HIGH,
                reason);
    }

    @Override
    public Qualification find(UUID certificateId) {
        Qualification found = mapper.qualification(organisation(), certificateId);
        if (found == null || found.evidenceSha256() == null) {
            throw TrainingRefusal.CERTIFICATE_NOT_FOUND.refuse(certificateId);
        }
        return found;
    }

    @Override
    @Transactional
    public byte[] evidence(Caller caller, UUID certificateId) {
        String sha256 = Objects.requireNonNull(find(certificateId).evidenceSha256());
        tell(caller, "evidence-read", certificateId, Map.of("sha256", sha256), Significance.LOW, null);
        return store.blob(Digest.parse(sha256))
                .orElseThrow(() -> TrainingRefusal.CERTIFICATE_NOT_FOUND.refuse(certificateId));
    }

    private static void demandReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw TrainingRefusal.REASON_MISSING.refuse();
        }
    }

    private void tell(
            Caller caller,
            String what,
            UUID certificateId,
            Map<String, Object> after,
            Significance significance,
            @Nullable String reason) {
        ledger.append(
                caller, new TrainingTold(what, "training-certificate:" + certificateId, significance, after, reason));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
