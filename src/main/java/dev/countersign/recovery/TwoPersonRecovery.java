package dev.countersign.recovery;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.LogRecovery;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.Refusals;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Recovery}. A proposal is in this node's memory alone: it lapses with the node, or after an hour. */
@Component
class TwoPersonRecovery implements Recovery {

    private static final String USE = "log-recovery";
    private static final Duration LASTS = Duration.ofHours(1);
    private static final int LONGEST_REASON = 2_000;

    private final Authority authority;
    private final Presence presence;
    private final LogRecovery log;
    private final Refusals refusals;
    private final Clock clock;
    private final AtomicReference<@Nullable Proposed> proposed = new AtomicReference<>();

    TwoPersonRecovery(Authority authority, Presence presence, LogRecovery log, Refusals refusals, Clock clock) {
        this.authority = authority;
        this.presence = presence;
        this.log = log;
        this.refusals = refusals;
        this.clock = clock;
    }

    private record Proposed(Proposal proposal, Decision decision) {}

    @Override
    public Situation situation(Caller caller) {
        return guarding(caller, () -> {
            authority.require(caller, Permission.READ_AUDIT_TRAIL);
            return log.situation();
        });
    }

    @Override
    public Optional<Proposal> proposal() {
        return Optional.ofNullable(waiting()).map(Proposed::proposal);
    }

    @Override
    public Proposal propose(Caller caller, String reason, char[] password, String code) {
        try {
            byte[] statement = guarding(caller, () -> {
                authority.require(caller, Permission.RECOVER_LOG);
                String told = reason.strip();
                if (told.isEmpty() || told.length() > LONGEST_REASON || told.indexOf('\0') >= 0) {
                    throw RecoveryRefusal.REASON.thrown(LONGEST_REASON);
                }
                return log.statement(told);
            });
            Decision decision = decide(caller, statement, password, code);
            Proposal proposal =
                    new Proposal(caller.actorId(), statement, clock.instant().plus(LASTS));
            proposed.set(new Proposed(proposal, decision));
            return proposal;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public Situation confirm(Caller caller, Digest statement, char[] password, String code) {
        try {
            Proposed first = guarding(caller, () -> demandedFor(caller, statement));
            byte[] bytes = first.proposal().statement();
            Decision second = decide(caller, bytes, password, code);
            return guarding(caller, () -> {
                // what was allowed when it was proposed, or before the password was hashed, may not be any more
                demandedFor(caller, statement);
                if (!authority.may(first.proposal().userId(), Permission.RECOVER_LOG)) {
                    throw RecoveryRefusal.NO_PROPOSAL.thrown(statement);
                }
                log.open(caller, bytes, first.decision(), second);
                proposed.compareAndSet(first, null);
                return log.situation();
            });
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Proposed demandedFor(Caller caller, Digest statement) {
        authority.require(caller, Permission.RECOVER_LOG);
        Proposed first = waiting();
        if (first == null || !first.proposal().sha256().equals(statement)) {
            throw RecoveryRefusal.NO_PROPOSAL.thrown(statement);
        }
        if (first.proposal().userId().equals(caller.actorId())) {
            throw RecoveryRefusal.SAME_PERSON.thrown(caller.actorId());
        }
        return first;
    }

    /** Presence puts its own failures on record: it stays outside. */
    private <T> T guarding(Caller caller, Supplier<T> work) {
        return refusals.guarding(caller, "log.recovery", "log", work);
    }

    private Decision decide(Caller caller, byte[] statement, char[] password, String code) {
        try (PresenceAttempt attempt = presence.attempt(caller, USE, password);
                ProofOfPresence proof = attempt.prove(Digest.of(statement), code)) {
            return new Decision(proof.keyId(), proof.sign(statement));
        }
    }

    private @Nullable Proposed waiting() {
        Proposed waiting = proposed.get();
        return waiting == null || clock.instant().isAfter(waiting.proposal().lapsesAt()) ? null : waiting;
    }
}
