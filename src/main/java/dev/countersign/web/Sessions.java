package dev.countersign.web;

import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.AcceptedPassword;
import dev.countersign.identity.Logins.Ending;
import dev.countersign.identity.Person;
import dev.countersign.web.DeviceCookie.Arrived;
import dev.countersign.web.OpenSessions.OpenSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/**
 * Sessions of people, as {@link StoredSessions} keeps them. Each step of a login takes a new id, so that nobody can plant one (T20). What the
 * audit trail and ceremonies call a session is a reference made beside the id, which is written nowhere.
 */
@Component
class Sessions {

    private static final String ACCEPTED = Sessions.class.getName() + ".accepted";
    private static final String BEGAN = Sessions.class.getName() + ".began";
    private static final String LAST_ACTION = Sessions.class.getName() + ".lastAction";

    private static final String ADDRESS = Sessions.class.getName() + ".address";
    private static final String BROWSER = Sessions.class.getName() + ".browser";

    /** Part of the idle limit to which the last action is known: a page makes many calls, and each that is told is written. */
    private static final int ACTION_TOLD = 15;

    /** A session that ends for want of an action is ended by a request if one comes: it then says so in the audit trail. */
    private static final Duration LONGER = Duration.ofMinutes(5);

    private final Logins logins;
    private final Identifiers identifiers;
    private final SessionSettings settings;
    private final Clock clock;
    private final CsrfTokenRepository csrfTokens;
    private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    Sessions(
            Logins logins,
            Identifiers identifiers,
            SessionSettings settings,
            Clock clock,
            CsrfTokenRepository csrfTokens) {
        this.logins = logins;
        this.identifiers = identifiers;
        this.settings = settings;
        this.clock = clock;
        this.csrfTokens = csrfTokens;
    }

    /**
     * A new reference, for a session that is about to begin if what is asked of the person holds: it counts from now, so that a password that
     * is changed meanwhile ends it.
     */
    String opening(HttpServletRequest request) {
        request.setAttribute(BEGAN, clock.instant());
        return newReference();
    }

    /** A new reference. */
    String newReference() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(identifiers.randomBytes(15));
    }

    /** The password held; the code is still to come. */
    void accept(HttpServletRequest request, HttpServletResponse response, AcceptedPassword accepted, String reference) {
        HttpSession session = renewed(request, response);
        session.setAttribute(ACCEPTED, accepted);
        save(request, response, PersonAuthentication.passwordAccepted(accepted.userId(), reference));
    }

    /** Whose password this session accepted; empty if that is too long ago. */
    Optional<AcceptedPassword> accepted(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ACCEPTED) instanceof AcceptedPassword accepted
                ? Optional.of(accepted).filter(password -> !password.isOver(clock.instant()))
                : Optional.empty();
    }

    /** Both components held. */
    void begin(HttpServletRequest request, HttpServletResponse response, Person person, String reference) {
        begin(request, response, person.userId(), reference, null);
    }

    /** Both components held. @param device the device it begins on */
    void begin(
            HttpServletRequest request,
            HttpServletResponse response,
            Person person,
            String reference,
            @Nullable Arrived device) {
        begin(request, response, person.userId(), reference, device);
    }

    private void begin(
            HttpServletRequest request,
            HttpServletResponse response,
            String userId,
            String reference,
            @Nullable Arrived device) {
        HttpSession session = renewed(request, response);
        session.removeAttribute(ACCEPTED);
        session.setAttribute(BEGAN, request.getAttribute(BEGAN) instanceof Instant opening ? opening : clock.instant());
        session.setAttribute(LAST_ACTION, clock.instant());
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        session.setAttribute(BROWSER, BrowserName.of(request.getHeader(HttpHeaders.USER_AGENT)));
        session.setMaxInactiveInterval(
                Math.toIntExact(settings.idle().plus(LONGER).toSeconds()));
        save(request, response, PersonAuthentication.full(userId, reference, device, clock.instant()));
    }

    /** Whoever is signed in proved anew who they are, by both components. */
    void renew(HttpServletRequest request, HttpServletResponse response) {
        PersonAuthentication person = current().orElseThrow();
        begin(request, response, person.getName(), newReference(), person.arrived());
    }

    /** Whether the session began before that. */
    static boolean beganBefore(HttpServletRequest request, Instant moment) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(BEGAN) instanceof Instant began && began.isBefore(moment);
    }

    /** From here on the session may be unlocked, and nothing else; as far as anybody else is concerned it has ended. */
    void lock(HttpServletRequest request, HttpServletResponse response) {
        current().filter(PersonAuthentication::isFull).ifPresent(person -> {
            logins.ended(person.caller(request.getRemoteAddr()), Ending.LOCKED);
            underNewId(request, response);
            save(request, response, PersonAuthentication.locked(person.getPrincipal(), newReference()));
        });
    }

    /** Ends the session for real, and says so in the audit trail; nothing happens without one. */
    void end(HttpServletRequest request, HttpServletResponse response, Ending ending) {
        current()
                .filter(PersonAuthentication::isFull)
                .ifPresent(person -> logins.ended(person.caller(request.getRemoteAddr()), ending));
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
        csrfTokens.saveToken(null, request, response);
    }

    /** When the session ends unless the person acts; empty without one. */
    Optional<Instant> expiry(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(BEGAN) instanceof Instant began)
                || !(session.getAttribute(LAST_ACTION) instanceof Instant last)) {
            return Optional.empty();
        }
        Instant idle = last.plus(settings.idle());
        Instant longest = began.plus(settings.longest());
        return Optional.of(idle.isBefore(longest) ? idle : longest);
    }

    /**
     * What a stored session is to its owner; empty unless somebody is signed in with it.
     *
     * @param current reference of the session that asks
     */
    static Optional<OpenSession> describe(Session stored, String current) {
        @Nullable
        SecurityContext context = stored.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
        @Nullable Instant began = stored.getAttribute(BEGAN);
        @Nullable Instant last = stored.getAttribute(LAST_ACTION);
        if (context == null
                || began == null
                || last == null
                || !(context.getAuthentication() instanceof PersonAuthentication person)
                || !(person.isFull() || person.isLocked())) {
            return Optional.empty();
        }
        return Optional.of(new OpenSession(
                person.reference(),
                began,
                last,
                stored.getAttributeOrDefault(ADDRESS, ""),
                stored.getAttributeOrDefault(BROWSER, ""),
                person.reference().equals(current)));
    }

    /** Why the session is over, if it is. */
    @Nullable
    Ending over(HttpServletRequest request) {
        if (expiry(request).filter(until -> !clock.instant().isBefore(until)).isEmpty()) {
            return null;
        }
        Instant began = (Instant) request.getSession().getAttribute(BEGAN);
        return clock.instant().isBefore(began.plus(settings.longest())) ? Ending.IDLE : Ending.TOO_LONG;
    }

    /** The person did something. */
    void touch(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(LAST_ACTION) instanceof Instant last
                && Duration.between(last, clock.instant())
                                .abs()
                                .compareTo(settings.idle().dividedBy(ACTION_TOLD))
                        >= 0) {
            session.setAttribute(LAST_ACTION, clock.instant());
        }
    }

    static Optional<PersonAuthentication> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof PersonAuthentication person ? Optional.of(person) : Optional.empty();
    }

    /** A session under a new id; nothing of another person's is left in it. */
    private HttpSession renewed(HttpServletRequest request, HttpServletResponse response) {
        if (current().filter(one -> one.isFull() || one.isLocked()).isPresent()) {
            end(request, response, Ending.SIGNED_OUT);
        }
        return underNewId(request, response);
    }

    private HttpSession underNewId(HttpServletRequest request, HttpServletResponse response) {
        if (request.getSession(false) == null) {
            request.getSession(true);
        } else {
            request.changeSessionId();
        }
        csrfTokens.saveToken(null, request, response);
        return request.getSession();
    }

    private void save(HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }
}
