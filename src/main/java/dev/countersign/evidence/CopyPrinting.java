package dev.countersign.evidence;

import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Places;
import dev.countersign.signing.AttachmentPrints;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints copies of versions, each sealed. */
@Component
class CopyPrinting {

    private final WormStore worm;
    private final AttachmentPrints prints;
    private final CopySeal seal;
    private final Environment settings;
    /** Each is in memory several times over, with the files that go along. */
    private final Places places = new Places(4, EvidenceRefusal::printing);

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
        return places.in(() -> new PrintedCopy(
                        worm,
                        prints,
                        version,
                        signatures,
                        entries.stream().map(Entry::bytes).toList(),
                        report,
                        page(version))
                .print(seal));
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
