package dev.countersign.workflow.web;

import dev.countersign.ledger.Caller;
import dev.countersign.workflow.Tasks;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the signing page's script asks before it asks a passkey. No secret is sent here. */
@RestController
@Hidden
class SigningPasskeyController {

    private final Tasks tasks;
    private final SigningSite site;

    SigningPasskeyController(Tasks tasks, SigningSite site) {
        this.tasks = tasks;
        this.site = site;
    }

    /** Begins to sign: the challenge is the hash of the intent. */
    @PostMapping(path = "/sign/{taskId}/passkey", produces = MediaType.APPLICATION_JSON_VALUE)
    PasskeyQuestion ask(
            Caller caller, @PathVariable String taskId, @ModelAttribute SigningForm form, HttpServletRequest request) {
        return PasskeyQuestion.of(tasks.askPasskey(caller, taskId, form.request(), site.of(request)));
    }

    /** The same in a series, of a passkey that opens the key. */
    @PostMapping(path = "/sign/{taskId}/series/passkey", produces = MediaType.APPLICATION_JSON_VALUE)
    PasskeyQuestion askInSeries(
            Caller caller, @PathVariable String taskId, @ModelAttribute SigningForm form, HttpServletRequest request) {
        return PasskeyQuestion.of(tasks.askPasskeyInSeries(caller, taskId, form.request(), site.alone(request)));
    }
}
