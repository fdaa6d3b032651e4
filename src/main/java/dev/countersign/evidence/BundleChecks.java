package dev.countersign.evidence;

import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.EvidenceLayout;
import dev.countersign.ledger.EndedEpochs;
import dev.countersign.ledger.EndedEpochs.Ended;
import dev.countersign.ledger.Places;
import dev.countersign.ledger.RefusedException;
import dev.countersign.ledger.TrustFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Checks bundles that somebody brings (CPY-03), against the keys of this installation, in whatever epoch of its log. Reads nothing of the store but
 * those.
 */
@Component
public class BundleChecks {

    /** More than a record with all its attachments can have. */
    static final long LONGEST = 512L << 20;

    private final TrustFile trust;
    private final EndedEpochs epochs;
    private final Places places = new Places(2, EvidenceRefusal::busy);

    BundleChecks(TrustFile trust, EndedEpochs epochs) {
        this.trust = trust;
        this.epochs = epochs;
    }

    /**
     * Checks what the stream holds; the file it is put into meanwhile is gone afterwards.
     *
     * @throws RefusedException {@code bundle-too-large}, or {@code busy} while as many are checked as may be
     * @throws IOException if the stream ends before its time
     */
    public Verdict check(InputStream bundle) throws IOException {
        Path file = Files.createTempFile("bundle", ".zip");
        try {
            keep(bundle, file);
            return places.in(() -> check(file));
        } finally {
            // what is mapped keeps a deleted file's space until the memory is collected; an empty one has none
            Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
            Files.delete(file);
        }
    }

    /** The page that checks a bundle in the browser, as it is in every bundle. */
    public String page() {
        return new String(Explanation.resource(EvidenceLayout.PAGE), StandardCharsets.UTF_8);
    }

    private static void keep(InputStream bundle, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try (OutputStream stream = Files.newOutputStream(file)) {
            for (int read = bundle.read(buffer); read >= 0; read = bundle.read(buffer)) {
                length += read;
                if (length > LONGEST) {
                    throw EvidenceRefusal.bundleTooLarge(LONGEST);
                }
                stream.write(buffer, 0, read);
            }
        }
    }

    private Verdict check(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer zip = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            Map<String, Long> ended = epochs.all().stream().collect(Collectors.toMap(Ended::verifierKey, Ended::kept));
            return BundleVerifier.verify(zip, trust.bytes(), ended);
        }
    }
}
