package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bundle's files that are the same for everybody, and the page that explains the rest. */
final class Explanation {

    private Explanation() {}

    /** One page of plain text. */
    static String of(ExportedEvidence evidence) {
        return new String(resource("README.txt"), StandardCharsets.UTF_8)
                .replace("{record}", evidence.version().recordId().toString())
                .replace("{version}", Integer.toString(evidence.version().version()))
                .replace("{sha256}", Digest.of(evidence.version().manifest()).hex())
                .replace("{signatures}", Integer.toString(evidence.signatures().size()))
                .replace("{entries}", Integer.toString(evidence.entries().size()))
                .replace("{origin}", evidence.checkpoint().origin())
                .replace("{size}", Long.toString(evidence.checkpoint().size()))
                .replace("{root}", evidence.checkpoint().root().hex())
                .replace("{attested}", attested(evidence));
    }

    /** Who else speaks of the checkpoint, and what was left out for it. */
    private static String attested(ExportedEvidence evidence) {
        List<String> witnesses = evidence.attested().cosignatures().stream()
                .map(one -> one.verifierKey().replaceFirst("[+].*", ""))
                .toList();
        int stamps = evidence.attested().timestamps().size();
        if (witnesses.isEmpty() && stamps == 0) {
            return "by the log's key alone: no checkpoint that covers these entries has a cosignature or a timestamp yet";
        }
        List<String> parts = new ArrayList<>();
        if (!witnesses.isEmpty()) {
            parts.add("cosigned by " + String.join(", ", witnesses));
        }
        if (stamps > 0) {
            parts.add(stamps + " timestamp" + (stamps == 1 ? "" : "s"));
        }
        return String.join("; ", parts)
                + (evidence.left() == 0
                        ? ""
                        : ". Not in it, since it is older: the last " + evidence.left()
                                + " entries, of reading and exporting");
    }

    /** A file of {@code src/main/resources/evidence}. */
    static byte[] resource(String name) {
        try (InputStream stream = Explanation.class.getResourceAsStream("/evidence/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the application was built without evidence/" + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
