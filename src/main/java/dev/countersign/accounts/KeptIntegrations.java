package dev.countersign.accounts;

import dev.countersign.authority.Permission;
import dev.countersign.identity.ServiceAccounts;
import dev.countersign.identity.ServiceAccounts.IssuedToken;
import dev.countersign.identity.ServiceAccounts.KeptServiceAccount;
import dev.countersign.identity.ServiceAccounts.NewServiceAccount;
import dev.countersign.identity.ServiceAccounts.Rotation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** {@link Integrations} over {@code identity}'s accounts: who may, and refusals on record. */
@Component
class KeptIntegrations implements Integrations {

    private final ServiceAccounts accounts;
    private final RoleRules rules;
    private final Refusals refusals;

    KeptIntegrations(ServiceAccounts accounts, RoleRules rules, Refusals refusals) {
        this.accounts = accounts;
        this.rules = rules;
        this.refusals = refusals;
    }

    @Override
    public List<KeptServiceAccount> all(Caller caller) {
        return refusals.guarding(caller, "service-account.list", "service-accounts", () -> {
            rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL);
            return accounts.all();
        });
    }

    @Override
    public IssuedToken create(Caller administrator, NewServiceAccount account) {
        return decided(
                administrator, "service-account.create", account.name(), () -> accounts.create(administrator, account));
    }

    @Override
    public IssuedToken rotate(Caller administrator, String name, Rotation rotation) {
        return decided(
                administrator, "service-account.rotate", name, () -> accounts.rotate(administrator, name, rotation));
    }

    @Override
    public void revoke(Caller administrator, String name, String reason) {
        decided(administrator, "service-account.revoke", name, () -> {
            accounts.revoke(administrator, name, reason);
            return true;
        });
    }

    private <T> T decided(Caller administrator, String attempt, String name, Supplier<T> work) {
        return refusals.guarding(administrator, attempt, "service-account:" + name, () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            return work.get();
        });
    }
}
