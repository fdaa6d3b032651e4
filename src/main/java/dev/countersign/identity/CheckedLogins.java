package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Logins} by the factors of {@code app.credential} and {@code app.totp}. */
@Component
class CheckedLogins implements Logins {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_CODE = 16;

    private final FactorCheck check;
    private final Passwords passwords;
    private final SigningKeys custody;
    private final People people;
    private final Passkeys passkeys;
    private final Ledger ledger;
    private final IdentitySettings settings;
    private final Clock clock;

    CheckedLogins(
            FactorCheck check,
            Passwords passwords,
            SigningKeys custody,
            People people,
            Passkeys passkeys,
            Ledger ledger,
            IdentitySettings settings,
            Clock clock) {
        this.check = check;
        this.passwords = passwords;
        this.custody = custody;
        this.people = people;
        this.passkeys = passkeys;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Person logIn(Attempt attempt, char[] password, String code) {
        return judged(trial(attempt, "login", code), password);
    }

    @Override
    public AcceptedPassword acceptPassword(Attempt attempt, char[] password) {
        // from before it was compared: a password that is changed while an old one waits to be hashed was changed since
        Instant before = clock.instant();
        Person person = judged(trial(attempt, "login.password", null), password);
        return new AcceptedPassword(person.userId(), before.plus(settings.passwordLasts()));
    }

    @Override
    public Person acceptCode(Attempt attempt, AcceptedPassword accepted, String code) {
        Trial trial = trial(attempt.of(accepted.userId()), "login", code);
        check.demandUnlocked(trial);
        return check.judge(trial, holds(accepted));
    }

    /** Whether the password still is the one that was typed a moment ago. */
    private boolean holds(AcceptedPassword accepted) {
        boolean changedSince = people.activeSince(accepted.userId())
                .filter(since -> since.isAfter(accepted.acceptedAt(settings.passwordLasts())))
                .isPresent();
        return !accepted.isOver(clock.instant()) && !changedSince;
    }

    @Override
    public Person acceptPasskey(Attempt attempt, AcceptedPassword accepted, String asked, Assertion answer) {
        Trial typed = trial(attempt.of(accepted.userId()), "login", null);
        Trial trial = new Trial(
                typed.purpose(),
                typed.action(),
                typed.userName(),
                typed.caller(),
                typed.welcome(),
                null,
                person -> passkeys.judgeLogin(person, asked, answer));
        check.demandUnlocked(trial);
        return check.judge(trial, holds(accepted));
    }

    @Override
    @Transactional
    public void ended(Caller caller, Ending ending) {
        ledger.append(
                caller,
                IdentityEvent.of("session.ended", "person:" + caller.actorId(), Map.of("ending", ending.code())));
    }

    private Person judged(Trial trial, char[] password) {
        try {
            @Nullable Credential credential = check.demandUnlocked(trial);
            String owner = HashingPlaces.stranger(trial.caller().address());
            try (Root root = passwords.check(owner, trial.userName(), credential, password)) {
                Person person = check.judge(trial.comparedWith(credential), root.matches());
                custody.renew(person.userId(), root);
                return person;
            }
        } finally {
            Secrets.wipe(password);
        }
    }

    private static Trial trial(Attempt attempt, String action, @Nullable String code) {
        String name = known(attempt.userName().strip().toLowerCase(Locale.ROOT));
        String device = attempt.device() == null ? null : attempt.device().toString();
        return new Trial(
                Purpose.LOGIN,
                action,
                name,
                Caller.anonymous(attempt.address()).on(device),
                Caller.person(name, attempt.session(), attempt.address()).on(device),
                code == null ? null : code.length() > LONGEST_CODE ? "" : code.strip());
    }

    /** A name that nobody can have is hashed, counted and audited like one that nobody has, but goes no further as it was typed. */
    private static String known(String name) {
        boolean possible = name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
        return possible
                ? name
                : "?" + Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
