package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.risk.Assessment;
import dev.countersign.signing.CeremonyMapper.Attempt;
import dev.countersign.signing.CeremonyMapper.Kept;
import dev.countersign.signing.SigningEvents.CeremonyEnded;
import dev.countersign.worm.WormStore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Attempts to sign: each single use, short-lived and bound to person, session, task and record (SIG-08). */
@Component
class Ceremonies {

    private final CeremonyMapper ceremonies;
    private final WormStore worm;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final SigningSettings settings;

    Ceremonies(
            CeremonyMapper ceremonies,
            WormStore worm,
            Ledger ledger,
            Identifiers identifiers,
            SigningSettings settings) {
        this.ceremonies = ceremonies;
        this.worm = worm;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
    }

    Ceremony begin(
            Caller caller,
            SigningTask task,
            SigningRequest request,
            Digest versionSha256,
            byte[] intent,
            Assessment risk,
            @Nullable ListPlace place) {
        Ceremony ceremony = new Ceremony(
                identifiers.next(), caller, task, request, versionSha256, intent, Digest.of(intent), risk, place);
        ceremonies.insert(attempt(ceremony), settings.ceremonyLasts().toSeconds());
        return ceremony;
    }

    /** As {@link #begin}; the intent is kept for the passkey's answer. */
    Ceremony keep(Ceremony ceremony) {
        ceremonies.keep(organisation(), ceremony.ceremonyId().toString(), ceremony.intent());
        return ceremony;
    }

    /** The ceremony whose intent a passkey was asked to sign; given out once, so that an answer is judged once. */
    Ceremony take(Caller caller, SigningTask task, SigningRequest request, UUID ceremonyId, Assessment risk) {
        Kept kept = ceremonies.kept(
                organisation(),
                ceremonyId.toString(),
                caller.actorId(),
                Presenter.session(caller),
                task.taskId(),
                task.version(),
                task.planStep());
        if (kept == null) {
            throw SigningRefusal.SPENT.refuse(settings.ceremonyLasts().toSeconds());
        }
        ceremonies.forget(organisation(), ceremonyId.toString());
        Digest sha256 = Digest.of(kept.intent());
        return new Ceremony(
                ceremonyId, caller, task, request, request.recordSha256(), kept.intent(), sha256, risk, null);
    }

    /**
     * Claims the ceremony, so that a spent one costs nothing more, and then locks the record before anything is read of it: whoever signs
     * or changes it elsewhere is done.
     */
    void open(Ceremony ceremony, ProofOfPresence proof) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a ceremony is opened inside the business transaction");
        }
        if (ceremonies.claim(attempt(ceremony)) != 1) {
            throw SigningRefusal.SPENT.refuse(settings.ceremonyLasts().toSeconds());
        }
        worm.openRecord(ceremony.task().recordId());
        OpenCeremony.bind(ceremony, proof);
    }

    void complete(Ceremony ceremony, UUID signatureId) {
        if (ceremonies.complete(attempt(ceremony), signatureId.toString()) != 1) {
            throw SigningRefusal.SPENT.refuse(settings.ceremonyLasts().toSeconds());
        }
    }

    /** In the caller's transaction; the second burning of a ceremony changes nothing and says nothing. */
    void burn(Ceremony ceremony, Refusal refusal) {
        Attempt attempt = attempt(ceremony);
        if (ceremonies.burn(attempt.organisation(), attempt.ceremonyId(), refusal.number()) == 1) {
            ledger.append(ceremony.caller(), ended("burnt", attempt, refusal));
        }
    }

    static CeremonyEnded ended(String how, Attempt attempt, @Nullable Refusal refusal) {
        return new CeremonyEnded(
                how,
                UUID.fromString(attempt.ceremonyId()),
                attempt.intentSha256(),
                attempt.taskId(),
                new RecordReference(UUID.fromString(attempt.recordId()), attempt.version(), false),
                refusal);
    }

    private Attempt attempt(Ceremony ceremony) {
        SigningTask task = ceremony.task();
        ListPlace place = ceremony.place();
        return new Attempt(
                organisation(),
                ceremony.ceremonyId().toString(),
                ceremony.intentSha256().hex(),
                ceremony.caller().actorId(),
                Presenter.session(ceremony.caller()),
                ceremony.caller().address(),
                task.taskId(),
                task.recordId().toString(),
                task.version(),
                task.planStep(),
                place == null ? null : place.listId().toString(),
                place == null ? null : place.position());
    }

    private String organisation() {
        return worm.installation().organisation();
    }
}
