package dev.countersign.records;

import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.NewVersion.NewAttachment;
import java.util.List;
import org.springframework.stereotype.Component;

/** Files that come in beside records, as proof of something: checked and scanned as attachments are (REC-08). */
@Component
public class EvidenceFiles {

    private final AttachmentCheck check;
    private final AttachmentScan scan;

    EvidenceFiles(AttachmentCheck check, AttachmentScan scan) {
        this.check = check;
        this.scan = scan;
    }

    /**
     * Demands that a file is one that could be attached to a record. MUST NOT be called inside a transaction: a scanner takes its time.
     *
     * @return the media type it has
     * @throws dev.countersign.ledger.RefusedException as {@link Records#validate}, of its one attachment
     */
    public String demandFit(NewAttachment file) {
        List<CheckedAttachment> checked = check.check(List.of(file), 0);
        scan.demandClean(checked, List.of());
        return checked.get(0).mediaType();
    }
}
