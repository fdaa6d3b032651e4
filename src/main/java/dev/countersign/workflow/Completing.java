package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.identity.KeyOpenings.Opening;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Site;
import dev.countersign.signing.Ceremony;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningRequest;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.OpenTasks.OpenTask;
import dev.countersign.workflow.OpenTasks.ToSign;
import dev.countersign.workflow.Tasks.Answered;
import dev.countersign.workflow.Tasks.Asked;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs a task: intent and presence, side by side because a password is hashed slowly, then one transaction in which the engine completes the task and its delegates sign (SIG-05).
 * What a collision rolled back is tried again with the same proof, because the one-time code is spent.
 */
@Component
class Completing {

    private static final int ATTEMPTS = 4;

    private final OpenTasks open;
    private final Claiming claiming;
    private final Signatures signatures;
    private final Presence presence;
    private final Passkeys passkeys;
    private final KeyOpenings openings;
    private final Refusals refusals;
    private final Engine engine;
    private final TransactionTemplate transactions;

    Completing(
            OpenTasks open,
            Claiming claiming,
            Signatures signatures,
            Presence presence,
            Passkeys passkeys,
            KeyOpenings openings,
            Refusals refusals,
            Engine engine,
            PlatformTransactionManager transactions) {
        this.open = open;
        this.claiming = claiming;
        this.signatures = signatures;
        this.presence = presence;
        this.passkeys = passkeys;
        this.openings = openings;
        this.refusals = refusals;
        this.engine = engine;
        this.transactions = new TransactionTemplate(transactions);
    }

    Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, String code) {
        return sign(
                caller,
                taskId,
                password,
                task -> signatures.intend(caller, task, request),
                (attempt, ceremony) -> attempt.prove(ceremony.intentSha256(), code));
    }

    Signature signInSeries(Caller caller, String taskId, SigningRequest request, char[] password) {
        return sign(
                caller,
                taskId,
                password,
                task -> signatures.intend(caller, task, request),
                (attempt, ceremony) -> attempt.prove(ceremony.intentSha256(), signatures.place(ceremony)));
    }

    Asked ask(Caller caller, String taskId, SigningRequest request, Site site) {
        return refusals.guarding(caller, "task.sign", "task:" + taskId, () -> {
            // first, so that nobody without a passkey leaves a ceremony behind
            passkeys.askForIntent(caller.actorId(), request.recordSha256(), site);
            Ceremony ceremony = signatures.intendForPasskey(caller, open.signing(caller, taskId), request);
            return new Asked(
                    ceremony.ceremonyId(), passkeys.askForIntent(caller.actorId(), ceremony.intentSha256(), site));
        });
    }

    Asked askInSeries(Caller caller, String taskId, SigningRequest request, Site site) {
        return refusals.guarding(caller, "task.sign", "task:" + taskId, () -> {
            Map<Digest, byte[]> salts = openings.of(caller.actorId()).stream()
                    .collect(Collectors.toMap(Opening::credentialSha256, Opening::salt));
            passkeys.askForIntent(caller.actorId(), request.recordSha256(), site, salts);
            Ceremony ceremony = signatures.intendForPasskey(caller, open.signing(caller, taskId), request);
            return new Asked(
                    ceremony.ceremonyId(),
                    passkeys.askForIntent(caller.actorId(), ceremony.intentSha256(), site, salts));
        });
    }

    /** The secret goes whatever happens before it is used. */
    Signature signInSeries(Caller caller, String taskId, SigningRequest request, Answered answer, byte[] secret) {
        try {
            Intended intended =
                    intended(caller, taskId, task -> signatures.resume(caller, task, request, answer.ceremonyId()));
            Ceremony ceremony = intended.ceremony();
            return complete(
                    intended,
                    () -> presence.inSeries(
                            caller,
                            taskId,
                            ceremony.intentSha256(),
                            signatures.place(ceremony),
                            answer.assertion(),
                            secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, Answered answer) {
        return sign(
                caller,
                taskId,
                password,
                task -> signatures.resume(caller, task, request, answer.ceremonyId()),
                (attempt, ceremony) -> attempt.prove(ceremony.intentSha256(), answer.assertion()));
    }

    /** One place of a list, with the proof of the whole, which stays open (WFL-08); a refused one is burnt as any other. */
    Signature signPlace(
            Caller caller, String taskId, Function<SigningTask, Ceremony> intention, ProofOfPresence proofOfList) {
        Intended intended = intended(caller, taskId, intention);
        return burning(intended, () -> complete(intended, proofOfList));
    }

    private Signature sign(
            Caller caller,
            String taskId,
            char[] password,
            Function<SigningTask, Ceremony> intention,
            BiFunction<PresenceAttempt, Ceremony, ProofOfPresence> proving) {
        try (PresenceAttempt attempt = presence.attempt(caller, taskId, password)) {
            Intended intended = intended(caller, taskId, intention);
            return complete(intended, () -> proving.apply(attempt, intended.ceremony()));
        }
    }

    /** What was intended, and what the engine will read when it is done. */
    private record Intended(Ceremony ceremony, ForeseenReads reads) {}

    private Intended intended(Caller caller, String taskId, Function<SigningTask, Ceremony> intention) {
        return refusals.guarding(caller, "task.sign", "task:" + taskId, () -> {
            ToSign found = open.toSign(caller, taskId);
            return new Intended(intention.apply(found.task()), found.reads());
        });
    }

    private Signature complete(Intended intended, Supplier<ProofOfPresence> proving) {
        return burning(intended, () -> {
            try (ProofOfPresence proof = proving.get()) {
                return complete(intended, proof);
            }
        });
    }

    private Signature burning(Intended intended, Supplier<Signature> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            // burning records the refusal: the ceremony is what was refused
            signatures.burn(intended.ceremony(), e.refusal());
            throw e;
        }
    }

    private Signature complete(Intended intended, ProofOfPresence proof) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transactions.execute(status -> completeOnce(intended, proof)));
            } catch (RefusedException e) {
                throw e;
            } catch (RuntimeException e) {
                if (!Engine.isCollision(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw WorkflowRule.TOO_MANY_COLLISIONS.refuse(
                            intended.ceremony().task().recordId());
                }
            }
        }
    }

    private Signature completeOnce(Intended intended, ProofOfPresence proof) {
        Ceremony ceremony = intended.ceremony();
        Caller caller = ceremony.caller();
        String taskId = ceremony.task().taskId();
        Carried.begin(caller);
        signatures.open(ceremony, proof);
        // one command, so that the engine loads the task and its instance once
        engine.as(caller, context -> {
            intended.reads().read(context);
            OpenTask task = open.open(caller, taskId);
            if (task.assignee() == null) {
                claiming.claimOpen(caller, task);
            }
            engine.services().getTaskService().complete(taskId);
            return true;
        });
        return signatures
                .persisted()
                .orElseThrow(() -> new IllegalStateException("the task was completed without a signature"));
    }
}
