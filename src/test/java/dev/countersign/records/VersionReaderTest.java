package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.VersionManifest.Draft;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.AuditEntries.LoggedEntry;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A store whose bytes somebody changed behind its back. */
@Requirement({"REC-02", "WRM-03"})
class VersionReaderTest {

    private static final UUID RECORD = UUID.fromString("0192f0c1-0000-7000-8000-000000000002");
    private static final byte[] CONTENT = "{\"documentNumber\":\"SOP-12\"}".getBytes(UTF_8);
    private static final byte[] MANIFEST = VersionManifest.write(
            new Installation("demo", UUID.fromString("0192f0c1-0000-7000-8000-000000000003"), "demo"),
            RECORD,
            1,
            new Draft(
                    new Intake("sop", "Balances", CONTENT, List.of(), null, null),
                    new Author("author", "person", "Author"),
                    null),
            null,
            Instant.parse("2026-11-21T10:00:00Z"));

    private static final String ENTRY = "{\"new\":{\"sha256\":\"%s\"},\"recordId\":\"%s\",\"recordVersion\":1,"
            + "\"type\":\"record.version-appended\"}";

    private static VersionReader reading(UUID asRecord, byte[] manifest, byte[] blob) {
        return reading(asRecord, manifest, blob, entry(RECORD, Digest.of(MANIFEST)));
    }

    /** @param entries what the log tells of the record, and what its leaves say the hashes are */
    private static VersionReader reading(UUID asRecord, byte[] manifest, byte[] blob, LoggedEntry... entries) {
        WormStore store = (WormStore) Proxy.newProxyInstance(
                VersionReaderTest.class.getClassLoader(),
                new Class<?>[] {WormStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "version" -> Optional.of(stored(asRecord, manifest));
                    case "versions" -> List.of(stored(asRecord, manifest));
                    case "blob" -> Optional.of(blob);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        AuditEntries log = (AuditEntries) Proxy.newProxyInstance(
                VersionReaderTest.class.getClassLoader(),
                new Class<?>[] {AuditEntries.class},
                (proxy, method, arguments) -> List.of(entries));
        return new VersionReader(store, new LoggedVersions(log));
    }

    private static LoggedEntry entry(UUID recordId, Digest manifest) {
        byte[] bytes = ENTRY.formatted(manifest.hex(), recordId).getBytes(UTF_8);
        return new LoggedEntry(UUID.randomUUID(), Digest.ofLeaf(bytes), bytes);
    }

    private static StoredVersion stored(UUID recordId, byte[] manifest) {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        return new StoredVersion(
                recordId,
                1,
                Digest.of(MANIFEST),
                manifest,
                "sop",
                "Balances",
                "author",
                "person",
                Digest.of(CONTENT),
                now,
                now);
    }

    @Test
    void givesWhatIsAsItWas() {
        VersionReader reader = reading(RECORD, MANIFEST, CONTENT);
        RecordVersion version = reader.version(RECORD, 1).orElseThrow();
        assertThat(reader.manifest(RECORD, 1)).contains(MANIFEST);
        assertThat(reader.part(version, version.contentSha256())).contains(CONTENT);
    }

    @Test
    void neverGivesAManifestThatWasAltered() {
        byte[] altered =
                new String(MANIFEST, UTF_8).replace("Balances", "Balances!").getBytes(UTF_8);
        VersionReader reader = reading(RECORD, altered, CONTENT);
        assertAltered(() -> reader.version(RECORD, 1));
        assertAltered(() -> reader.versions(RECORD));
        assertAltered(() -> reader.manifest(RECORD, 1));
    }

    @Test
    void neverGivesTheManifestOfAnotherRecord() {
        UUID other = UUID.fromString("0192f0c1-0000-7000-8000-000000000009");
        VersionReader reader = reading(other, MANIFEST, CONTENT);
        assertAltered(() -> reader.version(other, 1));
    }

    @Test
    void neverGivesContentThatWasAltered() {
        VersionReader reader = reading(RECORD, MANIFEST, "{\"documentNumber\":\"SOP-13\"}".getBytes(UTF_8));
        RecordVersion version = reader.version(RECORD, 1).orElseThrow();
        assertAltered(() -> reader.part(version, version.contentSha256()));
    }

    @Test
    void neverGivesAVersionThatTheLogDoesNotTellOf() {
        LoggedEntry entry = entry(RECORD, Digest.of(MANIFEST));
        LoggedEntry other = entry(RECORD, Digest.of(CONTENT));
        LoggedEntry altered = new LoggedEntry(entry.entryId(), Digest.ofLeaf(CONTENT), entry.entry());
        LoggedEntry nowhere = new LoggedEntry(entry.entryId(), null, entry.entry());
        for (LoggedEntry[] told :
                new LoggedEntry[][] {{}, {other}, {entry, entry}, {entry, other}, {altered}, {nowhere}}) {
            VersionReader reader = reading(RECORD, MANIFEST, CONTENT, told);
            assertAltered(() -> reader.version(RECORD, 1));
        }
    }

    private static void assertAltered(Runnable reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(RecordAlteredException.class, e -> assertThat(e.version())
                        .isEqualTo(1));
    }
}
