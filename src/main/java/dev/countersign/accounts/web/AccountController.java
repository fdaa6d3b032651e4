package dev.countersign.accounts.web;

import dev.countersign.accounts.Accounts;
import dev.countersign.accounts.Accounts.Account;
import dev.countersign.accounts.Accounts.RoleRequest;
import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The life of accounts, for administrators and the programs they run (docs/operations/accounts.md). */
@RestController
@RequestMapping("/api/accounts")
@Tag(name = "Accounts", description = "Who has an account and which roles; no single person makes one that can sign")
class AccountController {

    private final Accounts accounts;
    private final IdentityProofing proofing;
    private final Refusals refusals;

    AccountController(Accounts accounts, IdentityProofing proofing, Refusals refusals) {
        this.accounts = accounts;
        this.proofing = proofing;
        this.refusals = refusals;
    }

    /**
     * @param until null where the role has no end
     * @param scope null where the role is over all records
     * @param ended whether the end has passed: the role does not count any more
     */
    record GrantView(
            String role,
            String since,
            @Nullable String until,
            boolean ended,
            @Nullable ScopeView scope) {

        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.role().code(),
                    UtcTime.write(grant.since()),
                    ScopeView.end(grant.terms()),
                    grant.ended(),
                    ScopeView.of(grant.terms()));
        }
    }

    /**
     * @param roles that count now
     * @param grants of these, and of roles whose end has passed
     * @param signs whether there is a certified signing key
     */
    record AccountView(
            String userId,
            String printedName,
            String title,
            String zone,
            String state,
            List<String> roles,
            List<GrantView> grants,
            List<String> requestedRoles,
            boolean signs) {

        static AccountView of(Account account) {
            return new AccountView(
                    account.person().userId(),
                    account.person().printedName(),
                    account.person().title(),
                    account.person().zone().getId(),
                    account.person().state().code(),
                    codes(account.roles()),
                    account.grants().stream().map(GrantView::of).toList(),
                    codes(account.open()),
                    account.person().keyId() != null);
        }

        private static List<String> codes(Collection<Role> roles) {
            return roles.stream().map(Role::code).sorted().toList();
        }
    }

    record RequestView(
            UUID requestId,
            String userId,
            String role,
            @Nullable String until,
            @Nullable ScopeView scope,
            String requestedBy,
            String requestedAt,
            String reason) {

        static RequestView of(RoleRequest request) {
            return new RequestView(
                    request.requestId(),
                    request.userId(),
                    request.role().code(),
                    ScopeView.end(request.terms()),
                    ScopeView.of(request.terms()),
                    request.requestedBy(),
                    UtcTime.write(request.requestedAt()),
                    request.reason());
        }
    }

    record AccountList(List<AccountView> items, List<RequestView> requests) {}

    /** @param code shown here once and stored nowhere */
    record InvitationView(String userId, String code, String expiresAt) {

        static ResponseEntity<InvitationView> of(Invitation invitation) {
            return ResponseEntity.created(URI.create("/api/accounts/" + invitation.userId()))
                    .cacheControl(CacheControl.noStore())
                    .body(new InvitationView(
                            invitation.userId(), invitation.code(), UtcTime.write(invitation.expiresAt())));
        }
    }

    @GetMapping
    @Operation(
            summary = "Accounts, their roles, and what waits for a decision",
            description =
                    "For IT Administrators, QA Managers and auditors. `roles` are those that count now; `grants` tells since and until when,"
                            + " and which have ended.")
    AccountList list(Caller caller) {
        return new AccountList(
                accounts.all(caller).stream().map(AccountView::of).toList(),
                accounts.waiting(caller).stream().map(RequestView::of).toList());
    }

    @PostMapping
    @Operation(
            summary = "Make an account",
            description =
                    "Body `{userId, printedName, title, zone, roles?, until?, scope?, email?, reason}`, by an IT Administrator. `until` is when"
                            + " these roles end, demanded with `regulatory-auditor`; `scope` as when asking for a role. Notices about the account"
                            + " go to the e-mail address too. The answer has the invitation"
                            + " that the person needs at /enrol, shown once. Roles are requests until a QA Manager decides.")
    ResponseEntity<InvitationView> create(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return InvitationView.of(accounts.create(caller, read(caller, "account.create", body, AccountBody::account)));
    }

    @PostMapping("/{userId}/invitation")
    @Operation(
            summary = "Invite the person anew",
            description = "Body `{reason}`, by an IT Administrator. The earlier invitation works no longer.")
    ResponseEntity<InvitationView> invite(
            Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        return InvitationView.of(
                accounts.invite(caller, userId, read(caller, "account.invite", body, AccountBody::reason)));
    }

    @PostMapping("/{userId}/roles")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Ask for a role",
            description =
                    "Body `{role, until?, scope?, reason}`, by an IT Administrator. From `until` on, RFC 3339, the role does not count; at most five"
                            + " years away, demanded for `regulatory-auditor`. A role that has an end can be asked for again: what is granted"
                            + " takes its place. `scope: {types?, records?}`, for `regulatory-auditor`, names the record types and the"
                            + " records that it lets the person read; without it, all.")
    RequestView request(
            Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "role.request", body, Function.identity());
        return RequestView.of(accounts.request(caller, userId, asked.role("role"), asked.terms(), asked.reason()));
    }

    @PostMapping("/requests/{requestId}/decision")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Grant or refuse a role that was asked for",
            description = "Body `{grant, reason}`, by a QA Manager who neither asked for it nor gets it.")
    void decide(Caller caller, @PathVariable UUID requestId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "role.decide", body, Function.identity());
        accounts.decide(caller, requestId, asked.truth("grant"), asked.reason());
    }

    @PostMapping("/{userId}/roles/{role}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a role away, at once", description = "Body `{reason}`.")
    void revoke(
            Caller caller,
            @PathVariable String userId,
            @PathVariable String role,
            @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "role.revoke", body, Function.identity());
        accounts.revoke(caller, userId, asked.roleOfCode("role", role), asked.reason());
    }

    @PostMapping("/{userId}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Suspend an account, at once", description = "Body `{reason}`.")
    void suspend(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        accounts.suspend(caller, userId, read(caller, "account.suspend", body, AccountBody::reason));
    }

    @PostMapping("/{userId}/reinstatement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Let a suspended account back", description = "Body `{reason}`, by a QA Manager.")
    void reinstate(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        accounts.reinstate(caller, userId, read(caller, "account.reinstate", body, AccountBody::reason));
    }

    @PostMapping("/{userId}/departure")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End an account for good",
            description = "Body `{reason}`. Its roles and its signing key end with it; signatures stay valid.")
    void leave(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        accounts.leave(caller, userId, read(caller, "account.leave", body, AccountBody::reason));
    }

    @PostMapping("/{userId}/proofing")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Vouch for a person's identity and certify their signing key",
            description =
                    "Body `{documentType, checkedOn, method, printedName, password}`, by a QA Manager with a signing key; the password is theirs."
                            + " The printed name is the one that was compared with the document: if the account has another, `name-changed`.")
    void proof(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "identity.proof", body, Function.identity());
        proofing.certify(caller, asked.password(), userId, asked.proofing());
    }

    private <T> T read(Caller caller, String attempt, byte @Nullable [] body, Function<AccountBody, T> part) {
        return refusals.guarding(caller, attempt, "accounts", () -> part.apply(AccountBody.read(body)));
    }
}
