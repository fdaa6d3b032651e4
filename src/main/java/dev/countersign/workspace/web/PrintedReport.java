package dev.countersign.workspace.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.Seals;
import dev.countersign.identity.ShownTime;
import dev.countersign.signing.PrintedPages;
import dev.countersign.signing.PrintedPages.Frame;
import dev.countersign.workspace.web.Facts.Fact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report of the audit trail on pages: who made it of what, the state of the log, exceptions, then every entry in words. What somebody typed
 * stays beside its label, on lines of its own: nothing in it can look like what this document says.
 */
final class PrintedReport {

    /** Of one value. */
    private static final int LONGEST = 2_000;

    private final ReportedTrail report;
    private final AuditTexts texts;

    PrintedReport(ReportedTrail report, AuditTexts texts) {
        this.report = report;
        this.texts = texts;
    }

    byte[] print(Seals seals) {
        String title = texts.words("report.title");
        try (PrintedPages pages = new PrintedPages(frame())) {
            pages.title(title);
            made(pages);
            asked(pages);
            state(pages);
            List<AuditLine> exceptions = report.exceptions();
            section(pages, "report.exceptions", exceptions);
            section(pages, "report.entries", report.entries());
            return seals.close(pages, title);
        }
    }

    private Frame frame() {
        return new Frame(
                texts.words("report.header", report.organisation())
                        + (report.demo() ? "  ·  " + texts.words("report.demo") : ""),
                List.of(
                        texts.words("report.foot", report.by(), UtcTime.write(report.at())),
                        texts.words(
                                "report.foot.head",
                                report.head().origin(),
                                Long.toString(report.head().size())),
                        texts.words("report.foot.root", report.head().root().hex())),
                "");
    }

    private void made(PrintedPages pages) {
        pages.fact(texts.words("report.by"), report.by());
        pages.fact(texts.words("report.at"), UtcTime.write(report.at()));
        pages.fact(
                texts.words("report.at.zone", report.zone().getId()),
                ShownTime.toTheSecond(report.at(), report.zone()).local());
        pages.paragraph(texts.words("report.order", report.zone().getId()));
        if (!report.asked().question().reach().isAll()) {
            pages.paragraph(texts.words("report.scope"));
        }
    }

    private void asked(PrintedPages pages) {
        pages.heading(texts.words("report.asked"));
        Map<String, String> fields = report.asked().typed().fields();
        if (fields.isEmpty()) {
            pages.paragraph(texts.words("report.asked.nothing"));
        }
        fields.forEach((field, typed) -> {
            if (field.equals("exceptions")) {
                pages.paragraph(texts.words("report.asked.exceptions"));
            } else {
                pages.fact(texts.words("audit." + field), value(field, typed));
            }
        });
    }

    private String value(String field, String typed) {
        return switch (field) {
            case "from", "to" -> typed + " (" + report.zone().getId() + ")";
            case "type" -> texts.event(typed) + " (" + typed + ")";
            case "significance" -> texts.topic(typed);
            default -> line(typed);
        };
    }

    private void state(PrintedPages pages) {
        pages.heading(texts.words("report.head"));
        pages.fact(texts.words("report.head.origin"), report.head().origin());
        pages.fact(texts.words("report.head.size"), Long.toString(report.head().size()));
        pages.fact(texts.words("report.head.root"), report.head().root().hex());
        pages.fact(texts.words("report.upTo"), UtcTime.write(report.upTo()));
        pages.fact(
                texts.words("report.count"), Integer.toString(report.entries().size()));
        pages.fact(
                texts.words("report.count.exceptions"),
                Integer.toString(report.exceptions().size()));
        if (report.unsealed() > 0) {
            pages.fact(texts.words("report.unsealed"), Integer.toString(report.unsealed()));
        }
    }

    private void section(PrintedPages pages, String name, List<AuditLine> entries) {
        pages.heading(texts.words(name));
        if (entries.isEmpty()) {
            pages.paragraph(texts.words(name + ".none"));
        }
        entries.forEach(entry -> entry(pages, entry));
    }

    private void entry(PrintedPages pages, AuditLine entry) {
        String utc = entry.at().utc().isEmpty() ? "" : " (" + entry.at().utc() + ")";
        pages.item(entry.at().local() + utc + "  ·  " + texts.event(entry.type())
                + (entry.exception() ? "  ·  " + texts.exception() : ""));
        pages.fact(texts.words("report.who"), who(entry));
        pages.fact(
                texts.words("report.kind"),
                entry.type() + (entry.topic() == null ? "" : " · " + texts.topic(entry.topic())));
        if (entry.recordId() != null) {
            pages.fact(
                    texts.words("report.record"),
                    entry.recordId()
                            + (entry.version() == null
                                    ? ""
                                    : ", " + texts.words("audit.record.version", entry.version())));
        }
        said(pages, "report.about", entry.subject());
        entry.facts().forEach(fact -> pages.fact(line(fact.name()), line(changed(fact))));
        if (entry.more() > 0) {
            pages.paragraph(texts.words("report.more", entry.more()));
        }
        said(pages, "report.reason", entry.reason());
        String source = entry.source().stream()
                .map(one -> texts.words("audit.source." + one.name()) + " " + one.after())
                .collect(Collectors.joining(" · "));
        said(pages, "report.source", source.isEmpty() ? null : source);
        pages.fact(
                texts.words("report.place"),
                texts.words("report.place.leaf", Objects.toString(entry.index()), entry.leafHash()));
    }

    private String who(AuditLine entry) {
        String kind =
                entry.kind().equals("person") ? "" : ", " + texts.wordsOr("audit.actor." + entry.kind(), entry.kind());
        return line((entry.name() == null ? entry.actor() : entry.name() + " (" + entry.actor() + ")") + kind);
    }

    private void said(PrintedPages pages, String name, @Nullable String value) {
        if (value != null) {
            pages.fact(texts.words(name), line(value));
        }
    }

    private String changed(Fact fact) {
        String after = fact.after() == null ? texts.words("report.gone") : fact.after();
        return fact.before() == null ? after : fact.before() + " → " + after;
    }

    /** On one line of what was typed, no longer than fits, and hidden signs named as elsewhere on paper. */
    private String line(String typed) {
        String line = typed.replaceAll("\\R", " / ").replaceAll("⟨(U\\+[0-9A-F]{4,6})⟩", "[$1]");
        return line.length() <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST)))
                        + texts.words("report.cut", Integer.toString(line.length()));
    }
}
