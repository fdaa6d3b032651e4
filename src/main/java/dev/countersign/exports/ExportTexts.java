package dev.countersign.exports;

import dev.countersign.crypto.UtcTime;
import dev.countersign.exports.ExportLine.EnclosedFile;
import dev.countersign.exports.Reconciliation.Reconciled;
import dev.countersign.exports.RecordExports.Export;
import dev.countersign.records.PlainText;
import dev.countersign.records.Records.Summary;
import dev.countersign.records.SheetCells;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.stereotype.Component;

/** What people read of exports: the index for spreadsheets, the statement in words, and why one failed. */
@Component
public class ExportTexts {

    private static final int LIMITS = 5;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final MessageSource messages;

    ExportTexts(MessageSource messages) {
        this.messages = messages;
    }

    /** Why an export failed, in a sentence; empty for any other. */
    public Optional<String> why(Export export) {
        return Optional.ofNullable(export.why()).map(code -> text("export.why." + code));
    }

    /** What no statement proves, a sentence each. */
    List<String> limits() {
        return IntStream.rangeClosed(1, LIMITS)
                .mapToObj(number -> text("export.limit." + number))
                .toList();
    }

    /** A table of what was found: RFC 4180, UTF-8 with its mark, formulas inert. */
    byte[] index(List<ExportLine> lines) {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        table.writeBytes(MARK);
        row(table, List.of(text("export.index").split(";")));
        for (ExportLine line : lines) {
            Summary one = line.summary();
            row(
                    table,
                    List.of(
                            one.recordId().toString(),
                            Integer.toString(one.version()),
                            one.title(),
                            one.type(),
                            one.status().code(),
                            one.sha256().hex(),
                            Optional.ofNullable(line.verification()).orElse(""),
                            line.files().stream().map(EnclosedFile::path).collect(Collectors.joining(" ")),
                            line.files().stream().map(EnclosedFile::sha256).collect(Collectors.joining(" ")),
                            line.why() == null ? "" : leftOut(line.why())));
        }
        return table.toByteArray();
    }

    private static void row(ByteArrayOutputStream table, List<String> cells) {
        table.writeBytes(
                (cells.stream().map(PlainText::visible).map(SheetCells::cell).collect(Collectors.joining(",")) + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private String leftOut(String why) {
        try {
            return text("export.left." + why);
        } catch (NoSuchMessageException e) {
            return text("export.left.other", why);
        }
    }

    /** The statement in words; {@code completeness.json} has the same and is what is sealed. */
    byte[] statement(Completeness statement) {
        List<String> lines = new ArrayList<>();
        ExportJob job = statement.job();
        int total = statement.lines().size();
        lines.add(text("export.statement.title"));
        lines.add("");
        lines.add(text("export.statement.what", job.exportId(), job.userId(), UtcTime.write(job.askedAt())));
        lines.add(text(
                "export.statement.asked",
                job.asked().parameters().isEmpty()
                        ? text("export.statement.everything")
                        : PlainText.visible(job.asked().parameters().toString()),
                job.contents()));
        lines.add(
                job.scope().isAll()
                        ? text("export.statement.reach.all")
                        : text("export.statement.reach.some", job.scopeTypes(), job.scopeRecords()));
        lines.add(text("export.statement.moment", UtcTime.write(statement.moment())));
        lines.add(text(
                "export.statement.log",
                statement.head().origin(),
                Long.toString(statement.head().size()),
                statement.head().root().hex()));
        lines.add("");
        lines.add(text(
                "export.statement.count",
                Integer.toString(total),
                Integer.toString(statement.enclosed()),
                Integer.toString(total - statement.enclosed()),
                Integer.toString(statement.altered())));
        statement.lines().forEach(line -> line(lines, line));
        lines.add("");
        lines.add(text("export.statement.reconciliation"));
        reconciled(lines, statement.reconciled());
        lines.add("");
        lines.add(text("export.statement.limits"));
        limits().forEach(limit -> lines.add("- " + limit));
        lines.add("");
        lines.add(text("export.statement.check"));
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void line(List<String> lines, ExportLine line) {
        Summary one = line.summary();
        lines.add("");
        lines.add(text(
                "export.statement.record",
                one.recordId(),
                Integer.toString(one.version()),
                one.status().code(),
                one.sha256().hex()));
        if (line.isAltered()) {
            lines.add("  " + text("export.statement.altered"));
        }
        if (line.why() != null) {
            lines.add("  " + text("export.statement.left", leftOut(line.why())));
        }
        line.files().forEach(file -> lines.add("  " + file.sha256() + "  " + file.path()));
    }

    private void reconciled(List<String> lines, Reconciled reconciled) {
        if (!reconciled.done()) {
            lines.add(text("export.statement.reconciled.not"));
            return;
        }
        lines.add(text(
                reconciled.byWords() ? "export.statement.reconciled.words" : "export.statement.reconciled.all",
                Integer.toString(reconciled.entries()),
                Integer.toString(reconciled.counted().size())));
        lines.add(text(
                reconciled.agrees() ? "export.statement.reconciled.agrees" : "export.statement.reconciled.differs"));
        for (UUID recordId : reconciled.inLogOnly()) {
            lines.add("  " + text("export.statement.in.log", recordId));
        }
        for (UUID recordId : reconciled.inSearchOnly()) {
            lines.add("  " + text("export.statement.in.search", recordId));
        }
    }

    private String text(String key, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i].toString();
        }
        return messages.getMessage(key, texts, Locale.ENGLISH);
    }
}
