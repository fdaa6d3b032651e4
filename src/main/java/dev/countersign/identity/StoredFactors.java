package dev.countersign.identity;

import dev.countersign.identity.Passwords.Credential;
import dev.countersign.identity.Passwords.Fresh;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Factors} in {@code app.credential} and {@code app.totp}. */
@Component
class StoredFactors implements Factors {

    private final PersonMapper rows;
    private final CredentialMapper credentials;
    private final PasswordRules rules;
    private final Passwords passwords;
    private final OneTimeCodes codes;
    private final Ledger ledger;
    private final WormStore store;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final PasswordChange change;

    StoredFactors(
            PersonMapper rows,
            CredentialMapper credentials,
            PasswordRules rules,
            Passwords passwords,
            OneTimeCodes codes,
            Ledger ledger,
            WormStore store,
            Clock clock,
            TransactionTemplate transaction,
            PasswordChange change) {
        this.rows = rows;
        this.credentials = credentials;
        this.rules = rules;
        this.passwords = passwords;
        this.codes = codes;
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
        this.transaction = transaction;
        this.change = change;
    }

    @Override
    public void set(Caller caller, String userId, char[] password, String totpSecret) {
        try {
            PersonMapper.Row person = rows.find(store.installation().organisation(), userId);
            if (person == null) {
                throw IdentityRefusal.PERSON_NOT_FOUND.thrown(userId);
            }
            String refusal = rules.refusal(userId, person.printedName(), password);
            if (refusal != null) {
                throw IdentityRefusal.PASSWORD_REFUSED.thrown(userId, refusal);
            }
            byte[] wrapped;
            try (TotpSecret secret =
                    TotpSecret.ofBase32(totpSecret).orElseThrow(() -> IdentityRefusal.SECRET_REFUSED.thrown(userId))) {
                wrapped = codes.wrap(userId, secret);
            }
            try (Fresh fresh = passwords.make(userId, password)) {
                transaction.executeWithoutResult(status -> store(caller, userId, fresh.credential(), wrapped));
            }
        } finally {
            Secrets.wipe(password);
        }
    }

    @Override
    public void change(Caller person, char[] password, String code, char[] newPassword) {
        change.change(person, password, code, newPassword);
    }

    private void store(Caller caller, String userId, Credential credential, byte[] wrapped) {
        String organisation = store.installation().organisation();
        if (credentials.insert(organisation, userId, credential, clock.instant()) == 0) {
            throw IdentityRefusal.FACTORS_SET.thrown(userId);
        }
        credentials.insertTotp(organisation, userId, wrapped);
        rows.activate(organisation, userId);
        ledger.append(
                caller,
                IdentityEvent.high(
                        "factors.set",
                        IdentityEvent.person(userId),
                        Map.of("components", List.of("password", "totp"), "state", "active")));
    }
}
