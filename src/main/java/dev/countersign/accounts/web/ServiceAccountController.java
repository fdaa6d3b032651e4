package dev.countersign.accounts.web;

import dev.countersign.accounts.Integrations;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.ServiceAccounts.IssuedToken;
import dev.countersign.identity.ServiceAccounts.KeptServiceAccount;
import dev.countersign.identity.ServiceAccounts.KeptToken;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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

/** Accounts of programs, for administrators (docs/operations/service-accounts.md). */
@RestController
@RequestMapping("/api/service-accounts")
@Tag(name = "Service accounts", description = "What programs may call, from where and until when")
class ServiceAccountController {

    private final Integrations integrations;
    private final Refusals refusals;

    ServiceAccountController(Integrations integrations, Refusals refusals) {
        this.integrations = integrations;
        this.refusals = refusals;
    }

    /** @param lastUsedAt to five minutes */
    record TokenView(
            String tokenId,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt,
            @Nullable String lastUsedFrom) {

        static TokenView of(KeptToken token) {
            return new TokenView(
                    token.tokenId().toString(),
                    UtcTime.write(token.createdAt()),
                    time(token.expiresAt()),
                    time(token.lastUsedAt()),
                    token.lastUsedFrom());
        }

        static @Nullable String time(@Nullable Instant moment) {
            return moment == null ? null : UtcTime.write(moment);
        }
    }

    record ServiceAccountView(
            String name,
            List<String> processKeys,
            List<String> sources,
            String createdAt,
            @Nullable String revokedAt,
            List<TokenView> tokens) {

        static ServiceAccountView of(KeptServiceAccount account) {
            return new ServiceAccountView(
                    account.name(),
                    account.processKeys().stream().sorted().toList(),
                    account.sources(),
                    UtcTime.write(account.createdAt()),
                    TokenView.time(account.revokedAt()),
                    account.tokens().stream().map(TokenView::of).toList());
        }
    }

    record ServiceAccountList(List<ServiceAccountView> items) {}

    /** @param token shown here once and stored nowhere */
    record IssuedView(String name, String token, String expiresAt) {

        static ResponseEntity<IssuedView> of(IssuedToken issued) {
            return ResponseEntity.created(URI.create("/api/service-accounts"))
                    .cacheControl(CacheControl.noStore())
                    .body(new IssuedView(issued.name(), issued.token(), UtcTime.write(issued.expiresAt())));
        }
    }

    @GetMapping
    @Operation(
            summary = "Service accounts, their scopes, and when their tokens end and were used",
            description = "For IT Administrators, QA Managers and auditors.")
    ServiceAccountList list(Caller caller) {
        return new ServiceAccountList(
                integrations.all(caller).stream().map(ServiceAccountView::of).toList());
    }

    @PostMapping
    @Operation(
            summary = "Make a service account",
            description =
                    "Body `{name, processKeys, sources?, expiresAt, reason}`, by an IT Administrator. `sources` are addresses or"
                            + " networks (CIDR); any, without them. The answer has the token, shown once.")
    ResponseEntity<IssuedView> create(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return IssuedView.of(
                integrations.create(caller, read(caller, "service-account.create", body, ServiceAccountBody::account)));
    }

    @PostMapping("/{name}/token")
    @Operation(
            summary = "Another token",
            description =
                    "Body `{expiresAt, overlapHours?, reason}`: the token before it goes on for that many hours (0 without), an older"
                            + " one ends at once.")
    ResponseEntity<IssuedView> rotate(
            Caller caller, @PathVariable String name, @RequestBody(required = false) byte @Nullable [] body) {
        return IssuedView.of(integrations.rotate(
                caller, name, read(caller, "service-account.rotate", body, ServiceAccountBody::rotation)));
    }

    @PostMapping("/{name}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End a service account for good, at once",
            description = "Body `{reason}`. Its name is never used again.")
    void revoke(Caller caller, @PathVariable String name, @RequestBody(required = false) byte @Nullable [] body) {
        integrations.revoke(caller, name, read(caller, "service-account.revoke", body, ServiceAccountBody::reason));
    }

    private <T> T read(Caller caller, String attempt, byte @Nullable [] body, Function<ServiceAccountBody, T> part) {
        return refusals.guarding(caller, attempt, "service-accounts", () -> part.apply(ServiceAccountBody.read(body)));
    }
}
