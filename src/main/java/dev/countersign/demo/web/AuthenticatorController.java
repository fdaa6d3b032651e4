package dev.countersign.demo.web;

import dev.countersign.demo.DemoAuthenticator;
import dev.countersign.demo.DemoAuthenticator.Phone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** {@code /demo/authenticator}: there in a demonstration alone, and for callers of this machine alone. */
@Controller
class AuthenticatorController {

    private final DemoAuthenticator authenticator;

    AuthenticatorController(DemoAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    record PhoneView(String secret, String code, String nextCode, long secondsLeft) {}

    @GetMapping(path = "/demo/authenticator", produces = MediaType.TEXT_HTML_VALUE)
    String page(HttpServletRequest request, HttpServletResponse response, Model model) {
        List<Phone> phones = phones(request);
        // the browser asks again when the codes change, without a script
        response.setHeader("Refresh", Long.toString(phones.get(0).secondsLeft()));
        model.addAttribute("environment", "DEMO");
        model.addAttribute("phones", phones);
        model.addAttribute("password", authenticator.password());
        model.addAttribute("secondsLeft", phones.get(0).secondsLeft());
        return "demo/authenticator";
    }

    @GetMapping(path = "/demo/authenticator", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, PhoneView> json(HttpServletRequest request) {
        Map<String, PhoneView> views = new LinkedHashMap<>();
        for (Phone phone : phones(request)) {
            views.put(
                    phone.userId(), new PhoneView(phone.secret(), phone.code(), phone.nextCode(), phone.secondsLeft()));
        }
        return views;
    }

    private List<Phone> phones(HttpServletRequest request) {
        List<Phone> phones = authenticator.answersTo(request.getRemoteAddr()) ? authenticator.phones() : List.of();
        if (phones.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return phones;
    }
}
