package dev.countersign.identity;

import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Reauthentication} by password and one-time code or passkey. */
@Component
class CheckedReauthentication implements Reauthentication {

    private static final String ACTION = "reauthentication";

    private final FactorCheck check;
    private final Passwords passwords;
    private final Passkeys passkeys;

    CheckedReauthentication(FactorCheck check, Passwords passwords, Passkeys passkeys) {
        this.check = check;
        this.passwords = passwords;
        this.passkeys = passkeys;
    }

    @Override
    public void demand(Caller person, char[] password, String code) {
        demand(
                new Trial(Purpose.SIGNING, ACTION, person.actorId(), person, person, code.strip()),
                person.actorId(),
                password);
    }

    @Override
    public void demand(Caller person, String session, char[] password, Assertion answer) {
        Trial trial = new Trial(
                Purpose.SIGNING,
                ACTION,
                person.actorId(),
                person,
                person,
                null,
                somebody -> passkeys.judgeAgain(somebody, session, answer));
        demand(trial, person.actorId(), password);
    }

    private void demand(Trial trial, String userId, char[] password) {
        try {
            @Nullable Credential credential = check.demandUnlocked(trial);
            try (Root root = passwords.check(userId, userId, credential, password)) {
                check.judge(trial.comparedWith(credential), root.matches());
            }
        } finally {
            Secrets.wipe(password);
        }
    }
}
