package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.protection.Guards;
import dev.countersign.protection.MeasuredClocks;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.Records;
import dev.countersign.signing.OpenCeremony.BoundSignature;
import dev.countersign.signing.OpenCeremony.Stage;
import dev.countersign.signing.SignatureStatementFormat.Earlier;
import dev.countersign.signing.SignatureStatementFormat.Statement;
import dev.countersign.signing.Signatures.Decision;
import dev.countersign.signing.SigningEvents.RecordSigned;
import dev.countersign.worm.WormRefusedException;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The four steps of signing, in the business transaction, under the record's lock (SIG-05). Called out of order they refuse. */
@Component
class SigningSteps {

    private final Guards guards;
    private final SigningRules rules;
    private final SigningRisk risks;
    private final Ceremonies ceremonies;
    private final Records records;
    private final WormStore worm;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final SeriesOfSignatures series;
    private final UsedPlaces lists;

    SigningSteps(
            Guards guards,
            SigningRules rules,
            SigningRisk risks,
            Ceremonies ceremonies,
            Records records,
            WormStore worm,
            Ledger ledger,
            Identifiers identifiers,
            SeriesOfSignatures series,
            UsedPlaces lists) {
        this.guards = guards;
        this.rules = rules;
        this.risks = risks;
        this.ceremonies = ceremonies;
        this.records = records;
        this.worm = worm;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.series = series;
        this.lists = lists;
    }

    /** Everything is read anew: what was true at the intent may have changed (T2, T20). */
    void authorise(SigningTask task) {
        OpenCeremony open = OpenCeremony.demandedFor(task);
        open.expectNext(Stage.AUTHORISED);
        String person = open.ceremony().caller().actorId();
        if (task.assignee() == null) {
            throw SigningRefusal.UNASSIGNED.refuse(task.taskId());
        }
        rules.refusal(person, task).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        demandStoredBytes(task, open.ceremony().versionSha256());
        open.reach(Stage.AUTHORISED);
    }

    void reauthenticate(SigningTask task) {
        OpenCeremony open = OpenCeremony.demandedFor(task);
        open.expectNext(Stage.PRESENT);
        Ceremony ceremony = open.ceremony();
        if (!isPresent(open.proof(), ceremony, task)) {
            throw SigningRefusal.NOT_PRESENT.refuse();
        }
        risks.demandProof(ceremony.risk(), open.proof());
        open.reach(Stage.PRESENT);
    }

    /** Within a list the proof is of the list and good for one intent of this place of it; never with one component. */
    private boolean isPresent(ProofOfPresence proof, Ceremony ceremony, SigningTask task) {
        String person = ceremony.caller().actorId();
        String session = Presenter.session(ceremony.caller());
        ListPlace place = ceremony.place();
        if (place == null) {
            return proof.isFor(person, session, task.taskId(), ceremony.intentSha256(), worm.now())
                    && (proof.components().size() > 1 || series.isAllowed(task));
        }
        return proof.components().size() > 1
                && proof.isForPlace(
                        person,
                        session,
                        place.listId(),
                        place.listSha256(),
                        place.position(),
                        ceremony.intentSha256(),
                        worm.now());
    }

    void bind(SigningTask task) {
        OpenCeremony open = OpenCeremony.demandedFor(task);
        open.expectNext(Stage.BOUND);
        // the time first: asking for it is what compares the clocks, and the guards judge that comparison
        Instant signedAt = worm.now();
        MeasuredClocks clocks = guards.demandIntact();
        ProofOfPresence proof = open.proof();
        UUID signatureId = identifiers.next();
        List<Earlier> earlier = worm.signatures(task.recordId()).stream()
                .filter(stored -> stored.version() == task.version())
                .map(stored -> new Earlier(stored.signatureId(), Digest.of(stored.statement())))
                .toList();
        byte[] statement = SignatureStatementFormat.write(
                worm.installation(),
                new Statement(
                        signatureId,
                        open.ceremony().intent(),
                        proof.person(),
                        proof.keyId(),
                        proof.certificateSha256(),
                        signedAt,
                        clocks,
                        proof.components(),
                        proof.passkey().orElse(null),
                        proof.series().orElse(null),
                        proof.provedAt(),
                        task.path(),
                        earlier));
        String input = SignatureStatementFormat.jwsSigningInput(proof.keyId(), statement);
        String jws = SignatureStatementFormat.jws(input, proof.sign(SignatureStatementFormat.ascii(input)));
        open.reachBound(new BoundSignature(signatureId, statement, proof.sign(statement), jws));
    }

    Decision persist(SigningTask task) {
        OpenCeremony open = OpenCeremony.demandedFor(task);
        open.expectNext(Stage.PERSISTED);
        Ceremony ceremony = open.ceremony();
        Map<String, Object> authority = rules.authority(ceremony.caller().actorId(), task);
        BoundSignature bound = open.bound();
        open.proof().passkey().ifPresent(passkey -> worm.putBlob(passkey.evidence()));
        append(ceremony, bound, open.proof());
        Signature signature = SignatureReader.read(bound.statement(), bound.signature(), bound.jws());
        ledger.append(
                ceremony.caller(),
                new RecordSigned(signature, task.taskId(), ceremony.risk(), authority, ceremony.place()));
        if (ceremony.place() == null) {
            series.begin(ceremony, open.proof(), signature);
        } else {
            lists.sign(ceremony, bound.signatureId());
        }
        ceremonies.complete(ceremony, bound.signatureId());
        open.reachPersisted(signature);
        return new Decision(bound.signatureId(), signature.approve());
    }

    /** Whoever ends a certificate meanwhile was first, or waits until this is over: the store decides. */
    private void append(Ceremony ceremony, BoundSignature bound, ProofOfPresence proof) {
        try {
            worm.appendSignature(ceremony.intent(), bound.statement(), bound.signature(), bound.jws());
        } catch (WormRefusedException refused) {
            if (refused.rule().equals(WormRefusedException.NO_CURRENT_KEY)) {
                throw SigningRefusal.CERTIFICATE_ENDED.refuse(ceremony.caller().actorId(), proof.keyId());
            }
            throw refused;
        }
    }

    /** The version is hashed from what is stored, content and attachments included (T2). */
    private void demandStoredBytes(SigningTask task, Digest versionSha256) {
        StoredVersion stored = worm.version(task.recordId(), task.version())
                .orElseThrow(() -> SigningRefusal.NOTHING_TO_SHOW.refuse(task.version(), task.recordId()));
        boolean whole = Digest.of(stored.manifest()).equals(versionSha256)
                && isStored(stored.contentSha256())
                && records.version(task.recordId(), task.version()).orElseThrow().attachments().stream()
                        .map(Attachment::sha256)
                        .allMatch(this::isStored);
        if (!whole) {
            throw SigningRefusal.ALTERED.refuse(task.version(), task.recordId());
        }
    }

    private boolean isStored(Digest sha256) {
        return worm.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .isPresent();
    }
}
