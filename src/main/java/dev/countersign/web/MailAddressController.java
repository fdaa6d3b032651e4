package dev.countersign.web;

import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where the caller gets notices by e-mail (docs/operations/accounts.md). */
@RestController
@RequestMapping("/api/account/email")
@Tag(name = "Own account")
class MailAddressController {

    private final MailAddresses addresses;

    MailAddressController(MailAddresses addresses) {
        this.addresses = addresses;
    }

    /** @param email null without one */
    record MailAddressView(@Nullable String email) {}

    @GetMapping
    @Operation(summary = "The e-mail address for notices about one's account")
    MailAddressView address(Caller caller) {
        return new MailAddressView(addresses.of(caller.actorId()).orElse(null));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Change the e-mail address for notices",
            description =
                    "Body `{password, otp, email}`: without an address there are none by e-mail. The address before hears of it too. It"
                            + " opens nothing: nobody signs in by it, and no account is recovered by it.")
    void change(Caller caller, @RequestBody byte[] body) {
        OwnComponents typed = OwnComponents.read(body);
        addresses.change(caller, typed.password(), typed.code(), typed.email());
    }
}
