package dev.countersign.accounts.web;

import dev.countersign.accounts.AccountRequests;
import dev.countersign.accounts.AccountRequests.AccountRequest;
import dev.countersign.accounts.Descriptions;
import dev.countersign.accounts.web.AccountController.InvitationView;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts that somebody asks for, and another description of a person (docs/operations/accounts.md). */
@RestController
@Tag(name = "Accounts")
class AccountRequestController {

    private final AccountRequests requests;
    private final Descriptions descriptions;
    private final Refusals refusals;

    AccountRequestController(AccountRequests requests, Descriptions descriptions, Refusals refusals) {
        this.requests = requests;
        this.descriptions = descriptions;
        this.refusals = refusals;
    }

    /** @param state {@code open}, {@code made} or {@code declined} */
    record AccountRequestView(
            UUID requestId,
            String printedName,
            String title,
            String zone,
            List<String> roles,
            @Nullable String until,
            @Nullable ScopeView scope,
            String requestedBy,
            String requestedAt,
            String reason,
            String state,
            @Nullable String decidedBy,
            @Nullable String decisionReason,
            @Nullable String userId) {

        static AccountRequestView of(AccountRequest request) {
            AccountRequests.Decision decision = request.decision();
            return new AccountRequestView(
                    request.requestId(),
                    request.wanted().described().printedName(),
                    request.wanted().described().title(),
                    request.wanted().described().zone().getId(),
                    request.wanted().roles().stream().map(Role::code).sorted().toList(),
                    ScopeView.end(request.wanted().terms()),
                    ScopeView.of(request.wanted().terms()),
                    request.requestedBy(),
                    UtcTime.write(request.requestedAt()),
                    request.reason(),
                    decision == null ? "open" : decision.userId() == null ? "declined" : "made",
                    decision == null ? null : decision.by(),
                    decision == null ? null : decision.reason(),
                    decision == null ? null : decision.userId());
        }
    }

    record AccountRequestList(List<AccountRequestView> items) {}

    @GetMapping("/api/account-requests")
    @Operation(
            summary = "Accounts that were asked for",
            description =
                    "Newest first, at most 200: all for IT Administrators, QA Managers and auditors, one's own for everybody else who may"
                            + " ask.")
    AccountRequestList seen(Caller caller) {
        return new AccountRequestList(
                requests.seen(caller).stream().map(AccountRequestView::of).toList());
    }

    @PostMapping("/api/account-requests")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Ask for an account",
            description =
                    "Body `{printedName, title, zone, roles?, until?, scope?, email?, reason}`, `until` being when the roles end, by anybody with a role but IT Administrators, who make"
                            + " accounts, and auditors.")
    AccountRequestView ask(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "account.request", body);
        return AccountRequestView.of(
                requests.ask(caller, read(caller, "account.request", asked, AccountBody::wanted), asked.reason()));
    }

    @PostMapping("/api/account-requests/{requestId}/account")
    @Operation(
            summary = "Make the account that was asked for",
            description =
                    "Body `{userId, reason}`, by an IT Administrator who did not ask for it. The answer has the invitation, shown once.")
    ResponseEntity<InvitationView> make(
            Caller caller, @PathVariable UUID requestId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "account.make-requested", body);
        String userId = read(caller, "account.make-requested", asked, AccountBody::userId);
        return InvitationView.of(requests.make(caller, requestId, userId, asked.reason()));
    }

    @PostMapping("/api/account-requests/{requestId}/refusal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Decline to make an account",
            description = "Body `{reason}`, by an IT Administrator who did not ask for it.")
    void decline(Caller caller, @PathVariable UUID requestId, @RequestBody(required = false) byte @Nullable [] body) {
        requests.decline(
                caller,
                requestId,
                read(caller, "account.decline-requested", body).reason());
    }

    @PostMapping("/api/accounts/{userId}/description")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Change name, title and time zone of a person",
            description =
                    "Body `{printedName, title, zone, reason}`, by an IT Administrator, about somebody else. Earlier signatures stay as they are."
                            + " Another printed name ends the person's certificate: a new key is made and certified.")
    void describe(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "account.describe", body);
        descriptions.describe(
                caller, userId, read(caller, "account.describe", asked, AccountBody::described), asked.reason());
    }

    private AccountBody read(Caller caller, String attempt, byte @Nullable [] body) {
        return refusals.guarding(caller, attempt, "accounts", () -> AccountBody.read(body));
    }

    private <T> T read(Caller caller, String attempt, AccountBody body, Function<AccountBody, T> part) {
        return refusals.guarding(caller, attempt, "accounts", () -> part.apply(body));
    }
}
