package dev.countersign.workspace.web;

import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.records.SheetCells;
import dev.countersign.workspace.web.AuditExport.Ending;
import dev.countersign.workspace.web.Facts.Fact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Audit entries as a table for spreadsheets (T22): RFC 4180, UTF-8 with its mark. What a spreadsheet would calculate has an apostrophe
 * before it, also behind a separator of another spreadsheet's, and no line ends within a cell. The last line says how many there are and whether that is all.
 */
final class AuditCells implements AuditExport.Form {

    private static final List<String> HEAD = List.of(
            "index",
            "time (UTC)",
            "time (local)",
            "what",
            "kind of event",
            "significance",
            "exception",
            "actor",
            "name",
            "kind of actor",
            "record",
            "version",
            "subject",
            "what it says",
            "reason",
            "from where",
            "entry",
            "leaf hash");

    private final OutputStream out;
    private final AuditLines lines;
    private final AuditTexts texts;
    private final ZoneId zone;

    AuditCells(OutputStream out, AuditLines lines, AuditTexts texts, ZoneId zone) throws IOException {
        this.out = out;
        this.lines = lines;
        this.texts = texts;
        this.zone = zone;
        out.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        row(HEAD);
    }

    @Override
    public void write(List<Entry> entries) throws IOException {
        for (AuditLine line : lines.of(entries, zone)) {
            row(cells(line));
        }
    }

    @Override
    public void end(int written, Ending ending, Instant upTo) throws IOException {
        List<String> cells = new ArrayList<>(List.of(texts.end(written, ending, upTo)));
        while (cells.size() < HEAD.size()) {
            cells.add("");
        }
        row(cells);
    }

    private List<String> cells(AuditLine line) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(line.index());
        cells.add(line.at().machine());
        cells.add(line.at().local());
        cells.add(texts.event(line.type()));
        cells.add(line.type());
        cells.add(line.topic() == null ? null : texts.topic(line.topic()));
        cells.add(line.exception() ? texts.exception() : null);
        cells.add(line.actor());
        cells.add(line.name());
        cells.add(line.kind());
        cells.add(line.recordId());
        cells.add(line.version());
        cells.add(line.subject());
        cells.add(joined(line.facts()) + (line.more() == 0 ? "" : "; …"));
        cells.add(line.reason());
        cells.add(joined(line.source()));
        cells.add(line.entryId());
        cells.add(line.leafHash());
        return cells.stream().map(cell -> Objects.toString(cell, "")).toList();
    }

    private static String joined(List<Fact> facts) {
        return facts.stream().map(Fact::line).collect(Collectors.joining("; "));
    }

    private void row(List<String> cells) throws IOException {
        out.write((cells.stream().map(SheetCells::cell).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
