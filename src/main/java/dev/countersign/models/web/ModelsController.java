package dev.countersign.models.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.models.FindingView;
import dev.countersign.models.GatePlaces;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.models.Report;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The deployment gate over HTTP: what a deployment of these models would be answered, without deploying them. */
@RestController
@RequestMapping("/api/models/check")
@Tag(name = "Process models", description = "What process administrators draw, before it runs")
class ModelsController {

    private static final String DESCRIPTION =
            "For Process Administrators, QA and auditors. Answers 200 with every finding, whether accepted or not; nothing is stored or run."
                    + " With `complete=true` the release's models and forms are added that the set does not bring itself. 4 MiB at most; 503 `busy`"
                    + " with `Retry-After` while as many sets are checked as are at once.";

    private final Models models;
    private final Authority authority;
    private final Refusals refusals;
    private final GatePlaces places;

    ModelsController(Models models, Authority authority, Refusals refusals, GatePlaces places) {
        this.places = places;
        this.models = models;
        this.authority = authority;
        this.refusals = refusals;
    }

    /** @param models the whole set */
    record SetOfModels(List<NamedText> models) {}

    record NamedText(
            @Schema(example = "processes/record-approval.bpmn")
            String name,

            String text) {}

    record ReportView(boolean accepted, List<FindingView> findings, List<String> proofs) {

        static ReportView of(Report report) {
            return new ReportView(
                    report.accepted(),
                    report.findings().stream().map(FindingView::of).toList(),
                    report.proofs());
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Check a set of models", description = DESCRIPTION)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SetOfModels.class)))
    ReportView check(Caller caller, InputStream body, @RequestParam(defaultValue = "false") boolean complete) {
        return checked(caller, () -> SentModels.of(body), complete);
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Check a set of models", description = DESCRIPTION)
    ReportView check(
            Caller caller,
            @RequestParam MultiValueMap<String, MultipartFile> files,
            @RequestParam(defaultValue = "false") boolean complete) {
        return checked(
                caller,
                () -> SentModels.of(
                        files.values().stream().flatMap(List::stream).toList()),
                complete);
    }

    private ReportView checked(Caller caller, Supplier<ModelSet> sent, boolean complete) {
        return refusals.guarding(caller, "models.check", "models", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return places.in(caller, () -> {
                ModelSet set = sent.get();
                return ReportView.of(models.check(complete ? models.completed(set) : set));
            });
        });
    }
}
