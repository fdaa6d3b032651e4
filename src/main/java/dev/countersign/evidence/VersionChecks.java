package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A version's own bytes: manifest, content, attachments, and the versions before it (REC-01, REC-02). */
@Component
class VersionChecks {

    private static final String FORMAT = "countersign/version/v1";

    private final WormStore worm;

    VersionChecks(WormStore worm) {
        this.worm = worm;
    }

    void run(Findings findings, StoredVersion version) {
        Digest digest = Digest.of(version.manifest());
        findings.expect(
                "manifest hash",
                "the SHA-256 of the manifest's bytes is the version's hash " + version.sha256(),
                () -> digest.equals(version.sha256()));
        findings.expect(
                "manifest",
                "the manifest is canonical JSON of format " + FORMAT
                        + " and names this record, version and installation",
                () -> isOfVersion(version));
        bytes(findings, version);
        chain(findings, version);
    }

    private boolean isOfVersion(StoredVersion version) {
        JsonNode manifest = Facts.read(version.manifest());
        return Facts.isCanonical(version.manifest())
                && isFrom(manifest, FORMAT, worm.installation())
                && manifest.path("recordId").asText().equals(version.recordId().toString())
                && manifest.path("version").asInt() == version.version();
    }

    /** Whether a fact has that format and is of this installation. */
    static boolean isFrom(JsonNode fact, String format, Installation installation) {
        return format.equals(fact.path("format").textValue())
                && installation.organisation().equals(fact.path("organisation").textValue())
                && installation
                        .installationId()
                        .toString()
                        .equals(fact.path("installation").textValue())
                && installation.environment().equals(fact.path("environment").textValue());
    }

    private void bytes(Findings findings, StoredVersion version) {
        try {
            JsonNode manifest = Facts.read(version.manifest());
            findings.expect(
                    "content digest",
                    "the SHA-256 and length of the stored content are those of the manifest",
                    () -> isStored(manifest.path("content")));
            for (JsonNode attachment : manifest.path("attachments")) {
                findings.expect(
                        "attachment digest " + attachment.path("name").asText(),
                        "the SHA-256 and length of the stored attachment are those of the manifest",
                        () -> isStored(attachment));
            }
        } catch (IllegalArgumentException e) {
            findings.failed("content digest", "the manifest cannot be read, so nothing says what the content must be");
        }
    }

    private boolean isStored(JsonNode part) {
        Digest expected = Digest.parse(part.path("sha256").asText());
        Optional<byte[]> bytes = worm.blob(expected);
        return bytes.isPresent()
                && Digest.of(bytes.get()).equals(expected)
                && bytes.get().length == part.path("length").asLong();
    }

    private void chain(Findings findings, StoredVersion version) {
        List<StoredVersion> versions = worm.versions(version.recordId());
        findings.expect(
                "previous versions",
                "each version up to this one cites the hash of the one before it, the first none",
                () -> isChained(versions, version.version()));
    }

    private static boolean isChained(List<StoredVersion> versions, int last) {
        @Nullable String previous = null;
        for (int number = 1; number <= last; number++) {
            StoredVersion version = versions.get(number - 1);
            String cited = Facts.read(version.manifest()).path("previousSha256").textValue();
            if (version.version() != number || !Objects.equals(cited, previous)) {
                return false;
            }
            previous = Digest.of(version.manifest()).hex();
        }
        return true;
    }
}
