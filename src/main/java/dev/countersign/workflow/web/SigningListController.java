package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.signing.SigningList;
import dev.countersign.signing.SigningList.Outcome;
import dev.countersign.workflow.ListedTasks;
import dev.countersign.workflow.ListedTasks.Chosen;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists of tasks that are signed with one proof of presence, for programs that people run (WFL-08). */
@RestController
@RequestMapping("/api/signing-lists")
@Tag(name = "Tasks")
class SigningListController {

    private final ListedTasks lists;
    private final Refusals refusals;
    private final SigningSite site;

    SigningListController(ListedTasks lists, Refusals refusals, SigningSite site) {
        this.lists = lists;
        this.refusals = refusals;
        this.site = site;
    }

    @PostMapping
    @Operation(
            summary = "List tasks that you want to sign with one proof",
            description =
                    "Body `{tasks: [{taskId, recordSha256}]}`, all of one meaning that your organisation lets be signed in lists; none by default, and"
                            + " never the step that releases a record. The answer is what a person has to be shown; `listSha256` names it. Each"
                            + " record must have been opened in this session (`GET /api/tasks/{taskId}/presentation`) where `reading` is `opened`. 403"
                            + " `list-not-allowed`, 409 `record-changed`, 422 `list-size`, `list-mixed`; nothing is listed then.")
    ResponseEntity<SigningListItem> show(
            Caller caller, @RequestBody(required = false) byte @Nullable [] body, Locale reader) {
        List<Chosen> chosen = read(caller, "new", body, SigningListBody::readChosen);
        SigningList list = lists.show(caller, chosen, reader);
        return ResponseEntity.created(URI.create("/api/signing-lists/" + list.listId()))
                .body(SigningListItem.of(list));
    }

    @GetMapping("/{listId}")
    @Operation(
            summary = "A list of yours, and what came of each record",
            description = "Also while it is being signed: that is its progress. 404 `list-not-found`.")
    SigningListItem list(Caller caller, @PathVariable UUID listId) {
        return SigningListItem.of(lists.list(caller, listId));
    }

    @PostMapping("/{listId}/passkey")
    @Operation(
            summary = "Begin to sign a list by a passkey",
            description =
                    "Body `{listSha256}`. The `challenge` is the list's hash; the answer goes to `signatures` once.")
    PasskeyQuestion ask(
            Caller caller,
            @PathVariable UUID listId,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest http) {
        Digest sha256 = read(caller, listId, body, SigningListBody::readAsking);
        return PasskeyQuestion.of(lists.askPasskey(caller, listId, sha256, site.of(http)));
    }

    @PostMapping("/{listId}/signatures")
    @Operation(
            summary = "Sign a list",
            description =
                    "Body `{listSha256, password, otp}`, or `passkey` in the place of `otp` as at a single signature. Each record is approved by a"
                            + " signature of its own, in a transaction of its own, or refused by itself with rule and remedy: 200 if all are"
                            + " signed, 207 if not. Asked again, it answers what came of it and signs nothing. 401 `reauthentication-failed`, 409"
                            + " `list-changed`, `list-expired`, 423 `signing-locked`: then nothing is signed.")
    ResponseEntity<SigningListItem> sign(
            Caller caller,
            @PathVariable UUID listId,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest http) {
        SigningListBody.Signing asked = read(caller, listId, body, SigningListBody::readSigning);
        PasskeyAnswer answer = asked.passkey();
        SigningList list = answer == null
                ? lists.sign(caller, listId, asked.listSha256(), asked.password(), asked.otp())
                : lists.sign(caller, listId, asked.listSha256(), asked.password(), answer.at(site.of(http)));
        boolean all = list.count(Outcome.SIGNED) == list.items().size();
        return ResponseEntity.status(all ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
                .body(SigningListItem.of(list));
    }

    private <T> T read(Caller caller, Object listId, byte @Nullable [] body, Function<byte[], T> reading) {
        return refusals.guarding(
                caller, "list.sign", "signing-list:" + listId, () -> reading.apply(body == null ? new byte[0] : body));
    }
}
