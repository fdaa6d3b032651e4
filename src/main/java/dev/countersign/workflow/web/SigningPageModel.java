package dev.countersign.workflow.web;

import dev.countersign.changes.ProcessModels;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.Records;
import dev.countersign.signing.AttachmentView;
import dev.countersign.signing.ManifestedSignature;
import dev.countersign.signing.SeriesEnd;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.Tasks;
import dev.countersign.worm.WormStore;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Gathers what the signing page shows (SIG-01). */
@Component
class SigningPageModel {

    private final Tasks tasks;
    private final Signatures signatures;
    private final Records records;
    private final People people;
    private final WormStore worm;
    private final AttachmentView attachments;
    private final MainOrigin mainOrigin;

    SigningPageModel(
            Tasks tasks,
            Signatures signatures,
            Records records,
            People people,
            WormStore worm,
            AttachmentView attachments,
            MainOrigin mainOrigin) {
        this.tasks = tasks;
        this.signatures = signatures;
        this.records = records;
        this.people = people;
        this.worm = worm;
        this.attachments = attachments;
        this.mainOrigin = mainOrigin;
    }

    /** What every page has. */
    void frame(Model model, Caller caller, HttpServletRequest request) {
        model.addAttribute("demo", worm.installation().isDemo());
        model.addAttribute("environmentName", mainOrigin.environmentName());
        model.addAttribute("mainOrigin", mainOrigin.of(request));
        model.addAttribute(
                "person", people.find(caller.actorId()).map(Person::printedName).orElse(caller.actorId()));
    }

    /** @throws dev.countersign.ledger.RefusedException if the caller may not see the task */
    void task(Model model, Caller caller, String taskId, SigningForm form, Locale reader) {
        SigningTask task = tasks.signingTask(caller, taskId);
        model.addAttribute("page", PresentationView.of(tasks.presentation(caller, taskId, reader)));
        RecordVersion version = records.version(task.recordId(), task.version()).orElseThrow();
        model.addAttribute("task", task);
        model.addAttribute("typeName", typeName(version));
        model.addAttribute("isModels", version.type().equals(ProcessModels.TYPE));
        model.addAttribute("form", form);
        model.addAttribute(
                "attachments",
                version.attachments().stream()
                        .map(attachment -> item(version, attachment))
                        .toList());
        List<Signature> all = signatures.ofRecord(task.recordId());
        List<Signature> signed =
                all.stream().filter(one -> one.version() == task.version()).toList();
        model.addAttribute("signatures", views(signed.stream()));
        // what was said of earlier versions, for whoever signs this one: context, and no part of what is signed
        model.addAttribute("earlier", views(all.stream().filter(one -> one.version() < task.version())));
        model.addAttribute("pending", pending(task, version, signed));
        Optional<Refusal> refusal = signatures.refusalToSign(caller.actorId(), task);
        model.addAttribute("whyNot", refusal.orElse(null));
        model.addAttribute(
                "series",
                signatures
                        .series(caller, task)
                        .map(series -> SeriesView.of(series, zone(caller)))
                        .orElse(null));
        model.addAttribute(
                "seriesEnd",
                model.getAttribute("series") != null
                        ? null
                        : signatures
                                .seriesEnd(caller, task)
                                .map(SeriesEnd::code)
                                .orElse(null));
    }

    /** What a person signed, after they did. */
    void signed(Model model, Signature signature) {
        model.addAttribute("signature", view(signature));
        model.addAttribute(
                "title",
                records.version(signature.recordId(), signature.version())
                        .map(RecordVersion::title)
                        .orElse(""));
        model.addAttribute("recordId", signature.recordId());
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }

    private List<ManifestedSignature> views(Stream<Signature> some) {
        return some.map(this::view).toList();
    }

    private ManifestedSignature view(Signature signature) {
        return ManifestedSignature.of(
                signature, signatures.faultOf(signature.signatureId()), LocaleContextHolder.getLocale());
    }

    private String typeName(RecordVersion version) {
        return records.type(version.type()).map(Records.RecordType::printedName).orElse(version.type());
    }

    /** Steps of the plan that are still to be signed, this one first. */
    private List<String> pending(SigningTask task, RecordVersion version, List<Signature> signed) {
        Set<String> done = signed.stream().map(Signature::planStep).collect(Collectors.toSet());
        return signatures.planOf(task.recordId()).stream()
                .flatMap(plan -> plan.steps().stream())
                .filter(step -> !done.contains(step.code()))
                .filter(step -> version.author().isPerson() || !"person-drafted".equals(step.applies()))
                .map(SignaturePlan.Step::code)
                .toList();
    }

    private AttachmentItem item(RecordVersion version, Attachment attachment) {
        byte[] bytes = records.part(version, attachment.sha256()).orElseThrow();
        int pages = attachments.isPdf(attachment) ? attachments.pageCount(bytes) : 0;
        return new AttachmentItem(
                PlainText.visible(attachment.name()),
                attachment.mediaType(),
                AttachmentItem.size(attachment),
                attachment.sha256().hex(),
                IntStream.rangeClosed(1, pages).boxed().toList(),
                attachments.isImage(attachment),
                attachments.text(attachment, bytes).orElse(null));
    }
}
