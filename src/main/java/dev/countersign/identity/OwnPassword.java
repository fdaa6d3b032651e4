package dev.countersign.identity;

import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.ledger.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Somebody types their own password to use or make their key. Counts as an attempt to sign. */
@Component
class OwnPassword {

    private final FactorCheck check;
    private final Passwords passwords;

    OwnPassword(FactorCheck check, Passwords passwords) {
        this.check = check;
        this.passwords = passwords;
    }

    /**
     * What the password opens; the caller closes it.
     *
     * @param password wiped, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed} or {@code signing-locked}
     */
    Root check(Caller caller, String userId, char[] password) {
        return check(new Trial(Purpose.SIGNING, "presence.password", userId, caller, caller, null), password);
    }

    /** As {@link #check(Caller, String, char[])}, and the authenticator's code is demanded and spent. */
    Root check(Caller caller, String userId, char[] password, String code) {
        return check(new Trial(Purpose.SIGNING, "presence.components", userId, caller, caller, code), password);
    }

    private Root check(Trial trial, char[] password) {
        try {
            @Nullable Credential credential = check.demandUnlocked(trial);
            Root root = passwords.check(trial.userName(), trial.userName(), credential, password);
            try {
                check.judge(trial, root.matches());
                return root;
            } catch (RuntimeException e) {
                root.close();
                throw e;
            }
        } finally {
            Secrets.wipe(password);
        }
    }

    /** In the transaction that wraps something under it: that the password was not changed meanwhile. */
    void demandPresent(String userId, Root root) {
        passwords.demandPresent(userId, root);
    }
}
