package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.EvidenceLayout;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore.StoredVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The files of a bundle as they leave, and at the end the manifest of them ({@code countersign/evidence/v1}). */
final class BundleFiles {

    private final StoredZip zip;
    private final Map<String, ObjectNode> files = new TreeMap<>();

    BundleFiles(OutputStream stream) {
        this.zip = new StoredZip(stream);
    }

    void add(String path, byte[] bytes) throws IOException {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.put("path", path)
                .put("length", bytes.length)
                .put("sha256", Digest.of(bytes).hex());
        if (files.put(path, file) != null) {
            throw new IllegalStateException(path + " is in the bundle already");
        }
        zip.file(path, bytes);
    }

    void add(String path, String text) throws IOException {
        add(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void finish(Installation home, StoredVersion version) throws IOException {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("format", EvidenceLayout.FORMAT)
                .put("organisation", home.organisation())
                .put("installation", home.installationId().toString())
                .put("environment", home.environment())
                .put("recordId", version.recordId().toString())
                .put("version", version.version())
                .put("versionSha256", version.sha256().hex());
        manifest.putArray("files").addAll(files.values());
        zip.file(EvidenceLayout.MANIFEST, CanonicalJson.write(manifest));
        zip.finish();
    }
}
