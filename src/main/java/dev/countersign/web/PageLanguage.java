package dev.countersign.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The language of a request (USE-04): the one chosen on a page, which a cookie remembers, else the first of {@code Accept-Language} that is
 * spoken here, else English. The cookie lets nobody in and decides nothing but words.
 */
@Component("localeResolver")
class PageLanguage implements LocaleResolver {

    static final String COOKIE = "language";

    /** Every language that has texts, English first. */
    static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final Duration LASTS = Duration.ofDays(400);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return chosen(request).orElseGet(() -> asked(request));
    }

    /** What the person chose on a page of this browser. */
    Optional<Locale> chosen(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> COOKIE.equals(cookie.getName()))
                        .flatMap(cookie -> spoken(cookie.getValue()).stream())
                        .findFirst();
    }

    /** @param locale null to do as the browser says again */
    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        if (response != null) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(COOKIE, locale == null ? "" : locale.getLanguage())
                            .httpOnly(true)
                            .secure(request.isSecure())
                            .sameSite("Lax")
                            .path("/")
                            .maxAge(locale == null ? Duration.ZERO : LASTS)
                            .build()
                            .toString());
        }
    }

    /** @param code as in {@code en}; empty if there are no texts in it */
    static Optional<Locale> spoken(String code) {
        return SPOKEN.stream().filter(one -> one.getLanguage().equals(code)).findFirst();
    }

    private static Locale asked(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return Locale.ENGLISH;
        }
        return Collections.list(request.getLocales()).stream()
                .flatMap(one -> spoken(one.getLanguage()).stream())
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
