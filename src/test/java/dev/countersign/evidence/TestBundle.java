package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A bundle that a test takes apart and puts together again, with a manifest that agrees with whatever is in it now. */
public final class TestBundle {

    private final Map<String, byte[]> files;

    private TestBundle(Map<String, byte[]> files) {
        this.files = files;
    }

    /** Reads with the JDK's own reader: other software can open what we write. */
    public static TestBundle of(byte[] zip) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
                files.put(entry.getName(), stream.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestBundle(files);
    }

    public Map<String, byte[]> files() {
        return files;
    }

    public byte[] file(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new IllegalArgumentException("no " + path);
        }
        return bytes;
    }

    /** @param bytes null takes the file away */
    public TestBundle with(String path, byte @Nullable [] bytes) {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        if (bytes == null) {
            changed.remove(path);
        } else {
            changed.put(path, bytes);
        }
        return new TestBundle(changed);
    }

    /** Names of files that match a regular expression, in their order. */
    public List<String> names(String pattern) {
        return files.keySet().stream().filter(name -> name.matches(pattern)).toList();
    }

    /** The same with a file changed as text. */
    public TestBundle replacing(String path, String target, String replacement) {
        String text = new String(file(path), StandardCharsets.ISO_8859_1);
        if (!text.contains(target)) {
            throw new IllegalArgumentException(path + " has no " + target);
        }
        return with(path, text.replace(target, replacement).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same with a file changed as JSON, canonically. */
    public TestBundle changing(String path, UnaryOperator<ObjectNode> change) {
        ObjectNode json = (ObjectNode) CanonicalJson.parse(file(path));
        return with(path, CanonicalJson.write(change.apply(json)));
    }

    /** The same with a manifest of what is in it now: what somebody does who knows the format. */
    public TestBundle listed() {
        Map<String, ObjectNode> listed = new TreeMap<>();
        files.forEach((path, bytes) -> {
            if (!path.equals("manifest.json")) {
                listed.put(
                        path,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("path", path)
                                .put("length", bytes.length)
                                .put("sha256", Digest.of(bytes).hex()));
            }
        });
        return changing("manifest.json", manifest -> {
            manifest.put("versionSha256", Digest.of(file("record/version.json")).hex());
            ArrayNode array = manifest.putArray("files");
            listed.values().forEach(array::add);
            return manifest;
        });
    }

    public byte[] zip() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        StoredZip zip = new StoredZip(stream);
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.file(file.getKey(), file.getValue());
            }
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream.toByteArray();
    }

    /** Writes the files into a folder. */
    public Path unpack(Path folder) {
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
