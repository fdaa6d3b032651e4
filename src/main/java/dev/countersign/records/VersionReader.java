package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads versions and their parts, and believes no byte whose hash it has not taken (WRM-03). */
@Component
class VersionReader {

    private final WormStore store;

    VersionReader(WormStore store) {
        this.store = store;
    }

    String organisation() {
        return store.installation().organisation();
    }

    Lifecycle lifecycle(UUID recordId) {
        return new Lifecycle(store.recordEvents(recordId));
    }

    /** Author of version 1. */
    String startedBy(UUID recordId) {
        return version(recordId, 1)
                .orElseThrow(() -> RecordsRefusal.notFound(recordId))
                .author()
                .id();
    }

    Optional<RecordVersion> latest(UUID recordId) {
        List<RecordVersion> versions = versions(recordId);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    List<RecordVersion> versions(UUID recordId) {
        return store.versions(recordId).stream().map(VersionReader::verified).toList();
    }

    Optional<RecordVersion> version(UUID recordId, int version) {
        return store.version(recordId, version).map(VersionReader::verified);
    }

    Optional<byte[]> manifest(UUID recordId, int version) {
        return store.version(recordId, version).map(stored -> {
            verified(stored);
            return stored.manifest();
        });
    }

    /** Empty if that digest is no part of the version, or its bytes were disposed of. */
    Optional<byte[]> part(RecordVersion version, Digest sha256) {
        boolean named = version.contentSha256().equals(sha256)
                || version.attachments().stream()
                        .anyMatch(attachment -> attachment.sha256().equals(sha256));
        return named ? store.blob(sha256).map(bytes -> verified(version, sha256, bytes)) : Optional.empty();
    }

    private static RecordVersion verified(StoredVersion stored) {
        Digest found = Digest.of(stored.manifest());
        if (!found.equals(stored.sha256())) {
            throw new RecordAlteredException(
                    stored.recordId(), stored.version(), "The manifest", stored.sha256(), found.hex());
        }
        RecordVersion version = VersionManifest.read(stored.manifest());
        if (!version.recordId().equals(stored.recordId()) || version.version() != stored.version()) {
            throw new RecordAlteredException(
                    stored.recordId(),
                    stored.version(),
                    "The manifest",
                    stored.sha256(),
                    "it is that of version " + version.version() + " of record " + version.recordId());
        }
        return version;
    }

    private static byte[] verified(RecordVersion version, Digest expected, byte[] bytes) {
        Digest found = Digest.of(bytes);
        if (!found.equals(expected)) {
            throw new RecordAlteredException(version.recordId(), version.version(), "A part", expected, found.hex());
        }
        return bytes;
    }
}
