package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.identity.Lockout.Entered;
import dev.countersign.identity.Lockout.Lock;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.Lockout.Standing;
import dev.countersign.identity.Lockout.Unheard;
import dev.countersign.identity.OneTimeCodes.Typed;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Judgement;
import dev.countersign.passkeys.ProvedPasskey;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Judges one attempt in one short transaction of its own: is the subject locked, did password and code hold, then count,
 * spend the code and tell the audit trail. What it decided stays, whatever happens to the caller's work afterwards.
 */
@Component
class FactorCheck {

    private static final String SPENT = "spent-code";
    private static final String LOCKED = "locked";

    private final OneTimeCodes codes;
    private final Lockout lockout;
    private final Ledger ledger;
    private final KeyVault vault;
    private final LoginRisk risk;
    private final TransactionTemplate own;

    FactorCheck(
            OneTimeCodes codes,
            Lockout lockout,
            Ledger ledger,
            KeyVault vault,
            LoginRisk risk,
            TransactionTemplate own) {
        this.codes = codes;
        this.lockout = lockout;
        this.ledger = ledger;
        this.vault = vault;
        this.risk = risk;
        this.own = own;
    }

    /**
     * What was tried.
     *
     * @param action dotted name of the audit entry, without its outcome
     * @param caller of the entry of a failure
     * @param welcome of the entry of a success
     * @param code null where the password alone is asked, or a passkey answered
     * @param passkey judges what a passkey answered; null where none did
     * @param place in a series, where one component is enough; null outside of one
     * @param compared what the password was compared with, which must be the person's still; null where none was, or that is seen to otherwise
     */
    record Trial(
            Purpose purpose,
            String action,
            String userName,
            Caller caller,
            Caller welcome,
            @Nullable String code,
            @Nullable Function<Caller, Judgement> passkey,
            @Nullable SeriesPlace place,
            @Nullable Credential compared) {

        Trial(Purpose purpose, String action, String userName, Caller caller, Caller welcome, @Nullable String code) {
            this(purpose, action, userName, caller, welcome, code, null, null, null);
        }

        Trial(
                Purpose purpose,
                String action,
                String userName,
                Caller caller,
                Caller welcome,
                @Nullable String code,
                @Nullable Function<Caller, Judgement> passkey) {
            this(purpose, action, userName, caller, welcome, code, passkey, null, null);
        }

        /** The same, of a password that was compared with that and may be changed while it was hashed. */
        Trial comparedWith(@Nullable Credential credential) {
            return new Trial(purpose, action, userName, caller, welcome, code, passkey, place, credential);
        }

        /** The known device it comes from; null from anywhere else. */
        @Nullable
        UUID device() {
            String device = welcome.device();
            return device == null ? null : UUID.fromString(device);
        }

        /** Whether both components are judged: one in a series forgives no failures. */
        boolean asksForSecondFactor() {
            return code != null || passkey != null;
        }
    }

    /** Somebody who passed, by which passkey if by one, and in which series if in one. */
    record Passed(
            Person person,
            @Nullable ProvedPasskey passkey,
            @Nullable ContinuedSeries series) {}

    /**
     * Refuses the attempt unheard while the subject is locked: no password is hashed for it.
     *
     * @return what a password is compared with; null for who has none
     */
    @Nullable
    Credential demandUnlocked(Trial trial) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("factors are checked in a transaction of their own");
        }
        Unheard before = lockout.before(trial.userName(), unknown(trial), trial.purpose(), trial.device());
        before.locked().ifPresent(standing -> {
            throw own.execute(status -> refused(trial, standing, LOCKED, standing.lock(), 0));
        });
        return before.credential();
    }

    /**
     * Judges; returns the person only if everything held.
     *
     * @throws RefusedException already counted and audited
     */
    Person judge(Trial trial, boolean passwordMatches) {
        return pass(trial, passwordMatches).person();
    }

    /** As {@link #judge}, and says which passkey answered. */
    Passed pass(Trial trial, boolean passwordMatches) {
        return pass(trial, passwordMatches, Typed.nothing());
    }

    /** Which step the code belongs to, for {@link #pass(Trial, boolean, Typed)}: nothing is spent or judged. */
    Typed typed(Trial trial) {
        return trial.code() == null ? Typed.nothing() : codes.typed(trial.userName(), trial.code());
    }

    /** As {@link #pass(Trial, boolean)}, with what the code was found to be while the password was hashed. */
    Passed pass(Trial trial, boolean passwordMatches, Typed typed) {
        Verdict verdict = own.execute(status -> judged(trial, passwordMatches, typed));
        if (verdict == null || verdict.passed() == null) {
            throw verdict == null || verdict.refusal() == null
                    ? new IllegalStateException("a verdict is a person or a refusal")
                    : verdict.refusal();
        }
        return verdict.passed();
    }

    private record Verdict(
            @Nullable Passed passed, @Nullable RefusedException refusal) {}

    /** Why the second factor does not hold, if so; what a passkey proved, if it does. */
    private record Second(@Nullable String cause, @Nullable ProvedPasskey passkey) {}

    private Verdict judged(Trial trial, boolean passwordMatches, Typed typed) {
        Entered entered = lockout.enter(
                trial.userName(),
                unknown(trial),
                trial.purpose(),
                trial.device(),
                passwordMatches ? typed : Typed.nothing());
        Optional<Person> person = entered.person();
        Standing standing = entered.standing();
        if (standing.lock().isPresent()) {
            return new Verdict(null, refused(trial, standing, LOCKED, standing.lock(), 0));
        }
        // before anything is judged: whether a series goes on must say nothing of the password
        ContinuedSeries series =
                trial.place() == null ? null : trial.place().take().orElse(null);
        if (trial.place() != null && series == null) {
            return new Verdict(null, IdentityRefusal.ALL_COMPONENTS_REQUIRED.thrown());
        }
        OptionalLong step = trial.code() == null || entered.spent()
                ? OptionalLong.empty()
                : codes.step(trial.userName(), trial.code());
        Second second = new Second(first(person, passwordMatches && isPresent(trial, entered)), null);
        if (second.cause() == null && !entered.spent()) {
            second = second(trial, step);
        }
        String cause = second.cause();
        if (cause != null) {
            if (trial.place() != null) {
                trial.place().failed();
            }
            // a code used twice, with the right password, is a double click and no guess: counting it would lock its
            // owner out
            if (cause.equals(SPENT)) {
                return new Verdict(null, refused(trial, standing, cause, Optional.empty(), 0));
            }
            return new Verdict(null, refused(trial, standing, cause, lockout.failed(standing), standing.failuresNow()));
        }
        if (trial.asksForSecondFactor() && trial.place() == null) {
            lockout.succeeded(standing);
        }
        Map<String, Object> after = new HashMap<>(used(second.passkey(), series));
        Optional<RefusedException> risky = risk.refusal(trial, standing, after);
        if (risky.isPresent()) {
            ledger.append(
                    trial.welcome(),
                    IdentityEvent.exception(trial.action() + ".failed", "person:" + trial.userName(), after));
            return new Verdict(null, risky.get());
        }
        ledger.append(
                trial.welcome(), IdentityEvent.of(trial.action() + ".succeeded", "person:" + trial.userName(), after));
        return new Verdict(new Passed(person.orElseThrow(), second.passkey(), series), null);
    }

    private static Map<String, Object> used(@Nullable ProvedPasskey passkey, @Nullable ContinuedSeries series) {
        Map<String, Object> used = new HashMap<>();
        if (passkey != null) {
            used.put("passkey", passkey.credentialSha256().hex());
        }
        if (series != null) {
            used.put("series", series.seriesId().toString());
            used.put("position", series.position());
        }
        return used;
    }

    /** Whether what was compared with is the person's still: a password may be changed while an old one is hashed. */
    private static boolean isPresent(Trial trial, Entered entered) {
        Credential compared = trial.compared();
        Credential present = entered.credential();
        return compared == null || (present != null && MessageDigest.isEqual(compared.verifier(), present.verifier()));
    }

    private static @Nullable String first(Optional<Person> person, boolean passwordMatches) {
        if (person.isEmpty()) {
            return "unknown-name";
        }
        if (!passwordMatches) {
            return "wrong-password";
        }
        return person.get().isActive()
                ? null
                : "account-" + person.get().state().name().toLowerCase(java.util.Locale.ROOT);
    }

    private Second second(Trial trial, OptionalLong step) {
        if (trial.passkey() != null) {
            Judgement judgement = trial.passkey().apply(trial.welcome());
            return new Second(judgement.cause(), judgement.proved());
        }
        if (trial.code() == null) {
            return new Second(null, null);
        }
        if (step.isEmpty()) {
            return new Second("wrong-code", null);
        }
        return new Second(codes.spend(trial.userName(), step.getAsLong()) ? null : SPENT, null);
    }

    /**
     * The refusal, told to the audit trail. Only the entry, never the answer, says what was wrong, and where from as the risk policy sees it.
     *
     * @param failures how many in a row this one makes; 0 if it is not counted
     */
    private RefusedException refused(Trial trial, Standing standing, String cause, Optional<Lock> lock, int failures) {
        Map<String, Object> after = new HashMap<>(Map.of("cause", cause));
        risk.tell(trial, standing, after);
        if (failures > 0) {
            after.put("failures", failures);
        }
        lock.ifPresent(one -> after.put(
                one.until() == null ? "closed" : "lockedUntil",
                one.until() == null ? true : one.until().toString()));
        ledger.append(
                trial.caller(),
                IdentityEvent.exception(trial.action() + ".failed", "person:" + standing.subject(), after));
        boolean signing = trial.purpose() == Purpose.SIGNING;
        if (LOCKED.equals(cause)) {
            return lockedOut(signing, lock.orElseThrow());
        }
        return signing ? IdentityRefusal.REAUTHENTICATION_FAILED.thrown() : IdentityRefusal.LOGIN_FAILED.thrown();
    }

    private static RefusedException lockedOut(boolean signing, Lock lock) {
        if (lock.until() == null) {
            return signing ? IdentityRefusal.SIGNING_CLOSED.thrown() : IdentityRefusal.LOGIN_CLOSED.thrown();
        }
        String second = lock.until().truncatedTo(ChronoUnit.SECONDS).toString();
        return signing ? IdentityRefusal.SIGNING_LOCKED.thrown(second) : IdentityRefusal.LOCKED.thrown(second);
    }

    /**
     * A name nobody has may be a password typed into the wrong field: it is remembered by a keyed hash alone. The name of whoever is signed in was
     * not typed.
     */
    private String unknown(Trial trial) {
        if (isOneself(trial)) {
            return trial.userName();
        }
        byte[] name = vault.hmac(SecretName.PEPPER, Parts.of("unknown-name/v1", trial.userName()));
        return "unknown-" + HexFormat.of().formatHex(name, 0, 8);
    }

    private static boolean isOneself(Trial trial) {
        return trial.userName().equals(trial.caller().actorId());
    }
}
