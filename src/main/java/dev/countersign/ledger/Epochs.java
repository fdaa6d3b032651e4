package dev.countersign.ledger;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which epoch the log is in: what is stored, once it was checked that two enrolled people signed it. A row that somebody made up
 * does not open an epoch.
 */
@Component
class Epochs {

    private final CheckpointFormat first;
    private final LogEpochs stored;
    private final WormStore store;
    private final KeyVault vault;
    private volatile Epoch current;

    Epochs(CheckpointFormat first, LogEpochs stored, WormStore store, KeyVault vault) {
        this.first = first;
        this.stored = stored;
        this.store = store;
        this.vault = vault;
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
     * @throws LogBrokenException if it was not opened by two enrolled people
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

    private static boolean isSame(StoredEpoch known, StoredEpoch newest) {
        return known.epoch() == newest.epoch()
                && known.entryId().equals(newest.entryId())
                && Arrays.equals(known.statement(), newest.statement());
    }

    private void demandDecision(StoredEpoch epoch) {
        String one = signer(epoch, epoch.firstKeyId(), epoch.firstSignature());
        String other = signer(epoch, epoch.secondKeyId(), epoch.secondSignature());
        if (one.equals(other) || !EpochStatement.isOf(epoch, store.installation(), first.name())) {
            throw new LogBrokenException(
                    "epoch " + epoch.epoch() + " is stored and is not what two enrolled people decided");
        }
    }

    /** Who signed, by an enrolment whose certificate this installation's authority signed. */
    private String signer(StoredEpoch epoch, UUID keyId, byte[] signature) {
        Optional<Certificate> authority = store.authorityCertificate()
                .map(Certificate::parse)
                .filter(one -> one.key().equals(vault.verifyingKey(KeyName.AUTHORITY)));
        return store.enrolment(keyId)
                .filter(one -> authority.filter(certificate(one)::isIssuedBy).isPresent())
                .filter(one -> certificate(one).key().verifies(epoch.statement(), signature))
                .map(StoredEnrolment::userId)
                .orElseThrow(() -> new LogBrokenException("epoch " + epoch.epoch()
                        + " is stored with a signature that is of no enrolled person's: nobody decided it"));
    }

    private static Certificate certificate(StoredEnrolment enrolment) {
        return Certificate.parse(enrolment.certificate());
    }
}
