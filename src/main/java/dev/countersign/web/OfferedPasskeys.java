package dev.countersign.web;

import dev.countersign.passkeys.Passkeys;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Whether the page of the second component offers a passkey: only somebody who gave the right password learns that there is one. */
@Component
class OfferedPasskeys {

    private final Passkeys passkeys;
    private final Origins origins;

    OfferedPasskeys(Passkeys passkeys, Origins origins) {
        this.passkeys = passkeys;
        this.origins = origins;
    }

    /** @param userId whose password was accepted in this session */
    void tell(Model model, String userId, HttpServletRequest request) {
        model.addAttribute("passkey", passkeys.anyAt(userId, origins.site(request)));
    }
}
