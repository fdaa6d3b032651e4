package dev.countersign.web;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.session.Session;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/**
 * A session while a request has it: shows the cookie's value as its id, keeps the attributes that are named here and no others, and is
 * written when something changed, not because somebody looked.
 */
final class StoredSession implements Session {

    /** Tasklist's own idea of who is signed in is made anew for each request, from what the security chain says: it is never stored. */
    private static final String TASKLISTS_USER = "authenticatedUser";

    private static final String OURS = "dev.countersign.";
    private static final Set<String> OTHERS = Set.of(
            HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
            HttpSessionCsrfTokenRepository.class.getName() + ".CSRF_TOKEN",
            SessionFlashMapManager.class.getName() + ".FLASH_MAPS",
            "CAMUNDA_CSRF_TOKEN");

    /** How exactly the database knows when a session was last asked for. */
    private static final Duration ACCESS_TOLD = Duration.ofMinutes(1);

    private final Session stored;
    private final UnaryOperator<String> secretOf;
    private final Map<String, Object> ofThisRequest = new HashMap<>();
    private String secret;
    private String storedAs;
    private boolean kept;
    private boolean changed;

    /**
     * @param kept whether the database has it
     * @param secretOf tells the secret of an id that was just generated
     */
    StoredSession(Session stored, String secret, boolean kept, UnaryOperator<String> secretOf) {
        this.kept = kept;
        this.changed = !kept;
        this.stored = stored;
        this.storedAs = stored.getId();
        this.secret = secret;
        this.secretOf = secretOf;
    }

    Session stored() {
        return stored;
    }

    /** The id that the database knows it by, until the new one is told. */
    String storedAs() {
        return storedAs;
    }

    boolean isKept() {
        return kept;
    }

    /** Whether there is something to write. */
    boolean isChanged() {
        return changed;
    }

    void written() {
        storedAs = stored.getId();
        kept = true;
        changed = false;
    }

    @Override
    public String getId() {
        return secret;
    }

    @Override
    public String changeSessionId() {
        changed = true;
        secret = secretOf.apply(stored.changeSessionId());
        return secret;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getAttribute(String name) {
        return TASKLISTS_USER.equals(name) ? (T) ofThisRequest.get(name) : stored.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        Set<String> names = new HashSet<>(stored.getAttributeNames());
        names.addAll(ofThisRequest.keySet());
        return names;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (TASKLISTS_USER.equals(name)) {
            ofThisRequest.put(name, value);
        } else if (name.startsWith(OURS) || OTHERS.contains(name)) {
            changed = true;
            stored.setAttribute(name, value);
        } else {
            throw new IllegalArgumentException(
                    "attribute " + name
                            + " of a session (expected: one that StoredSession names). Sessions are stored: decide first whether it may be");
        }
    }

    @Override
    public void removeAttribute(String name) {
        ofThisRequest.remove(name);
        changed = true;
        stored.removeAttribute(name);
    }

    @Override
    public Instant getCreationTime() {
        return stored.getCreationTime();
    }

    @Override
    public void setLastAccessedTime(Instant time) {
        if (Duration.between(stored.getLastAccessedTime(), time).compareTo(ACCESS_TOLD) >= 0) {
            changed = true;
            stored.setLastAccessedTime(time);
        }
    }

    @Override
    public Instant getLastAccessedTime() {
        return stored.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        changed = true;
        stored.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return stored.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return stored.isExpired();
    }
}
