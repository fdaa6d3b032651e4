package dev.countersign.web;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkey;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Base64;
import java.util.Objects;
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

/** A person lets one of their passkeys open their signing key within series of signatures, and ends that (KEY-02). */
@Controller
@Hidden
@RequestMapping(AccountPasskeysController.PATH + "/{credentialSha256:[0-9a-f]{64}}/opening")
class PasskeyOpeningController {

    private static final String BACK = "redirect:" + AccountPasskeysController.PATH;

    private final Passkeys passkeys;
    private final KeyOpenings openings;
    private final Refusals refusals;
    private final OriginSettings settings;

    PasskeyOpeningController(Passkeys passkeys, KeyOpenings openings, Refusals refusals, OriginSettings settings) {
        this.passkeys = passkeys;
        this.openings = openings;
        this.refusals = refusals;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @GetMapping
    String show(Caller caller, @PathVariable String credentialSha256, Model model) {
        model.addAttribute("passkey", own(caller, credentialSha256));
        return "account/opening";
    }

    /** What the browser needs to ask that passkey, its PRF included. */
    @PostMapping(path = "/question", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Question ask(Caller caller, @PathVariable String credentialSha256, Site site) {
        return refusals.guarding(
                caller,
                "key.opening",
                "person:" + caller.actorId(),
                () -> passkeys.askToOpen(caller, session(caller), site, Digest.parse(credentialSha256)));
    }

    /** Password, code and the passkey's answer with what its PRF gave, in one request: the key is open in it alone. */
    @PostMapping
    String allow(
            Caller caller,
            @PathVariable String credentialSha256,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String credentialId,
            @RequestParam(defaultValue = "") String clientData,
            @RequestParam(defaultValue = "") String authenticatorData,
            @RequestParam(defaultValue = "") String signature,
            @RequestParam(defaultValue = "") String prf,
            Site site,
            RedirectAttributes afterwards) {
        Passkey passkey = own(caller, credentialSha256);
        Assertion answer = Assertion.ofBase64url(credentialId, clientData, authenticatorData, signature, site);
        try {
            openings.allow(
                    caller,
                    session(caller),
                    passkey.credentialSha256(),
                    password.toCharArray(),
                    code,
                    answer,
                    secret(prf));
            afterwards.addFlashAttribute("done", "opens");
            return BACK;
        } catch (RefusedException e) {
            afterwards.addFlashAttribute("refusal", e.refusal().detail());
            return BACK + "/" + passkey.credentialSha256().hex() + "/opening";
        }
    }

    @PostMapping("/end")
    String end(Caller caller, @PathVariable String credentialSha256, RedirectAttributes afterwards) {
        try {
            openings.end(caller, Digest.parse(credentialSha256));
            afterwards.addFlashAttribute("done", "closed");
        } catch (RefusedException e) {
            afterwards.addFlashAttribute("refusal", e.refusal().detail());
        }
        return BACK;
    }

    private Passkey own(Caller caller, String credentialSha256) {
        return passkeys.of(caller.actorId()).stream()
                .filter(one -> caller.isPerson()
                        && one.state() == Passkey.State.ACTIVE
                        && one.credentialSha256().hex().equals(credentialSha256))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** What is no base64url is no secret; whoever takes it wipes it. */
    private static byte[] secret(String prf) {
        try {
            return Base64.getUrlDecoder().decode(prf);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String session(Caller caller) {
        return Objects.requireNonNullElse(caller.session(), "");
    }
}
