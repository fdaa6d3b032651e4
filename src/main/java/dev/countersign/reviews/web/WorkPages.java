package dev.countersign.reviews.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import dev.countersign.reviews.Reviews;
import dev.countersign.reviews.Reviews.Decision;
import dev.countersign.reviews.Reviews.Task;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Periodic work in a browser: what waits for whoever looks, each with its form. */
@Controller
@RequestMapping("/work")
class WorkPages {

    private static final String PAGE = "redirect:/work";
    private static final String OUTCOME = "outcome.";
    private static final int MOST = 100;
    /** By code, for people. */
    private static final Map<String, String> ROLE_NAMES =
            Arrays.stream(Role.values()).collect(Collectors.toMap(Role::code, Role::printedName));

    private final Reviews reviews;
    private final Authority authority;
    private final Passkeys passkeys;
    private final People people;

    WorkPages(Reviews reviews, Authority authority, Passkeys passkeys, People people) {
        this.people = people;
        this.passkeys = passkeys;
        this.reviews = reviews;
        this.authority = authority;
    }

    @ModelAttribute
    void common(Caller caller, Model model) {
        model.addAttribute("roleNames", ROLE_NAMES);
        model.addAttribute("administers", may(caller, Permission.MANAGE_ACCOUNTS));
    }

    private boolean may(Caller caller, Permission... permissions) {
        return caller.isPerson()
                && Stream.of(permissions).anyMatch(permission -> authority.may(caller.actorId(), permission));
    }

    @GetMapping
    String all(Caller caller, Site site, Model model) {
        List<Task> waiting = reviews.waitingFor(caller);
        model.addAttribute("passkey", passkeys.anyAt(caller.actorId(), site));
        model.addAttribute("reviews", of(waiting, "credential-review"));
        model.addAttribute("stale", of(waiting, "stale-account"));
        model.addAttribute(
                "test", of(waiting, "authenticator-test").stream().findFirst().orElse(null));
        if (may(caller, Permission.APPROVE_ROLES, Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT_TRAIL)) {
            model.addAttribute("past", reviews.done(caller, MOST));
            model.addAttribute("campaigns", true);
            model.addAttribute("decides", may(caller, Permission.APPROVE_ROLES));
            model.addAttribute("campaign", reviews.campaign(caller).orElse(null));
        }
        return "work/all";
    }

    private static List<Task> of(List<Task> tasks, String kind) {
        return tasks.stream().filter(task -> task.kind().equals(kind)).toList();
    }

    /** By a passkey's answer if there is one, else by the code. */
    @PostMapping("/authenticator-test")
    String test(
            Caller caller,
            @RequestParam String password,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String credentialId,
            @RequestParam(defaultValue = "") String clientData,
            @RequestParam(defaultValue = "") String authenticatorData,
            @RequestParam(defaultValue = "") String signature,
            Site site,
            RedirectAttributes next) {
        char[] typed = password.toCharArray();
        if (credentialId.isEmpty()) {
            return done(next, () -> reviews.testAuthenticator(caller, typed, code));
        }
        Assertion answer = Assertion.ofBase64url(credentialId, clientData, authenticatorData, signature, site);
        return done(next, () -> reviews.testAuthenticator(caller, typed, answer));
    }

    /** What a browser needs to ask a passkey whether it works. */
    @PostMapping(path = "/authenticator-test/question", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Question ask(Caller caller, Site site) {
        return reviews.askPasskey(caller, site);
    }

    @PostMapping("/stale/{userId}")
    String stale(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        return done(next, () -> reviews.decideStale(caller, userId, decision, reason));
    }

    /** The day is the person's, and ends for them. */
    @PostMapping("/campaign")
    String open(
            Caller caller,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate due,
            RedirectAttributes next) {
        next.addFlashAttribute("campaignReason", reason);
        next.addFlashAttribute("campaignDue", due.toString());
        return done(next, () -> reviews.openCampaign(caller, reason, endOf(due, caller)));
    }

    private Instant endOf(LocalDate day, Caller caller) {
        ZoneId zone = people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    @GetMapping("/credential-review")
    String review(Caller caller, Model model) {
        return review(caller, Map.of(), model);
    }

    private String review(Caller caller, Map<String, String> typed, Model model) {
        model.addAttribute("list", reviews.credentials(caller));
        model.addAttribute("typed", typed);
        return "work/review";
    }

    /** What was typed is shown again if it is refused, password and code excepted. */
    @PostMapping("/credential-review")
    String complete(
            Caller caller,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes next,
            HttpServletResponse response) {
        Map<String, Decision> decisions = new HashMap<>();
        form.keySet().stream().filter(name -> name.startsWith(OUTCOME)).forEach(name -> {
            String userId = name.substring(OUTCOME.length());
            decisions.put(userId, new Decision(form.getOrDefault(name, ""), form.getOrDefault("reason." + userId, "")));
        });
        char[] password = form.getOrDefault("password", "").toCharArray();
        try {
            reviews.complete(caller, form.getOrDefault("seen", ""), decisions, password, form.getOrDefault("code", ""));
            next.addFlashAttribute("done", true);
            return PAGE;
        } catch (RefusedException e) {
            response.setStatus(e.refusal().kind().status());
            model.addAttribute("refusal", e.refusal().detail());
            Map<String, String> again = new HashMap<>(form);
            again.remove("password");
            again.remove("code");
            return review(caller, again, model);
        }
    }

    private static String done(RedirectAttributes next, Runnable act) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }
}
