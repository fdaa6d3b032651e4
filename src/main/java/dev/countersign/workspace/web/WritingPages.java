package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Records.RecordType;
import dev.countersign.signing.Declarations;
import dev.countersign.signing.RecordAccess;
import dev.countersign.workflow.Processes;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Writing records and their next versions in a browser, and starting their approval (REC-03, REC-04, USE-02). The form is made from the
 * record type's schema, and sends what a program would: {@code POST /api/records} and {@code POST /api/records/{id}/versions}.
 */
@Controller
@RequestMapping("/records")
class WritingPages {

    private static final String APPROVAL = "record-approval";

    private final RecordAccess access;
    private final Records records;
    private final Authority authority;
    private final Processes processes;
    private final WritingForm form;
    private final Refusals refusals;

    WritingPages(
            RecordAccess access,
            Records records,
            Authority authority,
            Processes processes,
            WritingForm form,
            Refusals refusals) {
        this.access = access;
        this.records = records;
        this.authority = authority;
        this.processes = processes;
        this.form = form;
        this.refusals = refusals;
    }

    /** A type somebody may write a record of. */
    record Offered(String code, String printedName, String description) {}

    /** The empty form of a type; without one, the types there are. Process models, interventions and completions of training have pages of their own. */
    @GetMapping("/new")
    String create(Caller caller, @RequestParam(defaultValue = "") String type, Model model) {
        return refusals.guarding(caller, "record.draft", "record:new", () -> {
            authority.require(caller, Permission.DRAFT_RECORDS);
            switch (type) {
                case ProcessModels.TYPE:
                    return "redirect:/models/studio";
                case ProcessModels.BREAK_GLASS:
                    return "redirect:/models/break-glass";
                case Declarations.TRAINING_COMPLETION:
                    return "redirect:/training";
                case "":
                    model.addAttribute("offered", offered());
                    return "records/types";
                default:
                    RecordType asked = records.type(type)
                            .orElseThrow(() -> RecordAccess.notFound(
                                    "There is no such record type. Choose one of those at /records/new."));
                    form.empty(model, caller, asked);
                    return "records/write";
            }
        });
    }

    /** The form with the newest version in it. */
    @GetMapping("/{id}/edit")
    String edit(Caller caller, @PathVariable UUID id, Model model) {
        return refusals.guarding(caller, "record.revise", "record:" + id, () -> {
            List<RecordVersion> versions = access.versions(caller, id);
            RecordVersion newest = versions.get(versions.size() - 1);
            if (newest.type().equals(ProcessModels.TYPE)) {
                return "redirect:/models/studio";
            }
            if (newest.type().equals(ProcessModels.BREAK_GLASS)) {
                return "redirect:/models/break-glass";
            }
            authority.require(
                    caller, Declarations.isOne(newest.type()) ? Permission.DECLARE : Permission.DRAFT_RECORDS);
            form.filled(model, caller, newest);
            return "records/write";
        });
    }

    /** Starts the approval of a draft; a refusal is shown on the record's page, in its own words. */
    @PostMapping("/{id}/approval")
    String start(Caller caller, @PathVariable UUID id, @RequestParam int version, RedirectAttributes next) {
        try {
            Started started = processes.start(caller, APPROVAL, new StartRequest(null, null, id, version));
            next.addFlashAttribute("startedVersion", started.version());
        } catch (RefusedException e) {
            next.addFlashAttribute("notStarted", e.refusal().detail());
        }
        return "redirect:/records/" + id;
    }

    private List<Offered> offered() {
        return records.types().stream()
                .filter(type -> !ProcessModels.isAboutProcesses(type.code()) && !Declarations.isOne(type.code()))
                .map(type -> new Offered(
                        type.code(),
                        type.printedName(),
                        type.schema().path("description").asText()))
                .toList();
    }
}
