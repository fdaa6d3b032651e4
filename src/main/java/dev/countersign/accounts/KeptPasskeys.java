package dev.countersign.accounts;

import dev.countersign.authority.Permission;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Passkey;
import dev.countersign.passkeys.Passkeys;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link PersonsPasskeys} over {@code passkeys}: who may, and refusals on record. */
@Component
class KeptPasskeys implements PersonsPasskeys {

    private final Passkeys passkeys;
    private final People people;
    private final RoleRules rules;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    KeptPasskeys(
            Passkeys passkeys, People people, RoleRules rules, Refusals refusals, TransactionTemplate transaction) {
        this.passkeys = passkeys;
        this.people = people;
        this.rules = rules;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public List<Passkey> of(Caller caller, String userId) {
        return refusals.guarding(caller, "account.passkeys", "person:" + userId, () -> {
            rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL);
            return passkeys.of(known(userId));
        });
    }

    @Override
    public void revoke(Caller caller, String userId, String credentialSha256, String reason) {
        refusals.guarding(caller, "passkey.revoke", "person:" + userId, () -> {
            rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES);
            // one's own is revoked with one's own components, at My signing
            if (caller.actorId().equals(userId)) {
                throw AccountRefusal.OWN_PASSKEY.thrown(userId);
            }
            RoleRules.demandReason(userId, reason);
            if (!credentialSha256.matches("[0-9a-f]{64}")) {
                throw AccountRefusal.NO_PASSKEY.thrown(userId);
            }
            Digest passkey = Digest.parse(credentialSha256);
            transaction.executeWithoutResult(status -> passkeys.revoke(caller, known(userId), passkey, reason.strip()));
            return true;
        });
    }

    private String known(String userId) {
        return people.find(userId)
                .orElseThrow(() -> AccountRefusal.PERSON_NOT_FOUND.thrown(userId))
                .userId();
    }
}
