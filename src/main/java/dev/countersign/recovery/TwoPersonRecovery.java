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
import dev.countersign.recovery.StoredProposal.Proposed;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** {@link Recovery}. A proposal waits for an hour, whichever node it was made on. */
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
    private final StoredProposal stored;

    TwoPersonRecovery(
            Authority authority,
            Presence presence,
            LogRecovery log,
            Refusals refusals,
            Clock clock,
            StoredProposal stored) {
        this.authority = authority;
        this.presence = presence;
        this.log = log;
        this.refusals = refusals;
        this.clock = clock;
        this.stored = stored;
    }

    @Override
    public Situation situation(Caller caller) {
        return guarding(caller, () -> {
            authority.require(caller, Permission.READ_AUDIT_TRAIL);
            return log.situation();
        });
    }

    @Override
    public Optional<Proposal> proposal() {
        return waiting().map(Proposed::proposal);
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
            stored.put(caller, proposal, decision);
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
                stored.remove(first.proposal());
                return log.situation();
            });
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Proposed demandedFor(Caller caller, Digest statement) {
        authority.require(caller, Permission.RECOVER_LOG);
        Proposed first = waiting()
                .filter(waiting -> waiting.proposal().sha256().equals(statement))
                .orElseThrow(() -> RecoveryRefusal.NO_PROPOSAL.thrown(statement));
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

    private Optional<Proposed> waiting() {
        return stored.at(clock.instant());
    }
}
