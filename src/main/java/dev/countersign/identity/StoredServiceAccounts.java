package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.identity.ServiceAccountMapper.Row;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link ServiceAccounts} in {@code app.service_account}; tokens as HMAC under the server's pepper. */
@Component
class StoredServiceAccounts implements ServiceAccounts {

    private static final int SHORTEST_TOKEN = 15;
    private static final Pattern PROCESS_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    private final ServiceAccountMapper accounts;
    private final KeyVault vault;
    private final WormStore store;
    private final Ledger ledger;

    StoredServiceAccounts(ServiceAccountMapper accounts, KeyVault vault, WormStore store, Ledger ledger) {
        this.accounts = accounts;
        this.vault = vault;
        this.store = store;
        this.ledger = ledger;
    }

    @Override
    public Optional<ServiceAccount> authenticate(String bearerToken) {
        return Optional.ofNullable(accounts.byToken(organisation(), hash(bearerToken)))
                .map(Row::account);
    }

    @Override
    public Optional<ServiceAccount> find(String name) {
        return Optional.ofNullable(accounts.byName(organisation(), name)).map(Row::account);
    }

    @Override
    @Transactional
    public void create(Caller caller, String name, Set<String> processKeys, String bearerToken) {
        if (!StoredPeople.ID.matcher(name).matches()) {
            throw IdentityRefusal.ACCOUNT_REFUSED.thrown(name, "its name takes a-z, 0-9, dot, dash and underscore");
        }
        if (bearerToken.length() < SHORTEST_TOKEN) {
            throw IdentityRefusal.ACCOUNT_REFUSED.thrown(name, "its token is shorter than " + SHORTEST_TOKEN);
        }
        if (processKeys.isEmpty()
                || !processKeys.stream()
                        .allMatch(key -> PROCESS_KEY.matcher(key).matches())) {
            throw IdentityRefusal.ACCOUNT_REFUSED.thrown(name, "its scope must name processes by their keys");
        }
        List<String> keys = processKeys.stream().sorted().toList();
        if (accounts.insert(organisation(), name, hash(bearerToken), String.join(",", keys)) == 0) {
            throw IdentityRefusal.ACCOUNT_EXISTS.thrown(name);
        }
        ledger.append(
                caller,
                IdentityEvent.high("service-account.created", "service-account:" + name, Map.of("processKeys", keys)));
    }

    private byte[] hash(String token) {
        return vault.hmac(SecretName.PEPPER, Parts.of("bearer-token/v1", token));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
