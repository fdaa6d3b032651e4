package dev.countersign.identity;

import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.ledger.Caller;
import org.springframework.stereotype.Component;

/** {@link Reauthentication} by password and one-time code. */
@Component
class CheckedReauthentication implements Reauthentication {

    private final FactorCheck check;
    private final Passwords passwords;

    CheckedReauthentication(FactorCheck check, Passwords passwords) {
        this.check = check;
        this.passwords = passwords;
    }

    @Override
    public void demand(Caller person, char[] password, String code) {
        Trial trial = new Trial(Purpose.SIGNING, "reauthentication", person.actorId(), person, person, code.strip());
        try {
            check.demandUnlocked(trial);
            try (Root root = passwords.check(person.actorId(), person.actorId(), password)) {
                check.judge(trial, root.matches());
            }
        } finally {
            Secrets.wipe(password);
        }
    }
}
