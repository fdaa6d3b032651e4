package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Caller.Arrival;
import dev.countersign.web.DeviceCookie.Arrived;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Somebody signed in, or half-way there. The principal's name is the user id; the session's secret id is not in here. */
final class PersonAuthentication extends AbstractAuthenticationToken {

    /** Authority of a session whose person locked the screen: to unlock it, and for nothing else. */
    static final String SCREEN_LOCKED = "SCREEN_LOCKED";

    private static final long serialVersionUID = 1L;
    private final String userId;
    private final String session;
    private final @Nullable String device;
    private final boolean deviceKnown;
    private final @Nullable Instant began;

    private PersonAuthentication(
            String userId, String session, @Nullable Arrived device, @Nullable Instant began, String authority) {
        super(AuthorityUtils.createAuthorityList(authority));
        this.userId = userId;
        this.session = session;
        this.device = device == null ? null : device.device();
        this.deviceKnown = device != null && device.known();
        this.began = began;
        setAuthenticated(true);
    }

    static PersonAuthentication full(String userId, String session) {
        return new PersonAuthentication(userId, session, null, null, Logins.FULLY_AUTHENTICATED);
    }

    /** @param device the device the session begins on */
    static PersonAuthentication full(String userId, String session, @Nullable Arrived device, Instant began) {
        return new PersonAuthentication(userId, session, device, began, Logins.FULLY_AUTHENTICATED);
    }

    static PersonAuthentication passwordAccepted(String userId, String session) {
        return new PersonAuthentication(userId, session, null, null, Logins.PASSWORD_ACCEPTED);
    }

    static PersonAuthentication locked(String userId, String session) {
        return new PersonAuthentication(userId, session, null, null, SCREEN_LOCKED);
    }

    boolean isLocked() {
        return has(SCREEN_LOCKED);
    }

    boolean isFull() {
        return has(Logins.FULLY_AUTHENTICATED);
    }

    private boolean has(String asked) {
        return getAuthorities().stream().anyMatch(authority -> asked.equals(authority.getAuthority()));
    }

    /** What the audit trail calls the session by; never its secret id. */
    String reference() {
        return session;
    }

    /** The device it began on; null if it began on none. */
    @Nullable
    Arrived arrived() {
        return device == null ? null : new Arrived(device, deviceKnown);
    }

    /** Somebody with a password alone is nobody yet. */
    Caller caller(@Nullable String address) {
        if (!isFull()) {
            return Caller.anonymous(address);
        }
        Caller person = Caller.person(userId, session, address).on(device);
        return began == null ? person : person.arrived(new Arrival(began, deviceKnown));
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getPrincipal() {
        return userId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersonAuthentication person && session.equals(person.session) && super.equals(other);
    }

    @Override
    public int hashCode() {
        return session.hashCode();
    }
}
