package dev.countersign.workspace.web;

import dev.countersign.workspace.web.AuditExport.Opening;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/** The forms in which entries of the audit trail are taken away. */
@Component
class AuditForms {

    private final AuditLines lines;
    private final AuditTexts texts;
    private final Clock clock;

    AuditForms(AuditLines lines, AuditTexts texts, Clock clock) {
        this.lines = lines;
        this.texts = texts;
        this.clock = clock;
    }

    /** A table for spreadsheets, in words. */
    Opening cells(ZoneId zone) {
        return out -> new AuditCells(out, lines, texts, zone);
    }

    /** The exact bytes, a line each, to be checked. */
    Opening exact(AuditTyped typed, ZoneId zone) {
        return out -> new AuditExact(out, typed.fields(), zone.getId(), clock.instant());
    }
}
