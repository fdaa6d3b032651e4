package dev.countersign.accounts.web;

import dev.countersign.accounts.PersonsPasskeys;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Passkey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Passkeys of people, for administrators and their programs (docs/operations/passkeys.md). */
@RestController
@RequestMapping("/api/accounts/{userId}/passkeys")
@Tag(name = "Accounts")
class PasskeyController {

    private final PersonsPasskeys passkeys;
    private final Refusals refusals;

    PasskeyController(PersonsPasskeys passkeys, Refusals refusals) {
        this.passkeys = passkeys;
        this.refusals = refusals;
    }

    /** @param state {@code active}, {@code suspended} or {@code revoked} */
    record PasskeyView(
            String credentialSha256,
            String name,
            String host,
            String state,
            String registeredAt,
            @Nullable String lastUsedAt) {

        static PasskeyView of(Passkey passkey) {
            return new PasskeyView(
                    passkey.credentialSha256().hex(),
                    passkey.name(),
                    passkey.host(),
                    passkey.state().code(),
                    UtcTime.write(passkey.registeredAt()),
                    passkey.lastUsedAt() == null ? null : UtcTime.write(passkey.lastUsedAt()));
        }
    }

    record PasskeyList(List<PasskeyView> items) {}

    @GetMapping
    @Operation(
            summary = "Passkeys of a person",
            description = "Those that ended too. For IT Administrators, QA Managers and auditors.")
    PasskeyList list(Caller caller, @PathVariable String userId) {
        return new PasskeyList(
                passkeys.of(caller, userId).stream().map(PasskeyView::of).toList());
    }

    @PostMapping("/{credentialSha256}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Revoke one passkey of a person, at once",
            description =
                    "Body `{reason}`; by an IT Administrator or a QA Manager, of somebody else. The security unit and the person are told.")
    void revoke(
            Caller caller,
            @PathVariable String userId,
            @PathVariable String credentialSha256,
            @RequestBody(required = false) byte @Nullable [] body) {
        String reason = refusals.guarding(caller, "passkey.revoke", "accounts", () -> AccountBody.read(body)
                .reason());
        passkeys.revoke(caller, userId, credentialSha256, reason);
    }
}
