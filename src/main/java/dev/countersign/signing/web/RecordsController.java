package dev.countersign.signing.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Submission;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.web.RecordViews.ForecastView;
import dev.countersign.signing.web.RecordViews.Listing;
import dev.countersign.signing.web.RecordViews.Receipt;
import dev.countersign.signing.web.RecordViews.RecordView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drafts, lists and shows records (REC-01, REC-07, INT-02). */
@RestController
@RequestMapping("/api/records")
@Tag(name = "Records", description = "Records, their immutable versions and exact bytes")
class RecordsController {

    private static final int LARGEST_PAGE = 100;
    private static final int LAST_PAGE = 10_000;
    private final Authority authority;
    private final Records records;
    private final RecordAccess access;
    private final RecordViews views;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    RecordsController(
            Authority authority,
            Records records,
            RecordAccess access,
            RecordViews views,
            Refusals refusals,
            PlatformTransactionManager transactions) {
        this.authority = authority;
        this.records = records;
        this.access = access;
        this.views = views;
        this.refusals = refusals;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Appends version 1 of a new record; its status is {@code draft}. */
    @PostMapping
    @Operation(
            summary = "Draft a record",
            description =
                    "Appends version 1 from one JSON document, or from multipart/form-data with a part `record` and files."
                            + " The content is validated against the schema of its type and stored as canonical JSON (RFC 8785)."
                            + " Where the installation scans files for malware: 422 `malware-found`, 503 `malware-scan-unavailable`.")
    ResponseEntity<Receipt> draft(Caller caller, Submission submission) {
        return refusals.guarding(caller, "record.draft", "record:new", () -> {
            authority.require(caller, Permission.DRAFT_RECORDS);
            NewVersion asked = submission.read();
            if (ProcessModels.isAboutProcesses(asked.type())) {
                throw modelsHaveADoor();
            }
            Intake intake = records.validate(asked);
            RecordVersion version =
                    Objects.requireNonNull(transaction.execute(status -> records.append(caller, intake)));
            return ResponseEntity.created(URI.create("/api/records/" + version.recordId()))
                    .eTag(version.sha256().hex())
                    .body(views.receipt(version));
        });
    }

    @GetMapping
    @Operation(
            summary = "List records",
            description =
                    "Newest change first. `q` finds records whose newest version has words that begin with each word of it: in its"
                            + " title, content, names of attachments and, read some seconds later, their text, as id or as business key. `status=effective` finds every record with a version in force, also while a later"
                            + " version of it is drafted or reviewed. A service account sees the records it started. `total` counts up to"
                            + " 10,000; `more` says whether there are more than that: narrow the search.")
    Listing list(
            Caller caller,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        return refusals.guarding(caller, "record.list", "records", () -> {
            Records.Listed listed = access.listedFor(caller);
            demand(
                    page >= 0 && page <= LAST_PAGE,
                    "page",
                    "A page number is 0 to " + LAST_PAGE + "; narrow the search.");
            demand(size >= 1 && size <= LARGEST_PAGE, "size", "A page has 1 to " + LARGEST_PAGE + " items.");
            return views.listing(records.searchAmong(listed, type, status(status), q, page, size));
        });
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "Show a record",
            description =
                    "The record with all versions, each with its own status and signatures, and the plan of the signatures it"
                            + " needs. `status` says where the newest version is; `effectiveVersion` names the version in force,"
                            + " which stays so until a later one is effective itself, and is null if none is.")
    RecordView show(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "record.show", "record:" + id, () -> {
            List<RecordVersion> versions = access.versions(caller, id);
            return views.record(versions);
        });
    }

    @GetMapping("/{id}/forecast")
    @Operation(
            summary = "Whether there is anybody for each signature that is still missing",
            description =
                    "By this moment's roles, signature authority, accounts, keys and separation of duties, of the newest"
                            + " version; a warning, and no promise. `outlook` of a step is `somebody`, `nobody`, or `not-together`: there"
                            + " is somebody for each step, and not for all of them, because one person would have to sign two that must"
                            + " differ. `deadlock` says whether a step has another than `somebody`. It tells of nobody who it would be. No"
                            + " steps once the record is approved or was withdrawn.")
    ForecastView forecast(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "record.forecast", "record:" + id, () -> {
            List<RecordVersion> versions = access.versions(caller, id);
            return views.forecast(versions.get(versions.size() - 1));
        });
    }

    private static @Nullable RecordStatus status(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return null;
        }
        try {
            return RecordStatus.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw badParameter("status", "There is no such status of a record.");
        }
    }

    private static void demand(boolean holds, String parameter, String detail) {
        if (!holds) {
            throw badParameter(parameter, detail);
        }
    }

    private static RefusedException modelsHaveADoor() {
        return new RefusedException(
                new Refusal(
                        "SIG-104",
                        "not-authorized",
                        Kind.FORBIDDEN,
                        "Process models and interventions are no drafts that wait: propose a whole set with POST /api/models/changes, or an intervention with POST /api/break-glass, as a Process Administrator."));
    }

    private static RefusedException badParameter(String parameter, String detail) {
        return new RefusedException(new Refusal(
                "SIG-103",
                "invalid-parameter",
                Kind.MALFORMED,
                "Query parameter " + parameter + ": " + detail,
                List.of(new InputError(parameter, detail))));
    }
}
