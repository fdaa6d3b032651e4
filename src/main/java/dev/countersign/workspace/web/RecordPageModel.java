package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.Evidence;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordViewed;
import dev.countersign.records.Records;
import dev.countersign.signing.AttachmentView;
import dev.countersign.signing.ShownContent;
import dev.countersign.workflow.Tasks;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Gathers what the page of a record shows; that its content was shown is on record before it leaves. */
@Component
class RecordPageModel {

    /** Of a longer trail the newest; the audit trail has all of it. */
    private static final int ENTRIES = 200;

    private final Records records;
    private final ShownContent content;
    private final ShownFiles files;
    private final AttachmentView view;
    private final StatusBoard board;
    private final Tasks tasks;
    private final Evidence evidence;
    private final Ledger ledger;
    private final Authority authority;

    RecordPageModel(
            Records records,
            ShownContent content,
            ShownFiles files,
            AttachmentView view,
            StatusBoard board,
            Tasks tasks,
            Evidence evidence,
            Ledger ledger,
            Authority authority) {
        this.records = records;
        this.content = content;
        this.files = files;
        this.view = view;
        this.board = board;
        this.tasks = tasks;
        this.evidence = evidence;
        this.ledger = ledger;
        this.authority = authority;
    }

    /** A version in the list of all. */
    record Version(
            int version,
            @Nullable String status,
            String author,
            ShownTime createdAt,
            @Nullable String reason) {}

    /** A PDF of one version and what has its name in the other. */
    record FilePair(String name, String before, String after) {}

    /**
     * An audit entry in words.
     *
     * @param type its dotted name, which the texts have words for
     * @param facts what the entry says was and is, as far as people read it
     */
    record Line(
            ShownTime at,
            String actor,
            String type,
            List<Facts.Fact> facts,
            @Nullable String reason) {}

    void fill(Model model, Caller caller, List<RecordVersion> versions, RecordVersion shown, ZoneId zone) {
        UUID id = shown.recordId();
        boolean models = ProcessModels.isAboutProcesses(shown.type());
        // first: that it is looked at is an entry itself, which waits to be sealed
        model.addAttribute("report", evidence.verify(id, shown.version()));
        model.addAttribute("record", shown);
        model.addAttribute("title", PlainText.visible(shown.title()));
        model.addAttribute("author", PlainText.visible(shown.author().printedName()));
        model.addAttribute("reason", shown.reason() == null ? null : PlainText.visible(shown.reason()));
        model.addAttribute("businessKey", shown.businessKey() == null ? null : PlainText.visible(shown.businessKey()));
        model.addAttribute("typeName", content.typeName(shown));
        model.addAttribute("latest", versions.get(versions.size() - 1).version());
        model.addAttribute(
                "status",
                records.status(id, shown.version()).map(RecordStatus::code).orElse("draft"));
        model.addAttribute("effective", records.effectiveVersion(id).orElse(null));
        model.addAttribute("createdAt", ShownTime.of(shown.createdAt(), zone));
        model.addAttribute("isModels", models);
        model.addAttribute("sections", models ? List.of() : content.of(shown));
        if (!models) {
            ledger.appendAlone(caller, new RecordViewed(shown, "content", shown.contentSha256()));
        }
        List<ShownFiles.File> attached = files.of(shown);
        // their words are on the page itself; pages and pictures are told of when they are drawn
        attached.stream()
                .filter(file -> file.text() != null)
                .forEach(file ->
                        ledger.appendAlone(caller, new RecordViewed(shown, "attachment", Digest.parse(file.sha256()))));
        model.addAttribute("files", attached);
        model.addAttribute("versions", versions(versions, zone));
        model.addAttribute(
                "board",
                board.of(
                        shown,
                        shown.version() == versions.get(versions.size() - 1).version(),
                        zone));
        model.addAttribute("mine", tasks.of(caller, id).views());
        model.addAttribute("trail", trail(caller, id, zone));
    }

    /** Both contents are shown where they differ: that is on record too. */
    void compare(Model model, Caller caller, List<RecordVersion> versions, RecordVersion before, RecordVersion after) {
        model.addAttribute("recordId", after.recordId());
        model.addAttribute("title", PlainText.visible(after.title()));
        model.addAttribute(
                "versions", versions.stream().map(RecordVersion::version).toList());
        model.addAttribute("from", before.version());
        model.addAttribute("to", after.version());
        model.addAttribute("reason", after.reason() == null ? null : PlainText.visible(after.reason()));
        model.addAttribute("changes", content.changes(before, after));
        model.addAttribute("filePairs", pairs(before, after));
        for (RecordVersion shown : List.of(before, after)) {
            ledger.appendAlone(caller, new RecordViewed(shown, "content", shown.contentSha256()));
        }
    }

    private List<FilePair> pairs(RecordVersion before, RecordVersion after) {
        return after.attachments().stream()
                .filter(view::isPdf)
                .flatMap(later -> before.attachments().stream()
                        .filter(earlier -> earlier.name().equals(later.name()) && view.isPdf(earlier))
                        .filter(earlier -> !earlier.sha256().equals(later.sha256()))
                        .map(earlier -> new FilePair(
                                PlainText.visible(later.name()),
                                earlier.sha256().hex(),
                                later.sha256().hex())))
                .toList();
    }

    private List<Version> versions(List<RecordVersion> all, ZoneId zone) {
        List<Version> newestFirst = new ArrayList<>();
        for (RecordVersion one : all) {
            newestFirst.add(new Version(
                    one.version(),
                    records.status(one.recordId(), one.version())
                            .map(RecordStatus::code)
                            .orElse(null),
                    PlainText.visible(one.author().printedName()),
                    ShownTime.of(one.createdAt(), zone),
                    one.reason() == null ? null : PlainText.visible(one.reason())));
        }
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }

    /** Newest first; null for who may not read it. */
    @Nullable
    List<Line> trail(Caller caller, UUID id, ZoneId zone) {
        return authority
                .reach(caller.actorId(), Permission.READ_AUDIT_TRAIL)
                .map(reach -> new Ledger.Filter(null, null, null, null, id, reach))
                .map(filter -> ledger.search(filter, 0, ENTRIES).items().stream()
                        .map(entry -> line(CanonicalJson.parse(entry.bytes()), zone))
                        .toList())
                .orElse(null);
    }

    private static Line line(JsonNode entry, ZoneId zone) {
        return new Line(
                ShownTime.of(Instant.parse(entry.path("time").asText()), zone),
                entry.path("actor").path("id").asText(),
                entry.path("type").asText(),
                Facts.of(entry),
                entry.path("reason").isNull()
                        ? null
                        : PlainText.visible(entry.path("reason").asText()));
    }
}
