package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.protection.Guards;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.risk.Assessment;
import dev.countersign.signing.IntentFormat.Intent;
import dev.countersign.signing.SignaturePlan.Step;
import dev.countersign.worm.WormStore;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what a person decided into an intent, or says precisely why not; before anybody proves presence. */
@Component
class Intentions {

    private static final int LONGEST_REASON = 2_000;
    private static final int NONCE_BYTES = 32;
    private static final String CODE = "totp";
    private static final String PASSKEY = "passkey";

    private final Guards guards;
    private final Records records;
    private final SignaturePlans plans;
    private final SigningRules rules;
    private final SigningRisk risks;
    private final Presenter presenter;
    private final Ceremonies ceremonies;
    private final WormStore worm;
    private final Identifiers identifiers;

    Intentions(
            Guards guards,
            Records records,
            SignaturePlans plans,
            SigningRules rules,
            SigningRisk risks,
            Presenter presenter,
            Ceremonies ceremonies,
            WormStore worm,
            Identifiers identifiers) {
        this.guards = guards;
        this.records = records;
        this.plans = plans;
        this.rules = rules;
        this.risks = risks;
        this.presenter = presenter;
        this.ceremonies = ceremonies;
        this.worm = worm;
        this.identifiers = identifiers;
    }

    Ceremony form(Caller caller, SigningTask task, SigningRequest request) {
        return form(caller, task, request, CODE, null);
    }

    /**
     * Of one place of a list, for which presence is proved already.
     *
     * @param second what came beside the password
     */
    Ceremony form(Caller caller, SigningTask task, SigningRequest request, String second, @Nullable ListPlace place) {
        if (!caller.isPerson()) {
            throw SigningRefusal.NOT_A_PERSON.refuse(caller.actorId());
        }
        guards.demandIntact();
        SignaturePlan plan = plans.demanded(task.recordId());
        Step step = plans.step(plan, task.planStep());
        RecordVersion version = demandedVersion(task, request);
        rules.refusal(caller.actorId(), task).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        Assessment risk = risks.demand(caller, version.type(), second);
        String meaning = meaning(step, request);
        String reason = reason(request);
        Presentation presentation = demandedPresentation(caller, task, request);
        byte[] intent = IntentFormat.write(
                worm.installation(),
                new Intent(
                        task.recordId(),
                        version.version(),
                        version.sha256(),
                        plan.sha256(),
                        step.code(),
                        Meanings.of(meaning, version.version(), presentation.language()),
                        request.approve(),
                        reason,
                        caller.actorId(),
                        task.taskId(),
                        presentation.sha256(),
                        identifiers.randomBytes(NONCE_BYTES),
                        worm.now(),
                        place));
        return ceremonies.begin(caller, task, request, version.sha256(), intent, risk, place);
    }

    /** Whether the risk policy leaves one component of a series enough for that task: the page shows what will be demanded. */
    boolean leavesOneEnough(Caller caller, SigningTask task) {
        return records.latest(task.recordId())
                .filter(version -> risks.leavesOneEnough(caller, version.type()))
                .isPresent();
    }

    /** The intent a passkey was asked to sign, if it is still what the person decides and what is shown. */
    Ceremony resume(Caller caller, SigningTask task, SigningRequest request, UUID ceremonyId) {
        String type = records.latest(task.recordId())
                .orElseThrow(() -> SigningRefusal.NOTHING_TO_SHOW.refuse(task.version(), task.recordId()))
                .type();
        Assessment risk = risks.demand(caller, type, PASSKEY);
        Ceremony ceremony = ceremonies.take(caller, task, request, ceremonyId, risk);
        JsonNode intent = IntentFormat.read(ceremony.intent());
        boolean same = intent.path("decision").asText().equals(request.approve() ? "approve" : "reject")
                && Objects.equals(intent.path("reason").textValue(), reason(request))
                && (request.meaning() == null
                        || request.meaning().equals(intent.at("/meaning/code").textValue()));
        if (!same) {
            throw SigningRefusal.OTHER_INTENT.refuse();
        }
        String recordSha256 = intent.path("versionSha256").asText();
        if (!request.recordSha256().hex().equals(recordSha256)) {
            throw SigningRefusal.OTHER_HASH.refuse(
                    request.recordSha256(), task.version(), task.recordId(), recordSha256);
        }
        Digest shown = Digest.parse(intent.path("presentationSha256").asText());
        presenter.stillShown(task, shown);
        return ceremony;
    }

    /** As {@link #form}, kept until a passkey answers. */
    Ceremony formAndKeep(Caller caller, SigningTask task, SigningRequest request) {
        return ceremonies.keep(form(caller, task, request, PASSKEY, null));
    }

    private RecordVersion demandedVersion(SigningTask task, SigningRequest request) {
        RecordVersion newest = records.latest(task.recordId())
                .orElseThrow(() -> SigningRefusal.NOTHING_TO_SHOW.refuse(task.version(), task.recordId()));
        if (newest.version() != task.version()) {
            throw SigningRefusal.NOT_NEWEST.refuse(task.version(), task.recordId(), newest.version());
        }
        if (!newest.sha256().equals(request.recordSha256())) {
            throw SigningRefusal.OTHER_HASH.refuse(
                    request.recordSha256(), newest.version(), task.recordId(), newest.sha256());
        }
        return newest;
    }

    private static String meaning(Step step, SigningRequest request) {
        String own = request.approve() ? step.meaning() : Meanings.REJECTION;
        String wanted = request.meaning();
        if (wanted != null && !wanted.equals(own)) {
            throw SigningRefusal.MEANING.refuse(wanted, own);
        }
        return own;
    }

    private static @Nullable String reason(SigningRequest request) {
        String reason = request.reason() == null ? "" : request.reason().strip();
        if (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
            throw SigningRefusal.REASON_TOO_LONG.refuse(reason.length(), LONGEST_REASON);
        }
        PlainText.hidden(reason).ifPresent(point -> {
            throw SigningRefusal.REASON_HIDES.refuse(PlainText.complaint(point));
        });
        if (reason.isEmpty() && !request.approve()) {
            throw SigningRefusal.REASON.refuse();
        }
        return reason.isEmpty() ? null : reason;
    }

    private Presentation demandedPresentation(Caller caller, SigningTask task, SigningRequest request) {
        Digest named = request.presentationSha256();
        Presentation current = presenter.stillShown(
                task,
                named != null
                        ? named
                        : presenter.newestShown(caller, task.taskId()).orElse(null));
        worm.putBlob(current.bytes());
        return current;
    }
}
