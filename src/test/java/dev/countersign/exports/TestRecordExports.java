package dev.countersign.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.TestCaller;
import dev.countersign.crypto.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/** Exports over HTTP: asked for, waited for, read. */
final class TestRecordExports {

    private TestRecordExports() {}

    /** Asks for one that is begun; its address. */
    static String begin(TestCaller caller, String words, String contents) {
        TestCaller.Answer answer = request(caller, words, contents);
        if (answer.status() != 202) {
            throw new AssertionError(answer.toString());
        }
        return answer.header("Location");
    }

    static TestCaller.Answer request(TestCaller caller, String words, String contents) {
        return caller.post("/api/exports", "{\"q\":\"" + words + "\",\"contents\":" + contents + "}");
    }

    /** Waits until it has ended; how it is then. */
    static JsonNode ended(TestCaller caller, String address) {
        return Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(3))
                .until(
                        () -> caller.get(address).json(),
                        one -> !one.path("state").asText().matches("waiting|running"));
    }

    static TreeMap<String, byte[]> files(byte[] zip) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static JsonNode statement(Map<String, byte[]> files) {
        return CanonicalJson.parse(files.get("completeness.json"));
    }

    static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), UTF_8);
    }
}
