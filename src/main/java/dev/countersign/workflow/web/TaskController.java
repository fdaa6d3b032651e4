package dev.countersign.workflow.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.signing.Presentation;
import dev.countersign.signing.SeriesEnd;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningRequest;
import dev.countersign.signing.SigningSeries;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.Tasks.TaskCard;
import dev.countersign.workflow.Tasks.TaskView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tasks of people, for programs that people run: what Tasklist and the signing page do, by API. */
@RestController
@RequestMapping("/api/tasks")
@Tag(name = "Tasks")
class TaskController {

    private final Tasks tasks;
    private final Refusals refusals;
    private final SigningSite site;
    private final Signatures signatures;

    TaskController(Tasks tasks, Refusals refusals, SigningSite site, Signatures signatures) {
        this.site = site;
        this.signatures = signatures;
        this.tasks = tasks;
        this.refusals = refusals;
    }

    /** @param more whether there are others than those listed */
    record TaskList(List<TaskItem> items, boolean more) {}

    record TaskItem(
            String taskId,
            String name,
            UUID recordId,
            int version,
            String sha256,
            String title,
            List<String> meanings,
            String since,
            @Nullable String dueAt,
            @Nullable String assignee,
            boolean canSign,
            @Nullable String whyNot) {

        static TaskItem of(TaskView task) {
            return new TaskItem(
                    task.taskId(),
                    task.name(),
                    task.recordId(),
                    task.version(),
                    task.sha256().hex(),
                    task.title(),
                    task.meanings(),
                    UtcTime.write(task.since()),
                    task.dueAt() == null ? null : UtcTime.write(task.dueAt()),
                    task.assignee(),
                    task.canSign(),
                    task.whyNot());
        }
    }

    @GetMapping
    @Operation(
            summary = "Tasks you may act on",
            description =
                    "`canSign` false comes with `whyNot`: rule and remedy. `recordId` asks for those of one record. "
                            + "The oldest come first; `more` says that there are others than the thousand listed.")
    TaskList list(Caller caller, @RequestParam(required = false) @Nullable UUID recordId) {
        Tasks.TaskViews mine = tasks.of(caller, recordId);
        return new TaskList(mine.views().stream().map(TaskItem::of).toList(), mine.more());
    }

    /** Tasklist asks whenever its list changes, by itself: whoever only has it open does nothing. */
    @GetMapping("/cards")
    @Operation(
            summary = "What stands on the cards of your tasks",
            description = "Record, version and type of each, and whether the risk policy calls the type sensitive.")
    Cards cards(Caller caller) {
        return new Cards(tasks.cards(caller));
    }

    record Cards(List<TaskCard> items) {}

    @PostMapping("/{taskId}/claim")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Claim a task", description = "403 `not-authorized` with the rule, 409 `claimed`.")
    void claim(Caller caller, @PathVariable String taskId) {
        tasks.claim(caller, taskId);
    }

    @PostMapping("/{taskId}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a claimed task back to its role")
    void release(Caller caller, @PathVariable String taskId) {
        tasks.release(caller, taskId);
    }

    @GetMapping(path = "/{taskId}/presentation", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "What is to be signed, as it is shown",
            description =
                    "The exact bytes; their SHA-256 is `presentationSha256` of a signature. Its sentences are in the language of"
                            + " `Accept-Language`, `en` or `de`, English for any other; what is signed after it is signed in that language.")
    ResponseEntity<byte[]> presentation(Caller caller, @PathVariable String taskId, Locale reader) {
        Presentation presentation = tasks.presentation(caller, taskId, reader);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .eTag(presentation.sha256().hex())
                .header(HttpHeaders.CONTENT_LANGUAGE, presentation.language())
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE)
                .body(presentation.bytes());
    }

    @PostMapping("/{taskId}/signature/passkey")
    @Operation(
            summary = "Begin to sign by a passkey",
            description =
                    "Body `{decision: approve|reject, meaning?, recordSha256, presentationSha256?, reason?}`, without any secret. The"
                            + " `challenge` is the SHA-256 of the intent; the passkey's answer goes to `signature`, with the same"
                            + " decision, within two minutes, once. 404 `passkey-not-found`, 422 `passkey-host`, else as `signature`.")
    PasskeyQuestion ask(
            Caller caller,
            @PathVariable String taskId,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest http) {
        return PasskeyQuestion.of(tasks.askPasskey(caller, taskId, asking(caller, taskId, body), site.of(http)));
    }

    /**
     * A series, if one goes on.
     *
     * @param made signatures of it so far
     * @param ended why the newest one does not go on: {@code idle}, {@code too-long}, {@code count}, {@code place}, {@code account}, {@code
     *     session}, {@code failed}, {@code by-person}; null where there was none lately
     */
    record SeriesItem(
            boolean active,
            @Nullable UUID seriesId,
            @Nullable String begunAt,
            int made,
            int most,
            @Nullable String until,
            @Nullable String ended) {

        static SeriesItem of(SigningSeries series) {
            return new SeriesItem(
                    true,
                    series.seriesId(),
                    UtcTime.write(series.begunAt()),
                    series.made(),
                    series.most(),
                    UtcTime.write(series.until()),
                    null);
        }
    }

    @GetMapping("/{taskId}/series")
    @Operation(
            summary = "The series of signatures in which you may sign this task with one component",
            description =
                    "`active` false if all components are needed; `ended` then says why your newest series does not go on. 404"
                            + " `task-not-found`.")
    SeriesItem series(Caller caller, @PathVariable String taskId) {
        SigningTask task = tasks.signingTask(caller, taskId);
        return signatures
                .series(caller, task)
                .map(SeriesItem::of)
                .orElseGet(() -> new SeriesItem(
                        false,
                        null,
                        null,
                        0,
                        0,
                        null,
                        signatures.seriesEnd(caller, task).map(SeriesEnd::code).orElse(null)));
    }

    @PostMapping("/{taskId}/series/passkey")
    @Operation(
            summary = "Begin to sign in a series by a passkey that opens your key",
            description =
                    "Body and answer as at `/signature/passkey`; each of `credentials` has the `salt` over which its PRF is evaluated. Send what"
                            + " it gives as `passkey/prf`, without `password`, within two minutes. A page of the signing origin has to ask it."
                            + " 404 `passkey-not-found` without one.")
    PasskeyQuestion askInSeries(
            Caller caller,
            @PathVariable String taskId,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest http) {
        return PasskeyQuestion.of(
                tasks.askPasskeyInSeries(caller, taskId, asking(caller, taskId, body), site.alone(http)));
    }

    private SigningRequest asking(Caller caller, String taskId, byte @Nullable [] body) {
        return refusals.guarding(
                caller,
                "task.sign",
                "task:" + taskId,
                () -> SignatureBody.readAsking(body == null ? new byte[0] : body));
    }

    @DeleteMapping("/{taskId}/series")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End your series of signatures",
            description = "The next signature needs all components. Nothing happens without a series.")
    void endSeries(Caller caller, @PathVariable String taskId) {
        tasks.signingTask(caller, taskId);
        signatures.endSeries(caller);
    }

    @PostMapping("/{taskId}/signature")
    @Operation(
            summary = "Sign a task",
            description =
                    "Body `{decision: approve|reject, meaning?, recordSha256, presentationSha256?, reason?, password, otp}`, or `passkey:"
                            + " {ceremonyId, credentialId, clientDataJSON, authenticatorData, signature}` in the place of `otp`; in a series of"
                            + " signatures that the meaning's policy allows (`/series`) `password` alone, or `passkey` with `prf` alone. The task is completed in the same transaction. 401 `reauthentication-failed`, 403 `not-authorized`, 409"
                            + " `record-changed` or `task-completed`, 422 `all-components-required`, `meaning-not-allowed` or `reason-required`, 423"
                            + " `signing-locked`.")
    ResponseEntity<SignedItem> sign(
            Caller caller,
            @PathVariable String taskId,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest http) {
        SignatureBody asked = refusals.guarding(
                caller, "task.sign", "task:" + taskId, () -> SignatureBody.read(body == null ? new byte[0] : body));
        PasskeyAnswer answer = asked.passkey();
        Signature signature;
        if (answer != null && answer.standsAlone()) {
            signature =
                    tasks.signInSeries(caller, taskId, asked.request(), answer.at(site.alone(http)), answer.secret());
        } else if (answer != null) {
            signature = tasks.sign(caller, taskId, asked.request(), asked.password(), answer.at(site.of(http)));
        } else if (asked.otp() != null) {
            signature = tasks.sign(caller, taskId, asked.request(), asked.password(), asked.otp());
        } else {
            signature = tasks.signInSeries(caller, taskId, asked.request(), asked.password());
        }
        SessionOfSeries.after(signature, signatures, caller, http);
        return ResponseEntity.created(URI.create("/api/signatures/" + signature.signatureId()))
                .body(SignedItem.of(signature));
    }
}
