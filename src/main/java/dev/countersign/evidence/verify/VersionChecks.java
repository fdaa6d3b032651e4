package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version's own bytes: manifest, content, attachments, and the versions before it (REC-01, REC-02). */
final class VersionChecks {

    private static final String FORMAT = "countersign/version/v1";

    private final Exhibit exhibit;

    VersionChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    void run(Findings findings) {
        byte[] manifest = exhibit.manifest();
        findings.expect(
                "manifest hash",
                "the SHA-256 of the manifest's bytes is the version's hash " + exhibit.versionSha256(),
                () -> Digest.of(manifest).equals(exhibit.versionSha256()));
        findings.expect(
                "manifest",
                "the manifest is canonical JSON of format " + FORMAT
                        + " and names this record, version and installation",
                () -> isOfVersion(Json.canonical(manifest), exhibit.version()));
        bytes(findings, manifest);
        findings.expect(
                "previous versions",
                "each version up to this one cites the hash of the one before it, the first none",
                this::isChained);
    }

    private boolean isOfVersion(Json manifest, int number) {
        return exhibit.home().isOf(manifest, FORMAT)
                && exhibit.recordId().equals(manifest.path("recordId").textValue())
                && manifest.path("version").asLong() == number;
    }

    private void bytes(Findings findings, byte[] bytes) {
        try {
            Json manifest = Json.read(bytes);
            findings.expect(
                    "content digest",
                    "the SHA-256 and length of the stored content are those of the manifest",
                    () -> isStored(manifest.path("content")));
            for (Json attachment : manifest.path("attachments").items()) {
                findings.expect(
                        "attachment digest " + attachment.path("name").asText(),
                        "the SHA-256 and length of the stored attachment are those of the manifest, "
                                + attachment.path("sha256").asText(),
                        () -> isStored(attachment));
            }
        } catch (IllegalArgumentException e) {
            findings.failed("content digest", "the manifest cannot be read, so nothing says what the content must be");
        }
    }

    private boolean isStored(Json part) {
        Digest expected = Digest.parse(part.path("sha256").asText());
        Optional<byte[]> bytes = exhibit.blob(expected);
        return bytes.isPresent()
                && Digest.of(bytes.get()).equals(expected)
                && bytes.get().length == part.path("length").asLong();
    }

    private boolean isChained() {
        List<byte[]> manifests = exhibit.manifests();
        @Nullable String previous = null;
        for (int number = 1; number <= exhibit.version(); number++) {
            byte[] bytes = manifests.get(number - 1);
            Json manifest = Json.canonical(bytes);
            if (!isOfVersion(manifest, number)
                    || !Objects.equals(manifest.path("previousSha256").textValue(), previous)) {
                return false;
            }
            previous = Digest.of(bytes).hex();
        }
        return true;
    }
}
