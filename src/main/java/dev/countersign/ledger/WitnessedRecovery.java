package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.StoredHead.Head;
import dev.countersign.worm.WormStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@link LogRecovery} over what is stored and what the witnesses can show. */
@Component
class WitnessedRecovery implements LogRecovery {

    private final RecoveryMode recovery;
    private final Witnessing witnessing;
    private final WitnessedCheckpoint witnesses;
    private final StoredHead head;
    private final Epochs epochs;
    private final WormStore store;
    private final EpochOpening opening;

    WitnessedRecovery(
            RecoveryMode recovery,
            Witnessing witnessing,
            WitnessedCheckpoint witnesses,
            StoredHead head,
            Epochs epochs,
            WormStore store,
            EpochOpening opening) {
        this.recovery = recovery;
        this.witnessing = witnessing;
        this.witnesses = witnesses;
        this.head = head;
        this.epochs = epochs;
        this.store = store;
        this.opening = opening;
    }

    @Override
    public Situation situation() {
        String cause = recovery.cause().orElse("");
        try {
            Head now = head.read();
            return new Situation(cause, new Stated(now.origin(), now.size(), now.root()), witnessed());
        } catch (LogBrokenException e) {
            return new Situation(cause.isEmpty() ? String.valueOf(e.getMessage()) : cause, null, witnessed());
        }
    }

    @Override
    public byte[] statement(String reason) {
        witnessing.compare();
        Situation situation = demandRecoverable();
        return EpochStatement.write(store.installation(), name(), next(), situation, reason, store.now());
    }

    @Override
    public void open(Caller caller, byte[] statement, Decision first, Decision second) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an epoch is opened in a transaction of its own");
        }
        Situation situation = demandRecoverable();
        JsonNode said = CanonicalJson.parse(statement);
        int epoch = next();
        boolean same = said.path("epoch").asInt() == epoch
                && said.path("baseSize").asLong() == situation.stored().size()
                && said.path("baseRoot")
                        .asText()
                        .equals(situation.stored().root().hex());
        if (!same) {
            throw LogRefusal.SITUATION_CHANGED.thrown(situation.stored().size());
        }
        opening.open(
                caller,
                new EpochOpened(
                        name() + "/" + epoch,
                        situation,
                        statement,
                        first,
                        second,
                        said.path("reason").asText()));
        witnessing.compare();
    }

    private Situation demandRecoverable() {
        Situation situation = situation();
        if (!situation.inRecovery()) {
            throw LogRefusal.NOT_IN_RECOVERY.thrown();
        }
        if (situation.storedOrNull() == null || situation.stored().size() == 0) {
            throw LogRefusal.NOT_WHOLE.thrown(situation.cause());
        }
        return situation;
    }

    private String name() {
        return epochs.current().format().name();
    }

    /** After any that a witness can show too: an older copy of the database has forgotten the epochs that came after it. */
    private int next() {
        int witnessed = witnesses.shown().map(shown -> shown.epoch().epoch()).orElse(1);
        return 1 + Math.max(witnessed, epochs.current().format().epoch());
    }

    private @Nullable Stated witnessed() {
        return witnesses
                .shown()
                .map(shown -> new Stated(
                        shown.epoch().origin(),
                        shown.statement().size(),
                        shown.statement().root()))
                .orElse(null);
    }
}
