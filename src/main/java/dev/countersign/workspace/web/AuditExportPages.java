package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.workspace.web.AuditExport.Begun;
import dev.countersign.worm.RecordScope;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes what answers a question to the audit trail away, for whoever may read it; that they do is on record first (11.10(b), (e)). */
@Controller
@RequestMapping("/audit")
class AuditExportPages {

    private static final String ATTEMPT = "audit.export";
    private static final String SUBJECT = "audit";

    private final Authority authority;
    private final AuditQuestions questions;
    private final AuditExport export;
    private final AuditForms forms;
    private final AuditReports reports;
    private final People people;
    private final Refusals refusals;

    AuditExportPages(
            Authority authority,
            AuditQuestions questions,
            AuditExport export,
            AuditForms forms,
            AuditReports reports,
            People people,
            Refusals refusals) {
        this.authority = authority;
        this.questions = questions;
        this.export = export;
        this.forms = forms;
        this.reports = reports;
        this.people = people;
        this.refusals = refusals;
    }

    @GetMapping("/export.csv")
    void cells(Caller caller, @RequestParam Map<String, String> given, HttpServletResponse response)
            throws IOException {
        ZoneId zone = zone(caller);
        AuditAsked asked = asked(caller, AuditTyped.of(given), zone);
        export.inPlace(() -> {
            Begun begun = begin(caller, "csv", asked);
            head(response, "text/csv;charset=UTF-8", "audit-trail.csv");
            begun.writeTo(response.getOutputStream(), forms.cells(zone));
            return begun;
        });
    }

    @GetMapping("/export.jsonl")
    void exact(Caller caller, @RequestParam Map<String, String> given, HttpServletResponse response)
            throws IOException {
        ZoneId zone = zone(caller);
        AuditTyped typed = AuditTyped.of(given);
        AuditAsked asked = asked(caller, typed, zone);
        export.inPlace(() -> {
            Begun begun = begin(caller, "jsonl", asked);
            head(response, "application/x-ndjson", "audit-trail.jsonl");
            begun.writeTo(response.getOutputStream(), forms.exact(typed, zone));
            return begun;
        });
    }

    @GetMapping("/export.pdf")
    void sealed(Caller caller, @RequestParam Map<String, String> given, HttpServletResponse response)
            throws IOException {
        ZoneId zone = zone(caller);
        AuditAsked asked = asked(caller, AuditTyped.of(given), zone);
        byte[] pdf = refusals.guarding(
                caller, ATTEMPT, SUBJECT, () -> export.inPlace(() -> reports.of(caller, asked, zone)));
        head(response, "application/pdf", "audit-trail.pdf");
        response.setContentLength(pdf.length);
        response.getOutputStream().write(pdf);
    }

    /** Whoever may not have it takes no place. */
    private AuditAsked asked(Caller caller, AuditTyped typed, ZoneId zone) {
        return refusals.guarding(caller, ATTEMPT, SUBJECT, () -> {
            RecordScope reach = authority.reach(caller, Permission.EXPORT_AUDIT_TRAIL);
            AuditAsked asked = questions.of(typed, zone, reach);
            if (!asked.errors().isEmpty()) {
                throw WorkspaceRefusal.NOT_ASKED_WELL.of(
                        new TreeSet<>(asked.errors().keySet()));
            }
            return asked;
        });
    }

    private Begun begin(Caller caller, String form, AuditAsked asked) {
        return refusals.guarding(caller, ATTEMPT, SUBJECT, () -> export.begin(caller, form, asked));
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }

    private static void head(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    }
}
