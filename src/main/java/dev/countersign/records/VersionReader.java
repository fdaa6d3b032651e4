package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordAlteredException.Part;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Reads versions and their parts, and believes no byte whose hash it has not taken and found in the log (WRM-03): the manifest's in the
 * audit entry that tells of the version, the parts' in the manifest. A row that was altered together with the hashes beside it is found
 * whenever it is read.
 */
@Component
class VersionReader {

    private final WormStore store;
    private final LoggedVersions log;

    VersionReader(WormStore store, LoggedVersions log) {
        this.store = store;
        this.log = log;
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
        return store.versions(recordId).stream().map(this::verified).toList();
    }

    Optional<RecordVersion> version(UUID recordId, int version) {
        return store.version(recordId, version).map(this::verified);
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

    private RecordVersion verified(StoredVersion stored) {
        Digest found = Digest.of(stored.manifest());
        if (!found.equals(stored.sha256())) {
            throw new RecordAlteredException(
                    stored.recordId(), stored.version(), Part.MANIFEST, stored.sha256(), found.hex());
        }
        RecordVersion version = VersionManifest.read(stored.manifest());
        if (!version.recordId().equals(stored.recordId()) || version.version() != stored.version()) {
            throw new RecordAlteredException(
                    stored.recordId(),
                    stored.version(),
                    Part.MANIFEST,
                    stored.sha256(),
                    "it is that of version " + version.version() + " of record " + version.recordId());
        }
        demandLogged(version);
        return version;
    }

    private void demandLogged(RecordVersion version) {
        Digest logged = log.hashOf(version.recordId(), version.version())
                .orElseThrow(() -> new RecordAlteredException(
                        version.recordId(),
                        version.version(),
                        Part.ENTRY,
                        version.sha256(),
                        "not exactly one entry with the bytes that the log holds tells of that version"));
        if (!logged.equals(version.sha256())) {
            throw new RecordAlteredException(
                    version.recordId(),
                    version.version(),
                    Part.MANIFEST,
                    logged,
                    version.sha256().hex());
        }
    }

    private static byte[] verified(RecordVersion version, Digest expected, byte[] bytes) {
        Digest found = Digest.of(bytes);
        if (!found.equals(expected)) {
            throw new RecordAlteredException(version.recordId(), version.version(), Part.BLOB, expected, found.hex());
        }
        return bytes;
    }
}
