package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A program that showed its token with this call, and has no session. */
final class ServiceAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;
    private final transient ServiceAccount account;

    ServiceAuthentication(ServiceAccount account) {
        super(AuthorityUtils.createAuthorityList(Logins.SERVICE_ACCOUNT));
        this.account = account;
        setAuthenticated(true);
    }

    ServiceAccount account() {
        return account;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getPrincipal() {
        return account.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServiceAuthentication service && account.equals(service.account);
    }

    @Override
    public int hashCode() {
        return account.hashCode();
    }
}
