package dev.countersign.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Chooses the language of pages, for this browser, and leads back to the page it was chosen on; on both origins. */
@RestController
@Hidden
class LanguageController {

    static final String PATH = "/language";
    static final String AT_SIGNING = "/sign/language";

    private final PageLanguage languages;

    LanguageController(PageLanguage languages) {
        this.languages = languages;
    }

    /**
     * @param to {@code en} or {@code de}; whatever else leaves it to the browser
     * @param back a path of this origin; whatever else leads to its beginning
     */
    @GetMapping({PATH, AT_SIGNING})
    ResponseEntity<Void> choose(
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        languages.setLocale(request, response, PageLanguage.spoken(to).orElse(null));
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(place(back)).build();
    }

    private static URI place(String back) {
        try {
            URI place = URI.create(back);
            // two slashes begin the name of a server, however a library reads them
            boolean here = !place.isAbsolute() && back.startsWith("/") && !back.startsWith("//");
            return here ? place : URI.create("/");
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }
}
