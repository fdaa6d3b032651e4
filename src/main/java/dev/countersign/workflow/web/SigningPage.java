package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page on which people sign (SIG-01, SIG-02, USE-02): on its own origin, inside Tasklist's form or alone. The only place
 * where a person types factors to sign.
 */
@Controller
@RequestMapping(path = "/sign/{taskId}", produces = MediaType.TEXT_HTML_VALUE)
class SigningPage {

    private static final int CODE_SECONDS = 30;
    private static final String TYPED = "typed";

    private final Tasks tasks;
    private final Signatures signatures;
    private final SigningPageModel pages;
    private final Passkeys passkeys;
    private final KeyOpenings openings;
    private final SigningSite site;
    private final Clock clock;

    SigningPage(
            Tasks tasks,
            Signatures signatures,
            SigningPageModel pages,
            Passkeys passkeys,
            KeyOpenings openings,
            SigningSite site,
            Clock clock) {
        this.tasks = tasks;
        this.signatures = signatures;
        this.pages = pages;
        this.passkeys = passkeys;
        this.openings = openings;
        this.site = site;
        this.clock = clock;
    }

    /** After a refused signing, once: what was refused, and everything typed but the secrets. */
    @GetMapping
    String open(Caller caller, @PathVariable String taskId, Model model, HttpServletRequest request, Locale reader) {
        pages.frame(model, caller, request);
        pages.task(
                model,
                caller,
                taskId,
                model.getAttribute(TYPED) instanceof SigningForm typed ? typed : SigningForm.empty(),
                reader);
        model.addAttribute("passkey", passkeys.anyAt(caller.actorId(), site.of(request)));
        model.addAttribute("opening", model.getAttribute("series") != null && opensHere(caller, request));
        model.addAttribute("nextCodeIn", CODE_SECONDS - clock.instant().getEpochSecond() % CODE_SECONDS);
        return "sign/task";
    }

    /** Whether a passkey that opens the caller's key works on this page. */
    private boolean opensHere(Caller caller, HttpServletRequest request) {
        Set<Digest> which = openings.of(caller.actorId()).stream()
                .map(KeyOpenings.Opening::credentialSha256)
                .collect(Collectors.toSet());
        return !which.isEmpty() && passkeys.anyAt(caller.actorId(), site.alone(request), which);
    }

    /** Signs. Whatever comes of it is shown at another address, so that a reload sends no form again. */
    @PostMapping
    String sign(
            Caller caller,
            @PathVariable String taskId,
            @ModelAttribute SigningForm form,
            HttpServletRequest request,
            RedirectAttributes afterwards) {
        try {
            Signature signature = signed(caller, taskId, form, request);
            SessionOfSeries.after(signature, signatures, caller, request);
            return "redirect:/sign/" + taskId + "/signed/" + signature.signatureId();
        } catch (RefusedException e) {
            afterwards.addFlashAttribute(TYPED, form.withoutSecrets());
            afterwards.addFlashAttribute("alert", e.refusal());
            return "redirect:/sign/" + taskId;
        }
    }

    private Signature signed(Caller caller, String taskId, SigningForm form, HttpServletRequest request) {
        if (form.isPasswordAlone()) {
            return tasks.signInSeries(caller, taskId, form.request(), form.secret());
        }
        Optional<PasskeyAnswer> answer = form.answer();
        if (answer.filter(PasskeyAnswer::standsAlone).isPresent()) {
            return tasks.signInSeries(
                    caller,
                    taskId,
                    form.request(),
                    answer.get().at(site.alone(request)),
                    answer.get().secret());
        }
        return answer.isPresent()
                ? tasks.sign(
                        caller,
                        taskId,
                        form.request(),
                        form.secret(),
                        answer.get().at(site.of(request)))
                : tasks.sign(caller, taskId, form.request(), form.secret(), form.bareCode());
    }

    /** The person ends their series: from now on all components are needed again. */
    @PostMapping("/series/end")
    String endSeries(Caller caller, @PathVariable String taskId) {
        tasks.signingTask(caller, taskId);
        signatures.endSeries(caller);
        return "redirect:/sign/" + taskId + "#sign";
    }

    /** What a person sees after signing; reloading it signs nothing. */
    @GetMapping("/signed/{signatureId}")
    String signed(
            Caller caller,
            @PathVariable String taskId,
            @PathVariable UUID signatureId,
            Model model,
            HttpServletRequest request) {
        Optional<Signature> own = signatures
                .find(signatureId)
                .filter(found -> found.userId().equals(caller.actorId()))
                .filter(found ->
                        found.statement().path("intent").path("taskId").asText().equals(taskId));
        if (own.isEmpty()) {
            return "redirect:/sign/" + taskId;
        }
        pages.frame(model, caller, request);
        model.addAttribute("taskId", taskId);
        model.addAttribute("version", own.get().version());
        pages.signed(model, own.get());
        return "sign/signed";
    }

    @ExceptionHandler
    String refused(
            RefusedException e, Caller caller, Model model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(e.refusal().kind().status());
        pages.frame(model, caller, request);
        model.addAttribute("refusal", e.refusal());
        String taskId = taskId(request);
        model.addAttribute("taskId", taskId);
        model.addAttribute(
                "own",
                signatures
                        .ofTask(caller.actorId(), taskId)
                        .map(Signature::signatureId)
                        .orElse(null));
        return "sign/refused";
    }

    private static String taskId(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables instanceof Map<?, ?> map && map.get("taskId") instanceof String id ? id : "";
    }
}
