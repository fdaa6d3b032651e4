package dev.countersign.models.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.models.Finding;
import dev.countersign.models.GatePlaces;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.models.Report;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The deployment gate in a browser: files in, findings out; nothing is kept. */
@Controller
@RequestMapping("/models/check")
class ModelsPages {

    private static final String VIEW = "models/check";

    private final Models models;
    private final Authority authority;
    private final Refusals refusals;
    private final GatePlaces places;

    ModelsPages(Models models, Authority authority, Refusals refusals, GatePlaces places) {
        this.places = places;
        this.models = models;
        this.authority = authority;
        this.refusals = refusals;
    }

    @GetMapping
    String empty(Caller caller, Model model) {
        demandAllowed(caller);
        model.addAttribute("complete", true);
        return VIEW;
    }

    @PostMapping
    String check(
            Caller caller,
            @RequestParam(required = false) @Nullable List<MultipartFile> files,
            @RequestParam(defaultValue = "false") boolean complete,
            Model model) {
        demandAllowed(caller);
        model.addAttribute("complete", complete);
        try {
            Report report = places.in(caller, () -> {
                ModelSet set = SentModels.of(files == null ? List.of() : files);
                model.addAttribute("checked", set.resources().keySet());
                return models.check(complete ? models.completed(set) : set);
            });
            model.addAttribute("report", report);
            model.addAttribute(
                    "byResource",
                    report.findings().stream()
                            .collect(Collectors.groupingBy(Finding::resource, TreeMap::new, Collectors.toList())));
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().detail());
        }
        return VIEW;
    }

    private void demandAllowed(Caller caller) {
        refusals.guarding(caller, "models.check", "models", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return true;
        });
    }
}
