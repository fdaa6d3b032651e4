package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.passkeys.PasskeyMapper.Row;
import dev.countersign.passkeys.PasskeyMapper.Working;
import dev.countersign.passkeys.WebAuthn.Made;
import dev.countersign.passkeys.WebAuthn.NotAccepted;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Passkeys} in {@code app.passkey}. */
@Component
class StoredPasskeys implements Passkeys {

    private static final int LONGEST_NAME = 60;
    private static final Pattern SHOWN = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]+");

    private final PasskeyMapper passkeys;
    private final Challenges challenges;
    private final WebAuthn webauthn;
    private final Asking asking;
    private final Judging judging;
    private final RegisteringRisk places;
    private final WormStore store;
    private final Ledger ledger;
    private final PasskeySettings settings;

    StoredPasskeys(
            PasskeyMapper passkeys,
            Challenges challenges,
            WebAuthn webauthn,
            Asking asking,
            Judging judging,
            RegisteringRisk places,
            WormStore store,
            Ledger ledger,
            PasskeySettings settings) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.webauthn = webauthn;
        this.asking = asking;
        this.judging = judging;
        this.places = places;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public List<Passkey> of(String userId) {
        return passkeys.of(organisation(), userId).stream()
                .map(StoredPasskeys::shown)
                .toList();
    }

    @Override
    public Map<String, List<String>> working() {
        return passkeys.working(organisation()).stream()
                .collect(Collectors.groupingBy(
                        Working::userId, Collectors.mapping(Working::credentialSha256, Collectors.toList())));
    }

    @Override
    @Transactional
    public Creation beginRegistration(Caller person, String session, String printedName, Site site) {
        places.demand(person);
        return begin(Challenges.REGISTER, person, session, printedName, site);
    }

    @Override
    @Transactional
    public Creation beginEnrolment(Caller person, String session, String printedName, Site site) {
        return begin(Challenges.ENROL, person, session, printedName, site);
    }

    private Creation begin(String purpose, Caller person, String session, String printedName, Site site) {
        Asking.demandNamed(site);
        List<Row> active = active(person.actorId());
        if (active.size() >= settings.mostOfAPerson()) {
            throw PasskeyRefusal.LIMIT.thrown(active.size());
        }
        return new Creation(
                Base64url.write(challenges.ask(purpose, person.actorId(), session)),
                site.host(),
                Base64url.write(Digest.of((organisation() + "\0" + person.actorId()).getBytes(StandardCharsets.UTF_8))
                        .bytes()),
                person.actorId(),
                printedName,
                active.stream().map(row -> Base64url.write(row.credentialId())).toList());
    }

    @Override
    @Transactional
    public Passkey register(Caller person, String session, Site site, Attestation made) {
        String name = made.name().strip();
        if (name.length() > LONGEST_NAME || !SHOWN.matcher(name).matches()) {
            throw PasskeyRefusal.NAME.thrown();
        }
        try {
            byte[] challenge = webauthn.challengeOf(made);
            if (!challenges.take(challenge, Challenges.ENROL, person.actorId(), session)) {
                places.demand(person);
                if (!challenges.take(challenge, Challenges.REGISTER, person.actorId(), session)) {
                    throw PasskeyRefusal.CHALLENGE_OVER.thrown();
                }
            }
            Row row = row(person.actorId(), site, name, made, webauthn.registered(made, site, challenge));
            if (passkeys.insert(row) == 0) {
                throw PasskeyRefusal.EXISTS.thrown();
            }
            ledger.append(person, PasskeyEvent.registered(row));
            return shown(row);
        } catch (NotAccepted e) {
            throw PasskeyRefusal.REFUSED.thrown(e.cause());
        }
    }

    private Row row(String userId, Site site, String name, Attestation made, Made credential) {
        return new Row(
                organisation(),
                Digest.of(credential.credentialId()).hex(),
                credential.credentialId(),
                userId,
                site.host(),
                credential.key().spki(),
                credential.signCount(),
                credential.backupEligible(),
                made.transports().stream()
                        .filter(one -> one.matches("[a-z-]{1,20}"))
                        .sorted()
                        .limit(8)
                        .collect(Collectors.joining(" ")),
                name,
                Passkey.State.ACTIVE.code(),
                store.now(),
                null);
    }

    @Override
    public boolean anyAt(String userId, Site site) {
        return asking.anyAt(userId, site, any -> true);
    }

    @Override
    public boolean anyAt(String userId, Site site, Set<Digest> credentials) {
        return asking.anyAt(userId, site, credentials::contains);
    }

    @Override
    @Transactional
    public Question askForLogin(String userId, String session, Site site) {
        return asking.byChallenge(Challenges.LOGIN, userId, session, site);
    }

    @Override
    @Transactional
    public Question askAgain(String userId, String session, Site site) {
        return asking.byChallenge(Challenges.AGAIN, userId, session, site);
    }

    @Override
    @Transactional
    public Question askToOpen(Caller person, String session, Site site, Digest credentialSha256) {
        places.demand(person);
        return asking.toOpen(person.actorId(), session, site, credentialSha256);
    }

    @Override
    public Question askForIntent(String userId, Digest intent, Site site) {
        return asking.byIntent(userId, intent, site);
    }

    @Override
    public Question askForIntent(String userId, Digest intent, Site site, Map<Digest, byte[]> salts) {
        return asking.byIntent(userId, intent, site, salts);
    }

    @Override
    public Judgement judgeLogin(Caller person, String session, Assertion answer) {
        return judging.ofChallenge(Challenges.LOGIN, person, session, answer);
    }

    @Override
    public Judgement judgeAgain(Caller person, String session, Assertion answer) {
        return judging.ofChallenge(Challenges.AGAIN, person, session, answer);
    }

    @Override
    public Judgement judgeToOpen(Caller person, String session, Assertion answer) {
        places.demand(person);
        return judging.ofChallenge(Challenges.OPEN, person, session, answer);
    }

    @Override
    public Judgement judgeIntent(Caller person, Digest intent, Assertion answer) {
        return judging.ofIntent(person, intent, answer);
    }

    @Override
    @Transactional
    public void revoke(Caller caller, String userId, Digest credentialSha256, String reason) {
        Row row = passkeys.lock(organisation(), credentialSha256.hex());
        if (row == null || !row.userId().equals(userId) || row.state().equals(Passkey.State.REVOKED.code())) {
            throw PasskeyRefusal.NOT_FOUND.thrown();
        }
        end(caller, row, reason);
    }

    @Override
    @Transactional
    public void revokeAll(Caller caller, String userId, String reason) {
        for (Row row : passkeys.of(organisation(), userId)) {
            if (!row.state().equals(Passkey.State.REVOKED.code())) {
                end(caller, row, reason);
            }
        }
    }

    private void end(Caller caller, Row row, String reason) {
        if (passkeys.end(organisation(), row.credentialSha256(), Passkey.State.REVOKED.code(), store.now()) == 1) {
            ledger.append(caller, PasskeyEvent.revoked(row, reason));
        }
    }

    private List<Row> active(String userId) {
        return passkeys.of(organisation(), userId).stream()
                .filter(Row::isActive)
                .toList();
    }

    private static Passkey shown(Row row) {
        return new Passkey(
                Digest.parse(row.credentialSha256()),
                row.name(),
                row.host(),
                Passkey.State.valueOf(row.state().toUpperCase(Locale.ROOT)),
                row.registeredAt(),
                row.lastUsedAt());
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
