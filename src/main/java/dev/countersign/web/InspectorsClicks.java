package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts on record what an inspector looks at, apart from what everybody leaves behind (CPY-05): one entry for each page and call that reads,
 * with what was asked, and for each question that is posted to the engine, with its path alone; written before anything is shown. What
 * cannot be put on record is not shown. Stands behind the security chains, which know who calls, and before every door, the engine's too.
 */
final class InspectorsClicks extends OncePerRequestFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** What shows nothing of the organisation's: the frame of pages, whose session it is, one's own account, and how far one's own exports are. */
    private static final List<String> NOT_LOOKED_AT = List.of(
            "/assets/",
            "/sign/assets/",
            "/login",
            "/logout",
            "/unlock",
            "/enrol",
            "/error",
            LanguageController.PATH,
            LanguageController.AT_SIGNING,
            "/demo/",
            "/actuator/",
            "/v3/api-docs",
            "/home",
            "/exports/progress",
            "/favicon.ico",
            "/account",
            "/api/account",
            "/api/session",
            "/api/installation",
            "/camunda/app/",
            "/camunda/lib/",
            "/camunda/assets/",
            "/camunda/favicon.ico");

    /** These begin as one's own account does, and are everybody's. */
    private static final Pattern ALL_ACCOUNTS = Pattern.compile("(/api)?/account(s|-requests)(/.*)?");

    private static final Pattern ONE = Pattern.compile(
            "(?:/api)?/(record|signature)s/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:/.*)?");
    private static final Pattern KIND = Pattern.compile("(?:/api)?/([a-z-]+)(?:/.*)?");

    private static final int LONGEST = 500;
    private static final int MOST = 20;

    private final CurrentCaller callers;
    private final Authority authority;
    private final Ledger ledger;

    InspectorsClicks(CurrentCaller callers, Authority authority, Ledger ledger) {
        this.callers = callers;
        this.authority = authority;
        this.ledger = ledger;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = OriginFilter.path(request);
        return !(READS.contains(request.getMethod()) || isEngineQuery(request.getMethod(), path)) || !isLookedAt(path);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> inspector =
                callers.of(request).filter(Caller::isPerson).filter(caller -> authority.inspects(caller.actorId()));
        if (inspector.isPresent()) {
            String path = OriginFilter.path(request);
            ledger.appendAlone(inspector.get(), new InspectorLooked(subject(path), cut(path), asked(request)));
        }
        chain.doFilter(request, response);
    }

    static boolean isLookedAt(String path) {
        return ALL_ACCOUNTS.matcher(path).matches()
                || (!path.equals("/") && NOT_LOOKED_AT.stream().noneMatch(path::startsWith));
    }

    /** The engine is asked long questions by {@code POST}; which of these read is its own to know. */
    private static boolean isEngineQuery(String method, String path) {
        return method.equals("POST") && (path.startsWith("/engine-rest/") || path.startsWith("/camunda/api/"));
    }

    private static String subject(String path) {
        Matcher one = ONE.matcher(path);
        if (one.matches()) {
            return one.group(1) + ":" + one.group(2).toLowerCase(Locale.ROOT);
        }
        Matcher kind = KIND.matcher(path);
        return kind.matches() ? kind.group(1) : "inspection";
    }

    /** Of the address alone: a form that is read is sent in it. A body is the door's to read, and may be long. */
    private static Map<String, String> asked(HttpServletRequest request) {
        Map<String, String> asked = new TreeMap<>();
        if (!READS.contains(request.getMethod())) {
            return asked;
        }
        request.getParameterMap().forEach((name, values) -> {
            String value = String.join(" ", values);
            if (asked.size() < MOST && !value.isEmpty()) {
                asked.put(cut(name), cut(value));
            }
        });
        return asked;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // half a character is none that could be written
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
