package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.util.Optional;
import java.util.Set;

/** Accounts of programs (IDN-01): can start the processes their scopes name; can never log in or sign. */
public interface ServiceAccounts {

    /** The account that token belongs to; tokens are stored hashed. */
    Optional<ServiceAccount> authenticate(String bearerToken);

    Optional<ServiceAccount> find(String name);

    /** Creates an account; the token is stored hashed and never shown again; audited. */
    void create(Caller caller, String name, Set<String> processKeys, String bearerToken);

    /** @param processKeys the processes it may start */
    record ServiceAccount(String name, Set<String> processKeys) {}
}
