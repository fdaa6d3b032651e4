package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.ledger.Caller;
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

    private PersonAuthentication(String userId, String session, @Nullable String device, String authority) {
        super(AuthorityUtils.createAuthorityList(authority));
        this.userId = userId;
        this.session = session;
        this.device = device;
        setAuthenticated(true);
    }

    static PersonAuthentication full(String userId, String session) {
        return full(userId, session, null);
    }

    /** @param device id of the known device the session begins on */
    static PersonAuthentication full(String userId, String session, @Nullable String device) {
        return new PersonAuthentication(userId, session, device, Logins.FULLY_AUTHENTICATED);
    }

    static PersonAuthentication passwordAccepted(String userId, String session) {
        return new PersonAuthentication(userId, session, null, Logins.PASSWORD_ACCEPTED);
    }

    static PersonAuthentication locked(String userId, String session) {
        return new PersonAuthentication(userId, session, null, SCREEN_LOCKED);
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

    /** Id of the known device it began on; null on any other. */
    @Nullable
    String device() {
        return device;
    }

    /** Somebody with a password alone is nobody yet. */
    Caller caller(@Nullable String address) {
        return isFull() ? Caller.person(userId, session, address).on(device) : Caller.anonymous(address);
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
