package dev.countersign.web;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Components;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.identity.KeyOpenings.Opening;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.Reauthentication;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Passkeys.Creation;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A person's own passkeys: which there are, another one after password and code, and the end of one that was lost. */
@Controller
@Hidden
@RequestMapping(AccountPasskeysController.PATH)
class AccountPasskeysController {

    static final String PATH = "/account/passkeys";
    private static final String BACK = "redirect:" + PATH;

    private final Passkeys passkeys;
    private final KeyOpenings openings;
    private final Components components;
    private final Reauthentication reauthentication;
    private final People people;
    private final Refusals refusals;
    private final Origins origins;
    private final OriginSettings settings;

    AccountPasskeysController(
            Passkeys passkeys,
            KeyOpenings openings,
            Components components,
            Reauthentication reauthentication,
            People people,
            Refusals refusals,
            Origins origins,
            OriginSettings settings) {
        this.passkeys = passkeys;
        this.openings = openings;
        this.components = components;
        this.reauthentication = reauthentication;
        this.people = people;
        this.refusals = refusals;
        this.origins = origins;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @GetMapping
    String all(Caller caller, Model model, HttpServletRequest request) {
        Person person = person(caller);
        model.addAttribute("zone", person.zone());
        model.addAttribute("passkeys", passkeys.of(person.userId()));
        model.addAttribute("certified", isCertified(person.userId()));
        model.addAttribute(
                "openings",
                openings.of(person.userId()).stream()
                        .collect(Collectors.toMap(one -> one.credentialSha256().hex(), Opening::since)));
        model.addAttribute("site", origins.site(request));
        return "account/passkeys";
    }

    private boolean isCertified(String userId) {
        return "certified".equals(components.of(userId).keyState());
    }

    /** Password and code first; then what the browser needs to make a passkey. */
    @PostMapping(path = "/creation", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Creation begin(
            Caller caller,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request) {
        Person person = person(caller);
        reauthentication.demand(caller, password.toCharArray(), code);
        return guarding(
                caller,
                "passkey.register",
                () -> passkeys.beginRegistration(caller, session(caller), person.printedName(), origins.site(request)));
    }

    @PostMapping
    String register(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String attestationObject,
            @RequestParam(defaultValue = "") String clientData,
            @RequestParam(defaultValue = "") String transports,
            HttpServletRequest request,
            RedirectAttributes afterwards) {
        person(caller);
        Attestation made = Attestation.ofBase64url(attestationObject, clientData, transports, name);
        try {
            guarding(
                    caller,
                    "passkey.register",
                    () -> passkeys.register(caller, session(caller), origins.site(request), made));
            afterwards.addFlashAttribute("done", "added");
        } catch (RefusedException e) {
            afterwards.addFlashAttribute("refusal", e.refusal().detail());
        }
        return BACK;
    }

    @PostMapping("/{credentialSha256:[0-9a-f]{64}}/revocation")
    String revoke(Caller caller, @PathVariable String credentialSha256, RedirectAttributes afterwards) {
        Person person = person(caller);
        try {
            guarding(caller, "passkey.revoke", () -> {
                passkeys.revoke(caller, person.userId(), Digest.parse(credentialSha256), "revoked by its owner");
                return true;
            });
            afterwards.addFlashAttribute("done", "revoked");
        } catch (RefusedException e) {
            afterwards.addFlashAttribute("refusal", e.refusal().detail());
        }
        return BACK;
    }

    private <T> T guarding(Caller caller, String attempt, java.util.function.Supplier<T> work) {
        return refusals.guarding(caller, attempt, "person:" + caller.actorId(), work);
    }

    private Person person(Caller caller) {
        if (!caller.isPerson()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return people.find(caller.actorId()).orElseThrow();
    }

    private static String session(Caller caller) {
        return Objects.requireNonNullElse(caller.session(), "");
    }
}
