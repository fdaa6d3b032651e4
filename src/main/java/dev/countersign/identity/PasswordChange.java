package dev.countersign.identity;

import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.Passwords.Fresh;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A person takes another password and keeps their key (KEY-02): what opens it is wrapped anew under what the new password gives, in the one
 * transaction that also stores the new verifier. Either all of it is there afterwards, or all of the old.
 */
@Component
class PasswordChange {

    private final OwnPassword ownPassword;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final CredentialMapper credentials;
    private final SigningKeys custody;
    private final OpeningMapper openingRows;
    private final People people;
    private final Records records;
    private final TransactionTemplate transaction;

    /** Where a change leaves its facts. */
    @Component
    record Records(WormStore store, Ledger ledger, Refusals refusals, Clock clock) {}

    PasswordChange(
            OwnPassword ownPassword,
            Passwords passwords,
            PasswordRules rules,
            CredentialMapper credentials,
            SigningKeys custody,
            OpeningMapper openingRows,
            People people,
            Records records,
            TransactionTemplate transaction) {
        this.ownPassword = ownPassword;
        this.passwords = passwords;
        this.rules = rules;
        this.credentials = credentials;
        this.custody = custody;
        this.openingRows = openingRows;
        this.people = people;
        this.records = records;
        this.transaction = transaction;
    }

    /** As {@link Factors#change}. */
    void change(Caller person, char[] password, String code, char[] newPassword) {
        String userId = person.actorId();
        try {
            records.refusals().guarding(person, "password.change", IdentityEvent.person(userId), () -> {
                demandFit(userId, password, newPassword);
                return true;
            });
            try (Root old = ownPassword.check(person, userId, password, code.strip());
                    Fresh fresh = passwords.make(userId, newPassword)) {
                transaction.executeWithoutResult(status -> store(person, old, fresh));
            }
        } finally {
            Secrets.wipe(password);
            Secrets.wipe(newPassword);
        }
    }

    private void demandFit(String userId, char[] password, char[] newPassword) {
        Person person = people.find(userId).orElseThrow(() -> IdentityRefusal.PERSON_NOT_FOUND.thrown(userId));
        String refusal = Arrays.equals(password, newPassword)
                ? "it is the one that was typed as the present one (expected: another)"
                : rules.refusal(userId, person.printedName(), newPassword);
        if (refusal != null) {
            throw IdentityRefusal.PASSWORD_REFUSED.thrown(userId, refusal);
        }
    }

    private void store(Caller person, Root old, Fresh fresh) {
        String organisation = records.store().installation().organisation();
        passwords.demandPresent(person.actorId(), old);
        credentials.change(
                organisation,
                person.actorId(),
                fresh.credential(),
                records.clock().instant());
        Optional<StoredKey> key = custody.current(person.actorId());
        key.ifPresent(stored -> rewrap(stored, old, fresh.root()));
        // whoever changes a password because somebody knew it, is rid of what somebody may have set up with it
        int openings = openingRows.endAll(organisation, person.actorId());
        records.ledger()
                .append(
                        person,
                        IdentityEvent.high(
                                "password.changed",
                                IdentityEvent.person(person.actorId()),
                                key.<Map<String, Object>>map(stored ->
                                                Map.of("keyId", stored.keyId().toString(), "openingsEnded", openings))
                                        .orElse(Map.of())));
    }

    private void rewrap(StoredKey stored, Root old, Root fresh) {
        try (SigningKey key = custody.open(stored, old)) {
            custody.rewrap(stored, key, fresh);
        }
    }
}
