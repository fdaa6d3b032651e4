package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.RecordScope;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit trail for people who read it (AUD-04, 11.10(e)): exceptions first, every entry in words. */
@Controller
@RequestMapping("/audit")
class AuditPages {

    private static final int PAGE = 50;
    private static final int FIRST_EXCEPTIONS = 3;

    private final Authority authority;
    private final AuditQuestions questions;
    private final AuditTrail trail;
    private final AuditLines lines;
    private final People people;
    private final Refusals refusals;

    AuditPages(
            Authority authority,
            AuditQuestions questions,
            AuditTrail trail,
            AuditLines lines,
            People people,
            Refusals refusals) {
        this.authority = authority;
        this.questions = questions;
        this.trail = trail;
        this.lines = lines;
        this.people = people;
        this.refusals = refusals;
    }

    /** The way here, on the pages of those who may read the trail; nothing is counted. */
    @Bean
    static PageBadge readableTrail() {
        return new PageBadge(
                "readableTrail", "CASE WHEN " + PageBadge.ifReads(Permission.READ_AUDIT_TRAIL) + " THEN 0 ELSE -1 END");
    }

    /** @param behind id of the entry behind which to go on, as the address of the next page names it */
    @GetMapping
    String all(
            Caller caller,
            @RequestParam Map<String, String> given,
            @RequestParam(required = false) @Nullable UUID behind,
            Model model,
            HttpServletResponse response) {
        return refusals.guarding(caller, "audit.read", "audit", () -> {
            RecordScope reach = authority.reach(caller, Permission.READ_AUDIT_TRAIL);
            ZoneId zone = people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
            AuditAsked asked = questions.of(AuditTyped.of(given), zone, reach);
            AuditTyped typed = asked.typed();
            model.addAttribute("typed", typed);
            model.addAttribute("errors", asked.errors());
            model.addAttribute("zone", zone.getId());
            model.addAttribute("topics", Topic.values());
            model.addAttribute("everything", typed.withExceptions(false).at("/audit"));
            model.addAttribute("exceptions", typed.withExceptions(true).at("/audit"));
            if (asked.errors().isEmpty()) {
                fill(model, asked, behind, zone);
            } else {
                response.setStatus(422);
            }
            return "audit/all";
        });
    }

    private void fill(Model model, AuditAsked asked, @Nullable UUID behind, ZoneId zone) {
        AuditTyped typed = asked.typed();
        if (behind == null && !typed.isNarrowed() && !typed.onlyExceptions()) {
            Question exceptions = asked.question().ofExceptions();
            model.addAttribute("first", lines.of(trail.newest(exceptions, null, FIRST_EXCEPTIONS), zone));
        }
        List<Entry> found = trail.newest(asked.question(), behind, PAGE + 1);
        List<Entry> shown = found.subList(0, Math.min(PAGE, found.size()));
        model.addAttribute("found", lines.of(shown, zone));
        model.addAttribute("newest", behind == null ? null : typed.at("/audit"));
        model.addAttribute(
                "older",
                found.size() <= PAGE ? null : older(typed, shown.get(PAGE - 1).entryId()));
        model.addAttribute("csv", typed.at("/audit/export.csv"));
        model.addAttribute("jsonl", typed.at("/audit/export.jsonl"));
        model.addAttribute("pdf", typed.at("/audit/export.pdf"));
        model.addAttribute("most", AuditExport.MOST);
        model.addAttribute("mostOfReport", AuditReports.MOST);
    }

    private static String older(AuditTyped typed, UUID behind) {
        String here = typed.at("/audit");
        return here + (here.contains("?") ? "&" : "?") + "behind=" + behind;
    }
}
