package dev.countersign.evidence;

import dev.countersign.ledger.Attestations;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link Exports} from the write-once store and the sealed log. */
@Component
class StoredExports implements Exports {

    private final WormStore worm;
    private final Ledger ledger;
    private final Log log;
    private final Attestations attestations;
    private final Evidence evidence;

    StoredExports(WormStore worm, Ledger ledger, Log log, Attestations attestations, Evidence evidence) {
        this.worm = worm;
        this.ledger = ledger;
        this.log = log;
        this.attestations = attestations;
        this.evidence = evidence;
    }

    @Override
    public Bundle bundle(UUID recordId, int number) {
        ExportedEvidence exported = ExportedEvidence.of(worm, ledger, log, attestations, version(recordId, number));
        byte[] copy = new PrintedCopy(
                        worm,
                        exported.version(),
                        exported.signatures(),
                        exported.entries().stream().map(Entry::bytes).toList(),
                        evidence.verify(recordId, number))
                .print();
        return stream -> new EvidenceBundle(worm, log, exported).write(stream, copy);
    }

    @Override
    public byte[] copy(UUID recordId, int number) {
        StoredVersion version = version(recordId, number);
        return new PrintedCopy(
                        worm,
                        version,
                        worm.signatures(recordId).stream()
                                .filter(one -> one.version() == number)
                                .toList(),
                        ledger.ofRecord(recordId).stream().map(Entry::bytes).toList(),
                        evidence.verify(recordId, number))
                .print();
    }

    private StoredVersion version(UUID recordId, int number) {
        return worm.version(recordId, number).orElseThrow(() -> EvidenceRefusal.noSuchVersion(recordId, number));
    }
}
