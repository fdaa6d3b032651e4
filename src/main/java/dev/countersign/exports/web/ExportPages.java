package dev.countersign.exports.web;

import dev.countersign.exports.ExportAsked;
import dev.countersign.exports.ExportInput;
import dev.countersign.exports.ExportPart;
import dev.countersign.exports.ExportTexts;
import dev.countersign.exports.RecordExports;
import dev.countersign.exports.RecordExports.Export;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.PlainText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own exports in a browser: how far they are, their results, and an end to what is wanted no longer. */
@Controller
@RequestMapping("/exports")
class ExportPages {

    private static final String PAGE = "redirect:/exports";
    private static final int MOST = 50;
    private static final int KILO = 1_000;

    private final RecordExports exports;
    private final ExportTexts texts;
    private final People people;
    private final Refusals refusals;

    ExportPages(RecordExports exports, ExportTexts texts, People people, Refusals refusals) {
        this.exports = exports;
        this.texts = texts;
        this.people = people;
        this.refusals = refusals;
    }

    /** An export as it is shown. */
    record Shown(
            UUID exportId,
            @Nullable String words,
            @Nullable String type,
            @Nullable String status,
            List<String> parts,
            String state,
            boolean open,
            @Nullable Integer total,
            int done,
            ShownTime askedAt,
            @Nullable ShownTime expiresAt,
            @Nullable Long kilobytes,
            @Nullable String sha256,
            @Nullable String why) {}

    @GetMapping
    String all(Caller caller, Model model) {
        return refusals.guarding(caller, "export.list", "exports", () -> {
            ZoneId zone = people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
            List<Shown> all = exports.of(caller, MOST).stream()
                    .map(export -> shown(export, zone))
                    .toList();
            model.addAttribute("all", all);
            model.addAttribute("open", all.stream().anyMatch(Shown::open));
            return "exports/all";
        });
    }

    /** The same for the page's script, which asks again and again: no act of the person's, so that it keeps no session from its end. */
    @GetMapping("/progress")
    String progress(Caller caller, Model model) {
        return all(caller, model);
    }

    /** What was found on the page of records. */
    @PostMapping
    String request(
            Caller caller,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") List<String> contents,
            RedirectAttributes next) {
        return told(
                next,
                () -> refusals.guarding(
                        caller,
                        "export.request",
                        "records",
                        () -> exports.request(caller, new ExportAsked(type, status, q, ExportInput.parts(contents)))));
    }

    @PostMapping("/{id}/cancellation")
    String cancel(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        return told(
                next,
                () -> refusals.guarding(caller, "export.cancel", "export:" + id, () -> exports.cancel(caller, id)));
    }

    private static String told(RedirectAttributes next, Runnable work) {
        try {
            work.run();
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }

    private Shown shown(Export export, ZoneId zone) {
        ExportAsked asked = export.asked();
        return new Shown(
                export.exportId(),
                asked.words() == null ? null : PlainText.visible(asked.words()),
                asked.type(),
                asked.status(),
                Arrays.stream(ExportPart.values())
                        .filter(asked.contents()::contains)
                        .map(ExportPart::code)
                        .toList(),
                export.state().code(),
                export.state().isOpen(),
                export.total(),
                export.done(),
                ShownTime.toTheSecond(export.askedAt(), zone),
                export.expiresAt() == null ? null : ShownTime.of(export.expiresAt(), zone),
                export.length() == null ? null : Math.max(1, export.length() / KILO),
                export.sha256(),
                texts.why(export).orElse(null));
    }
}
