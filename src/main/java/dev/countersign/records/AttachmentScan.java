package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.malware.MalwareScans;
import dev.countersign.malware.MalwareScans.Verdict.Found;
import dev.countersign.malware.MalwareScans.Verdict.Unknown;
import dev.countersign.records.Intake.CheckedAttachment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Attachments before the installation's malware scanner (REC-08): what is not known to be clean does not come in. */
@Component
final class AttachmentScan {

    private final MalwareScans scans;

    AttachmentScan(MalwareScans scans) {
        this.scans = scans;
    }

    /**
     * @param attachments everything else about them was checked
     * @param scanned what this call has scanned already; the same bytes are scanned once, however often they are attached
     */
    void demandClean(List<CheckedAttachment> attachments, List<CheckedAttachment> scanned) {
        Set<Digest> known = new HashSet<>();
        scanned.forEach(attachment -> known.add(attachment.sha256()));
        Map<Integer, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < attachments.size(); i++) {
            if (known.add(attachments.get(i).sha256())) {
                files.put(i, attachments.get(i).bytes());
            }
        }
        List<Integer> places = List.copyOf(files.keySet());
        MalwareScans.Verdict verdict = scans.scan(List.copyOf(files.values()));
        if (verdict instanceof Found found) {
            int place = places.get(found.file());
            throw RecordsRefusal.malware(place, attachments.get(place).name(), found.signature());
        }
        if (verdict instanceof Unknown unknown) {
            int place = places.get(unknown.file());
            throw RecordsRefusal.notScanned(place, attachments.get(place).name(), unknown.why());
        }
    }
}
