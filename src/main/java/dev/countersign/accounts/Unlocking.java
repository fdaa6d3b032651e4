package dev.countersign.accounts;

import dev.countersign.identity.KnownDevices.Device;
import dev.countersign.identity.Locks.Lock;
import dev.countersign.identity.Locks.What;
import dev.countersign.ledger.Caller;
import java.util.List;
import java.util.UUID;

/**
 * What failed attempts have locked, and its end by a second person with a reason (IDN-04, T19): an IT Administrator unlocks signing in, which
 * is the account's matter; a QA Manager unlocks signing, which is the records'. Nobody unlocks themself.
 */
public interface Unlocking {

    /** What is locked or counted of a person; for IT Administrators, QA Managers and auditors. */
    List<Lock> locks(Caller caller, String userId);

    /** Devices that person signed in on before; for the same people and the person. */
    List<Device> devices(Caller caller, String userId);

    /**
     * Forgets the failures.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code second-person-required}, {@code reason-required},
     *     {@code not-locked}; on record
     */
    void unlock(Caller caller, String userId, What what, String reason);

    /**
     * Knows a device no more; by the person, an IT Administrator or a QA Manager. The security unit is told.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code device-not-found}; on record
     */
    void forget(Caller caller, String userId, UUID deviceId, String reason);
}
