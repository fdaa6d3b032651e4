package dev.countersign.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the signing port shows to somebody who is not signed in: the way to the login, out of the frame. */
@Controller
class SignedOutController {

    static final String PATH = "/sign/signed-out";

    private final Origins origins;
    private final OriginSettings settings;

    SignedOutController(Origins origins, OriginSettings settings) {
        this.origins = origins;
        this.settings = settings;
    }

    @RequestMapping(PATH)
    String show(HttpServletRequest request, Model model) {
        model.addAttribute("environment", settings.environmentName());
        model.addAttribute("home", origins.main(request) + "/");
        model.addAttribute("login", origins.main(request) + PageEntry.LOGIN);
        return "login/signed-out";
    }
}
