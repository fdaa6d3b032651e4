package dev.countersign.evidence;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.RevocationList;
import dev.countersign.identity.Revocations;
import dev.countersign.ledger.Attestations;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Log;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.Comparator;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link Exports} from the write-once store and the sealed log. */
@Component
class StoredExports implements Exports {

    private static final int TRIES = 3;

    private final WormStore worm;
    private final Ledger ledger;
    private final Log log;
    private final Attestations attestations;
    private final Evidence evidence;
    private final Revocations revocations;
    private final CopyPrinting printing;

    StoredExports(
            WormStore worm,
            Ledger ledger,
            Log log,
            Attestations attestations,
            Evidence evidence,
            Revocations revocations,
            CopyPrinting printing) {
        this.worm = worm;
        this.ledger = ledger;
        this.log = log;
        this.attestations = attestations;
        this.evidence = evidence;
        this.revocations = revocations;
        this.printing = printing;
    }

    @Override
    public Bundle bundle(UUID recordId, int number) {
        StoredVersion version = version(recordId, number);
        ExportedEvidence exported = ExportedEvidence.of(worm, ledger, log, attestations, version);
        byte[] list = list(exported);
        for (int again = 0; knowsMore(list, exported) || isRenewedSince(exported); again++) {
            if (again == TRIES) {
                throw EvidenceRefusal.unsettled(recordId);
            }
            // somebody's certificate ended meanwhile, or another authority began
            exported = ExportedEvidence.of(worm, ledger, log, attestations, version);
            list = list(exported);
        }
        return bundle(recordId, number, exported, list);
    }

    /** Made after what it speaks of was read: it names at least what the facts tell of. */
    private byte[] list(ExportedEvidence exported) {
        return exported.signatures().stream()
                .map(StoredSignature::recordedAt)
                .max(Comparator.naturalOrder())
                .map(revocations::list)
                .orElse(new byte[0]);
    }

    private static boolean knowsMore(byte[] list, ExportedEvidence exported) {
        if (list.length == 0) {
            return false;
        }
        RevocationList known = RevocationList.parse(list);
        return exported.keys().entrySet().stream()
                .anyMatch(key -> !exported.tellsEndOf(key.getKey())
                        && known.endOf(Certificate.parse(key.getValue().certificate())
                                        .serial())
                                .isPresent());
    }

    /** Its checkpoint may cover an authority that it does not have, and the list is by that one. */
    private boolean isRenewedSince(ExportedEvidence exported) {
        return Authorities.of(worm).all().size() > exported.authorities().size();
    }

    private Bundle bundle(UUID recordId, int number, ExportedEvidence exported, byte[] list) {
        byte[] copy = printing.print(
                exported.version(), exported.signatures(), exported.entries(), evidence.verify(recordId, number));
        return stream -> new EvidenceBundle(worm, log, exported).write(stream, list, copy);
    }

    @Override
    public byte[] copy(UUID recordId, int number) {
        StoredVersion version = version(recordId, number);
        return printing.print(
                version,
                worm.signatures(recordId).stream()
                        .filter(one -> one.version() == number)
                        .toList(),
                ledger.ofRecord(recordId),
                evidence.verify(recordId, number));
    }

    private StoredVersion version(UUID recordId, int number) {
        return worm.version(recordId, number).orElseThrow(() -> EvidenceRefusal.noSuchVersion(recordId, number));
    }
}
