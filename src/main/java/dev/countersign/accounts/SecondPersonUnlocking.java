package dev.countersign.accounts;

import dev.countersign.authority.Permission;
import dev.countersign.identity.KnownDevices;
import dev.countersign.identity.KnownDevices.Device;
import dev.countersign.identity.Locks;
import dev.countersign.identity.Locks.Lock;
import dev.countersign.identity.Locks.What;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Unlocking} over {@code identity}: who may, and refusals on record. */
@Component
class SecondPersonUnlocking implements Unlocking {

    private static final Permission[] LOOKING = {
        Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL
    };

    private final Locks locks;
    private final KnownDevices devices;
    private final People people;
    private final RoleRules rules;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    SecondPersonUnlocking(
            Locks locks,
            KnownDevices devices,
            People people,
            RoleRules rules,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.locks = locks;
        this.devices = devices;
        this.people = people;
        this.rules = rules;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public List<Lock> locks(Caller caller, String userId) {
        return refusals.guarding(caller, "account.locks", "person:" + userId, () -> {
            rules.demand(caller, LOOKING);
            return locks.of(known(userId));
        });
    }

    @Override
    public List<Device> devices(Caller caller, String userId) {
        return refusals.guarding(caller, "account.devices", "person:" + userId, () -> {
            if (!caller.isPerson() || !caller.actorId().equals(userId)) {
                rules.demand(caller, LOOKING);
            }
            return devices.ofPerson(known(userId));
        });
    }

    @Override
    public void unlock(Caller caller, String userId, What what, String reason) {
        refusals.guarding(caller, "account.unlock", "person:" + userId, () -> {
            rules.demand(caller, what == What.LOGIN ? Permission.MANAGE_ACCOUNTS : Permission.APPROVE_ROLES);
            if (caller.actorId().equals(userId)) {
                throw AccountRefusal.NOT_ONESELF.thrown(userId);
            }
            RoleRules.demandReason(userId, reason);
            transaction.executeWithoutResult(status -> locks.unlock(caller, known(userId), what, reason.strip()));
            return true;
        });
    }

    @Override
    public void forget(Caller caller, String userId, UUID deviceId, String reason) {
        refusals.guarding(caller, "device.revoke", "person:" + userId, () -> {
            if (!caller.isPerson() || !caller.actorId().equals(userId)) {
                rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES);
            }
            RoleRules.demandReason(userId, reason);
            transaction.executeWithoutResult(status -> devices.revoke(caller, known(userId), deviceId, reason.strip()));
            return true;
        });
    }

    private String known(String userId) {
        return people.find(userId)
                .orElseThrow(() -> AccountRefusal.PERSON_NOT_FOUND.thrown(userId))
                .userId();
    }
}
