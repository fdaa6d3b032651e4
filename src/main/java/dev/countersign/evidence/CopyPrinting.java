package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Places;
import dev.countersign.signing.AttachmentPrints;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints copies of versions, each sealed. */
@Component
class CopyPrinting {

    /** Bytes of attachments from which on a copy is a large one. */
    private static final long LARGE = 8L * 1024 * 1024;

    /** So long somebody waits for the large one before theirs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WormStore worm;
    private final AttachmentPrints prints;
    private final CopySeal seal;
    private final Environment settings;
    /** Each is in memory several times over, with the files that go along: large ones are printed one after the other. */
    private final Places places = new Places(4, EvidenceRefusal::printing);

    private final Places large = new Places(1, PATIENCE, EvidenceRefusal::printing);

    CopyPrinting(WormStore worm, AttachmentPrints prints, CopySeal seal, Environment settings) {
        this.worm = worm;
        this.prints = prints;
        this.seal = seal;
        this.settings = settings;
    }

    /**
     * PDF.
     *
     * @param entries the record's, oldest first
     * @throws dev.countersign.ledger.RefusedException {@code busy} while as many are printed as may be
     */
    byte[] print(StoredVersion version, List<StoredSignature> signatures, List<Entry> entries, Report report) {
        Supplier<byte[]> printing = () -> new PrintedCopy(
                        worm,
                        prints,
                        version,
                        signatures,
                        entries.stream().map(Entry::bytes).toList(),
                        report,
                        page(version))
                .print(seal);
        return isLarge(version) ? large.in(printing::get) : places.in(printing::get);
    }

    private static boolean isLarge(StoredVersion version) {
        JsonNode attachments = CanonicalJson.parse(version.manifest()).path("attachments");
        return StreamSupport.stream(attachments.spliterator(), false)
                        .mapToLong(one -> one.path("length").asLong())
                        .sum()
                > LARGE;
    }

    /** Where people find this version; a demonstration is found on this machine alone. */
    private String page(StoredVersion version) {
        String here = "demo".equals(worm.installation().environment())
                ? "http://localhost:"
                        + settings.getProperty("local.server.port", settings.getProperty("server.port", "8080"))
                : "";
        String origin = settings.getProperty("countersign.public-origin", "");
        String known = origin.isEmpty() ? here : origin;
        return known.isEmpty() ? "" : known + "/records/" + version.recordId() + "?version=" + version.version();
    }
}
