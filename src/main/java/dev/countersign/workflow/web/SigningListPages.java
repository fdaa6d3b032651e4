package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.signing.SigningList;
import dev.countersign.signing.SigningList.Outcome;
import dev.countersign.signing.SigningLists;
import dev.countersign.workflow.ListedTasks;
import dev.countersign.workflow.ListedTasks.Chosen;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Pages on which people choose records, see them in a list and sign the list once (WFL-08): on the signing origin. */
@Controller
@RequestMapping("/sign/lists")
class SigningListPages {

    private static final int CODE_SECONDS = 30;
    private static final String ALERT = "alert";
    private static final String CHOICES = "redirect:/sign/lists";

    private final ListedTasks lists;
    private final SigningLists policy;
    private final SigningPageModel pages;
    private final Passkeys passkeys;
    private final SigningSite site;
    private final Clock clock;

    SigningListPages(
            ListedTasks lists,
            SigningLists policy,
            SigningPageModel pages,
            Passkeys passkeys,
            SigningSite site,
            Clock clock) {
        this.lists = lists;
        this.policy = policy;
        this.pages = pages;
        this.passkeys = passkeys;
        this.site = site;
        this.clock = clock;
    }

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    String choices(Caller caller, Model model, HttpServletRequest request) {
        pages.frame(model, caller, request);
        model.addAttribute("off", policy.meanings().isEmpty());
        model.addAttribute("choices", lists.choices(caller));
        return "sign/lists";
    }

    /** @param task id of a task and hash of the version it was offered with, each */
    @PostMapping(produces = MediaType.TEXT_HTML_VALUE)
    String show(
            Caller caller,
            @RequestParam(required = false) @Nullable List<String> task,
            Locale reader,
            RedirectAttributes afterwards) {
        try {
            List<Chosen> chosen = task == null
                    ? List.of()
                    : task.stream().map(SigningListPages::chosen).toList();
            return CHOICES + "/" + lists.show(caller, chosen, reader).listId();
        } catch (RefusedException e) {
            afterwards.addFlashAttribute(ALERT, e.refusal());
            return CHOICES;
        }
    }

    private static Chosen chosen(String value) {
        int space = value.indexOf(' ');
        try {
            return new Chosen(value.substring(0, Math.max(space, 0)), Digest.parse(value.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            return new Chosen(value, null);
        }
    }

    @GetMapping(path = "/{listId}", produces = MediaType.TEXT_HTML_VALUE)
    String list(Caller caller, @PathVariable UUID listId, Model model, HttpServletRequest request) {
        SigningList list = lists.list(caller, listId);
        pages.frame(model, caller, request);
        model.addAttribute("list", list);
        model.addAttribute("ready", list.isReady());
        model.addAttribute("signed", list.count(Outcome.SIGNED));
        model.addAttribute("passkey", passkeys.anyAt(caller.actorId(), site.of(request)));
        model.addAttribute("nextCodeIn", CODE_SECONDS - clock.instant().getEpochSecond() % CODE_SECONDS);
        return "sign/list";
    }

    /** Signs. Whatever comes of it is shown at another address, so that a reload sends no form again. */
    @PostMapping(path = "/{listId}", produces = MediaType.TEXT_HTML_VALUE)
    String sign(
            Caller caller,
            @PathVariable UUID listId,
            @ModelAttribute SigningListForm form,
            HttpServletRequest request,
            RedirectAttributes afterwards) {
        try {
            if (form.answer().isPresent()) {
                lists.sign(
                        caller,
                        listId,
                        form.list(),
                        form.secret(),
                        form.answer().get().at(site.of(request)));
            } else {
                lists.sign(caller, listId, form.list(), form.secret(), form.bareCode());
            }
        } catch (RefusedException e) {
            afterwards.addFlashAttribute(ALERT, e.refusal());
        }
        return CHOICES + "/" + listId;
    }

    /** The challenge is the hash of the list. */
    @PostMapping(path = "/{listId}/passkey", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    PasskeyQuestion ask(
            Caller caller,
            @PathVariable UUID listId,
            @ModelAttribute SigningListForm form,
            HttpServletRequest request) {
        return PasskeyQuestion.of(lists.askPasskey(caller, listId, form.list(), site.of(request)));
    }

    /** @param done records of which it is known what came of them */
    record Progress(int done, int size, String state) {}

    @GetMapping(path = "/{listId}/progress", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Progress progress(Caller caller, @PathVariable UUID listId) {
        SigningList list = lists.list(caller, listId);
        return new Progress(
                (int) (list.items().size() - list.count(Outcome.LISTED)),
                list.items().size(),
                list.state().name().toLowerCase(Locale.ROOT));
    }

    @ExceptionHandler
    String refused(
            RefusedException e, Caller caller, Model model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(e.refusal().kind().status());
        pages.frame(model, caller, request);
        model.addAttribute("refusal", e.refusal());
        return "sign/refused";
    }
}
