package dev.countersign.evidence;

import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link Evidence} over the write-once store. */
@Component
class StoredEvidence implements Evidence {

    private final WormStore worm;
    private final Ledger ledger;

    StoredEvidence(WormStore worm, Ledger ledger) {
        this.worm = worm;
        this.ledger = ledger;
    }

    @Override
    public Report verify(UUID recordId, int number) {
        Optional<StoredVersion> version = worm.version(recordId, number);
        if (version.isEmpty()) {
            return Checks.nothing("version", "there is no version " + number + " of record " + recordId);
        }
        return Checks.ofVersion(new StoredExhibit(worm, ledger, version.get()));
    }

    @Override
    public Report verifySignature(UUID signatureId) {
        Optional<StoredSignature> signature = worm.signature(signatureId);
        Optional<StoredVersion> version = signature.flatMap(found -> worm.version(found.recordId(), found.version()));
        if (version.isEmpty()) {
            return Checks.nothing("signature", "there is no signature " + signatureId);
        }
        return Checks.ofSignature(new StoredExhibit(worm, ledger, version.get()), signatureId.toString());
    }
}
