package dev.countersign.workflow.web;

import dev.countersign.passkeys.Site;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Where passkeys are asked to sign: the signing page, alone or in Tasklist's frame; for programs also a page of the main origin. */
@Component
class SigningSite {

    private final MainOrigin main;
    private final SigningOrigin signing;

    SigningSite(MainOrigin main, SigningOrigin signing) {
        this.main = main;
        this.signing = signing;
    }

    Site of(HttpServletRequest request) {
        String above = main.of(request);
        return Site.of(signing.of(request), above).framedBy(above);
    }
}
