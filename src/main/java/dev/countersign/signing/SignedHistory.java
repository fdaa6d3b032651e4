package dev.countersign.signing;

import dev.countersign.authority.Lineage;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Signatures as the write-once store has them. */
@Component
class SignedHistory {

    private final WormStore worm;

    SignedHistory(WormStore worm) {
        this.worm = worm;
    }

    /** Everybody who wrote or signed any version, approving or rejecting (AUT-03). */
    Lineage lineage(UUID recordId) {
        Set<String> authors = new HashSet<>();
        for (StoredVersion version : worm.versions(recordId)) {
            if ("person".equals(version.authorKind())) {
                authors.add(version.authorId());
            }
        }
        Map<String, Set<String>> signers = new HashMap<>();
        for (StoredSignature signature : worm.signatures(recordId)) {
            signers.computeIfAbsent(signature.step(), step -> new HashSet<>()).add(signature.signerId());
        }
        return new Lineage(authors, signers);
    }

    /** In the order they were made. */
    List<Signature> ofVersion(UUID recordId, int version) {
        return worm.signatures(recordId).stream()
                .filter(stored -> stored.version() == version)
                .map(SignatureReader::read)
                .toList();
    }

    List<Signature> ofRecord(UUID recordId) {
        return worm.signatures(recordId).stream().map(SignatureReader::read).toList();
    }

    Optional<Signature> find(UUID signatureId) {
        return worm.signature(signatureId).map(SignatureReader::read);
    }

    /** The last version before this one that bears a signature. */
    Optional<Integer> signedBefore(UUID recordId, int version) {
        return worm.signatures(recordId).stream()
                .map(StoredSignature::version)
                .filter(signed -> signed < version)
                .max(Integer::compare);
    }
}
