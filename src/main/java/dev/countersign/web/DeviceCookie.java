package dev.countersign.web;

import dev.countersign.identity.KnownDevices;
import dev.countersign.identity.KnownDevices.Remembered;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * What a browser is known by to people who signed in on it (T19): a cookie with one random token for each of them, at most five, which lets
 * nobody in. A token that another person planted is not theirs and does not count.
 */
@Component
class DeviceCookie {

    static final String NAME = "COUNTERSIGN_DEVICE";

    private static final String BETWEEN = "\\.";
    private static final int MOST = 5;
    private static final Duration LASTS = Duration.ofDays(400);

    private final KnownDevices devices;

    DeviceCookie(KnownDevices devices) {
        this.devices = devices;
    }

    /** An attempt of whoever claims to be that person, with the device if it is one of theirs. */
    Attempt attempt(HttpServletRequest request, String userName, String reference) {
        String claimed = userName.strip().toLowerCase(Locale.ROOT);
        return new Attempt(
                userName,
                reference,
                request.getRemoteAddr(),
                devices.of(claimed, tokens(request)).orElse(null));
    }

    /** @param known whether the person had signed in on it before */
    record Arrived(String device, boolean known) {}

    /** Remembers the browser somebody has just signed in with. */
    Arrived remember(HttpServletRequest request, HttpServletResponse response, Person person, Attempt attempt) {
        Remembered remembered = devices.remember(
                Caller.person(person.userId(), attempt.session(), attempt.address()), attempt.device());
        if (remembered.token() != null) {
            List<String> tokens = new ArrayList<>(List.of(remembered.token()));
            tokens.addAll(tokens(request).stream().limit(MOST - 1).toList());
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(NAME, String.join(".", tokens))
                            .httpOnly(true)
                            .secure(request.isSecure())
                            .sameSite("Lax")
                            .path("/")
                            .maxAge(LASTS)
                            .build()
                            .toString());
        }
        return new Arrived(remembered.deviceId().toString(), attempt.device() != null);
    }

    private static List<String> tokens(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> NAME.equals(cookie.getName()))
                        .flatMap(cookie -> Stream.of(cookie.getValue().split(BETWEEN)))
                        .filter(token -> token.matches("[A-Za-z0-9_-]{43}"))
                        .limit(MOST)
                        .toList();
    }
}
