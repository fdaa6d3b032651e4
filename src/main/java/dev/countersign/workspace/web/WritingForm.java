package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.ledger.Caller;
import dev.countersign.records.AttachmentRules;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Records.RecordType;
import dev.countersign.signing.ManifestedSignature;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.WaitingTasks;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a record's form is given, and whether there is one to give: the store and the process judge what is sent. */
@Component
class WritingForm {

    /** What somebody can do next with a record's newest version. */
    enum Way {
        /** Another version can be written. */
        OPEN,
        /** It waits for a new version, which this person writes. */
        REWORK,
        /** It waits for a new version of somebody else. */
        NOT_YOUR_REWORK,
        /** It is a draft of somebody else. */
        NOT_YOUR_DRAFT,
        /** It is reviewed just now. */
        BUSY,
        /** It is over. */
        CLOSED,
        /** It is not this person's to write at all. */
        NONE;

        public boolean isOpen() {
            return this == OPEN || this == REWORK;
        }
    }

    private final Records records;
    private final Signatures signatures;
    private final WaitingTasks waiting;
    private final Authority authority;
    private final AttachmentRules attachments;
    private final KeyVault vault;

    WritingForm(
            Records records,
            Signatures signatures,
            WaitingTasks waiting,
            Authority authority,
            AttachmentRules attachments,
            KeyVault vault) {
        this.records = records;
        this.signatures = signatures;
        this.waiting = waiting;
        this.authority = authority;
        this.attachments = attachments;
        this.vault = vault;
    }

    void empty(Model model, Caller caller, RecordType type) {
        fill(model, caller, type);
        model.addAttribute("forecast", signatures.forecast(type.code(), caller.actorId()));
        model.addAttribute("startable", authority.may(caller.actorId(), Permission.START_APPROVALS));
    }

    void filled(Model model, Caller caller, RecordVersion newest) {
        Way way = way(caller, newest);
        fill(model, caller, typeOf(newest));
        model.addAttribute("record", newest);
        model.addAttribute("forecast", signatures.forecast(newest));
        model.addAttribute("title", PlainText.visible(newest.title()));
        model.addAttribute("way", way);
        model.addAttribute("kept", kept(newest));
        model.addAttribute("rejections", way == Way.REWORK ? rejections(newest) : List.of());
        model.addAttribute("startable", way == Way.OPEN && authority.may(caller.actorId(), Permission.START_APPROVALS));
    }

    private RecordType typeOf(RecordVersion newest) {
        return records.type(newest.type())
                .orElseThrow(() -> RecordAccess.notFound("There is no record type " + newest.type()
                        + " any more, so there is no form for record " + newest.recordId()
                        + ". Read it on its own page; whoever runs this system can bring the type back."));
    }

    /** Whether this person can write the next version, and if not, why. */
    Way way(Caller caller, RecordVersion newest) {
        if (ProcessModels.isAboutProcesses(newest.type()) || !may(caller)) {
            return Way.NONE;
        }
        UUID id = newest.recordId();
        return switch (records.status(id)) {
            case EFFECTIVE -> Way.OPEN;
            case DRAFT -> signatures.lineage(id).authors().contains(caller.actorId()) ? Way.OPEN : Way.NOT_YOUR_DRAFT;
            case IN_REWORK -> isAsked(caller, id) ? Way.REWORK : Way.NOT_YOUR_REWORK;
            case IN_REVIEW, APPROVED -> Way.BUSY;
            case SUPERSEDED, WITHDRAWN, OBSOLETE -> Way.CLOSED;
        };
    }

    /** Whether this person may write records at all. */
    boolean may(Caller caller) {
        return authority.may(caller.actorId(), Permission.DRAFT_RECORDS);
    }

    /** For the record's page: what this person can do next with it. */
    void offer(Model model, Caller caller, RecordVersion newest) {
        model.addAttribute("way", way(caller, newest));
        model.addAttribute("startable", isStartable(caller, newest));
    }

    /** Whether the approval of this version waits to be started, by this person. */
    private boolean isStartable(Caller caller, RecordVersion newest) {
        return records.status(newest.recordId()) == RecordStatus.DRAFT
                && !ProcessModels.isAboutProcesses(newest.type())
                && authority.may(caller.actorId(), Permission.START_APPROVALS);
    }

    private boolean isAsked(Caller caller, UUID id) {
        return waiting.of(id).stream()
                .filter(task -> task.planStep() == null)
                .anyMatch(task -> task.assignee() == null
                        ? authority.roles(caller.actorId()).stream()
                                .anyMatch(role -> role.code().equals(task.role()))
                        : task.assignee().equals(caller.actorId()));
    }

    /** Why it waits for another version. */
    private List<ManifestedSignature> rejections(RecordVersion newest) {
        return signatures.ofRecord(newest.recordId()).stream()
                .filter(signature -> signature.version() == newest.version() && !signature.approve())
                .map(signature -> ManifestedSignature.of(
                        signature, signatures.faultOf(signature.signatureId()), LocaleContextHolder.getLocale()))
                .toList();
    }

    private void fill(Model model, Caller caller, RecordType type) {
        model.addAttribute("person", caller.actorId());
        model.addAttribute("draftKey", draftKey(caller.actorId()));
        model.addAttribute("type", type.code());
        model.addAttribute("typeName", type.printedName());
        model.addAttribute("description", type.schema().path("description").asText());
        model.addAttribute("schema", type.schema().toString());
        model.addAttribute("rules", rules().toString());
        model.addAttribute("endings", String.join(", ", attachments.endings().keySet()));
        model.addAttribute("largest", attachments.largest() / 1024 / 1024);
        model.addAttribute("most", attachments.most());
    }

    /** What a browser encrypts under whatever this person typed and did not save; nobody else's pages are given it. */
    private String draftKey(String userId) {
        return Base64.getEncoder().encodeToString(vault.hmac(SecretName.PEPPER, Parts.of("writing-draft/v1", userId)));
    }

    private ObjectNode rules() {
        ObjectNode rules = JsonNodeFactory.instance
                .objectNode()
                .put("largest", attachments.largest())
                .put("together", attachments.largestTogether())
                .put("most", attachments.most());
        ObjectNode endings = rules.putObject("endings");
        attachments.endings().forEach(endings::put);
        return rules;
    }

    private static String kept(RecordVersion newest) {
        var files = JsonNodeFactory.instance.arrayNode();
        newest.attachments().forEach(file -> files.addObject()
                .put("name", file.name())
                .put("mediaType", file.mediaType())
                .put("length", file.length())
                .put("sha256", file.sha256().hex()));
        return files.toString();
    }
}
