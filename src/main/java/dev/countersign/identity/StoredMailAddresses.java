package dev.countersign.identity;

import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link MailAddresses} of {@code app.person}. */
@Component
class StoredMailAddresses implements MailAddresses {

    private final MailMapper addresses;
    private final Reauthentication reauthentication;
    private final WormStore store;
    private final Ledger ledger;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    StoredMailAddresses(
            MailMapper addresses,
            Reauthentication reauthentication,
            WormStore store,
            Ledger ledger,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.addresses = addresses;
        this.reauthentication = reauthentication;
        this.store = store;
        this.ledger = ledger;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public Optional<String> of(String userId) {
        return Optional.ofNullable(addresses.find(organisation(), userId));
    }

    @Override
    public void change(Caller person, char[] password, String code, String address) {
        try {
            String userId = person.actorId();
            Optional<String> fresh = refusals.guarding(
                    person, "email.change", IdentityEvent.person(userId), () -> MailAddress.read(userId, address));
            reauthentication.demand(person, password, code);
            transaction.executeWithoutResult(status -> set(person, fresh.orElse(null)));
        } finally {
            Secrets.wipe(password);
        }
    }

    private void set(Caller person, @Nullable String fresh) {
        String userId = person.actorId();
        String before = addresses.lock(organisation(), userId);
        if (fresh == null ? before == null : fresh.equals(before)) {
            return;
        }
        addresses.set(organisation(), userId, fresh);
        ledger.append(
                person,
                new IdentityEvent(
                        IdentityEvent.MAIL_ADDRESS_CHANGED,
                        IdentityEvent.person(userId),
                        Significance.HIGH,
                        told(before),
                        told(fresh),
                        null));
    }

    private static Map<String, Object> told(@Nullable String address) {
        return address == null ? Map.of() : Map.of("email", address);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
