package dev.countersign.accounts.web;

import dev.countersign.accounts.Resets;
import dev.countersign.accounts.Resets.ResetRequest;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts whose person lost what they sign with (docs/operations/accounts.md). */
@RestController
@RequestMapping("/api/accounts")
@Tag(name = "Accounts")
class ResetController {

    private final Resets resets;
    private final Refusals refusals;

    ResetController(Resets resets, Refusals refusals) {
        this.resets = resets;
        this.refusals = refusals;
    }

    record ResetView(UUID requestId, String userId, String requestedBy, String requestedAt, String reason) {

        static ResetView of(ResetRequest request) {
            return new ResetView(
                    request.requestId(),
                    request.userId(),
                    request.requestedBy(),
                    UtcTime.write(request.requestedAt()),
                    request.reason());
        }
    }

    record ResetList(List<ResetView> items) {}

    @GetMapping("/resets")
    @Operation(
            summary = "Resets that wait for a decision",
            description = "For IT Administrators, QA Managers and auditors.")
    ResetList waiting(Caller caller) {
        return new ResetList(resets.waiting(caller).stream().map(ResetView::of).toList());
    }

    @PostMapping("/{userId}/reset")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Ask that an account begins anew",
            description = "Body `{reason}`, by an IT Administrator. Nothing changes before a QA Manager decides.")
    ResetView ask(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        return ResetView.of(resets.ask(caller, userId, read(caller, "reset.request", body, AccountBody::reason)));
    }

    @PostMapping("/resets/{requestId}/decision")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Grant or refuse a reset",
            description =
                    "Body `{grant, reason}`, by a QA Manager who neither asked for it nor is reset. Granting destroys password, authenticator"
                            + " and signing key; signatures stay valid. Then the person is invited anew.")
    void decide(Caller caller, @PathVariable UUID requestId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "reset.decide", body, Function.identity());
        resets.decide(caller, requestId, asked.truth("grant"), asked.reason());
    }

    private <T> T read(Caller caller, String attempt, byte @Nullable [] body, Function<AccountBody, T> part) {
        return refusals.guarding(caller, attempt, "accounts", () -> part.apply(AccountBody.read(body)));
    }
}
