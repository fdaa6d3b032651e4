package dev.countersign.workflow.web;

import dev.countersign.passkeys.Site;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Where passkeys are asked to sign: the signing page, alone or in Tasklist's frame. */
@Component
class SigningSite {

    private final MainOrigin main;
    private final SigningOrigin signing;

    SigningSite(MainOrigin main, SigningOrigin signing) {
        this.main = main;
        this.signing = signing;
    }

    /** Beside a password, which nobody types at the main origin: for programs also a page of that. */
    Site of(HttpServletRequest request) {
        String above = main.of(request);
        return Site.of(signing.of(request), above).framedBy(above);
    }

    /** Where the passkey stands alone: never a page of the main origin, whose forms are scripts of whoever models processes. */
    Site alone(HttpServletRequest request) {
        return Site.of(signing.of(request)).framedBy(main.of(request));
    }
}
