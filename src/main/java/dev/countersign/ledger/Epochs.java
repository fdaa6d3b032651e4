package dev.countersign.ledger;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.EndedEpochs.Ended;
import dev.countersign.ledger.SignerChain.Broken;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which epoch the log is in: what is stored, once it was checked that two people signed it whose enrolments lead to the founders. A
 * row that somebody made up does not open an epoch, nor do people whom the authority's holder made up.
 */
@Component
class Epochs {

    private final CheckpointFormat first;
    private final LogEpochs stored;
    private final WormStore store;
    private final KeyVault vault;
    private final SignerChain chain;
    private volatile Epoch current;

    Epochs(CheckpointFormat first, LogEpochs stored, WormStore store, KeyVault vault) {
        this.first = first;
        this.stored = stored;
        this.store = store;
        this.vault = vault;
        this.chain = new SignerChain(store);
        this.current = new Epoch(first, null);
    }

    /**
     * An epoch.
     *
     * @param format of its checkpoints
     * @param opening how it was opened; null for the first
     */
    record Epoch(CheckpointFormat format, @Nullable StoredEpoch opening) {}

    /** As of the last time it was read. */
    Epoch current() {
        return current;
    }

    /**
     * Reads which epoch is stored.
     *
     * @throws LogBrokenException if it was not opened by two people whose enrolments lead to the founders
     */
    Epoch read() {
        Epoch known = current;
        StoredEpoch newest = stored.newest().orElse(null);
        if (newest == null) {
            known = new Epoch(first, null);
        } else if (known.opening() == null || !isSame(known.opening(), newest)) {
            demandDecision(newest);
            known = new Epoch(first.inEpoch(newest.epoch()), newest);
        }
        current = known;
        return known;
    }

    /** The format of a checkpoint of that origin, of whatever epoch of this log. */
    CheckpointFormat formatOf(String origin) {
        return first.ofEpochIn(origin).orElse(first);
    }

    /**
     * The epochs that ended, oldest first.
     *
     * @throws LogBrokenException if one was not opened by two people whose enrolments lead to the founders, or follows no other
     */
    List<Ended> ended() {
        List<Ended> ended = new ArrayList<>();
        CheckpointFormat before = first;
        for (StoredEpoch one : stored.all()) {
            demandDecision(one);
            if (!EpochStatement.follows(one, before.origin())) {
                throw new LogBrokenException("epoch " + one.epoch() + " does not follow " + before.origin());
            }
            ended.add(new Ended(before.verifierKey(), one.baseSize()));
            before = first.inEpoch(one.epoch());
        }
        return ended;
    }

    private static boolean isSame(StoredEpoch known, StoredEpoch newest) {
        return known.epoch() == newest.epoch()
                && known.entryId().equals(newest.entryId())
                && Arrays.equals(known.statement(), newest.statement());
    }

    private void demandDecision(StoredEpoch epoch) {
        if (!EpochStatement.isOf(epoch, store.installation(), first.name())) {
            throw new LogBrokenException(
                    "epoch " + epoch.epoch() + " is stored and is not what two enrolled people decided");
        }
        try {
            demandAuthority();
            Set<UUID> founders = founders();
            Instant moment = EpochStatement.proposedAt(epoch.statement());
            StoredEnrolment one = chain.signer(epoch.firstKeyId(), moment, founders);
            StoredEnrolment other = chain.signer(epoch.secondKeyId(), moment, founders);
            if (one.userId().equals(other.userId())
                    || !isSigned(one, epoch, epoch.firstSignature())
                    || !isSigned(other, epoch, epoch.secondSignature())) {
                throw new Broken("two different people did not sign it");
            }
        } catch (Broken | IllegalArgumentException | DateTimeException | JsonRefusedException e) {
            throw new LogBrokenException(
                    "epoch " + epoch.epoch() + " is stored and nobody decided it who can: " + e.getMessage());
        }
    }

    private static boolean isSigned(StoredEnrolment signer, StoredEpoch epoch, byte[] signature) {
        return Certificate.parse(signer.certificate()).key().verifies(epoch.statement(), signature);
    }

    /** Exactly the two who founded the installation: with the authority's key, somebody could make up two more. */
    private Set<UUID> founders() {
        Set<UUID> founders =
                store.founders().stream().map(StoredEnrolment::keyId).collect(Collectors.toSet());
        if (founders.size() != 2) {
            throw new Broken("there are " + founders.size() + " founders (expected: 2)");
        }
        return founders;
    }

    private void demandAuthority() {
        boolean own = Authorities.of(store)
                .newest()
                .filter(one -> one.certificate().key().equals(vault.authority(one.generation())))
                .isPresent();
        if (!own) {
            throw new Broken("the stored authority is not this installation's");
        }
    }
}
