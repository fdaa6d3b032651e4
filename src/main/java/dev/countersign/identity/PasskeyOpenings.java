package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.CheckedEnrolments.Acts;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Judgement;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.ProvedPasskey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link KeyOpenings}: the password opens the key once, and what the passkey gave closes it in a box of its own. */
@Component
class PasskeyOpenings implements KeyOpenings {

    private static final String ATTEMPT = "key.opening";

    private final OpeningMapper openings;
    private final PasskeyWrapping wrapping;
    private final OwnPassword ownPassword;
    private final SigningKeys custody;
    private final Passkeys passkeys;
    private final Refusals refusals;
    private final Acts acts;
    private final TransactionTemplate transaction;

    PasskeyOpenings(
            OpeningMapper openings,
            PasskeyWrapping wrapping,
            OwnPassword ownPassword,
            SigningKeys custody,
            Passkeys passkeys,
            Refusals refusals,
            Acts acts,
            TransactionTemplate transaction) {
        this.openings = openings;
        this.wrapping = wrapping;
        this.ownPassword = ownPassword;
        this.custody = custody;
        this.passkeys = passkeys;
        this.refusals = refusals;
        this.acts = acts;
        this.transaction = transaction;
    }

    @Override
    public List<Opening> of(String userId) {
        return openings.of(acts.organisation(), userId).stream()
                .map(row -> new Opening(Digest.parse(row.credentialSha256()), row.salt(), row.madeAt()))
                .toList();
    }

    @Override
    public void allow(
            Caller person,
            String session,
            Digest credential,
            char[] password,
            String code,
            Assertion answer,
            byte[] secret) {
        try {
            StoredKey stored = guarding(person, () -> {
                if (secret.length != PasskeyWrapping.SECRET) {
                    throw IdentityRefusal.NO_PRF.thrown();
                }
                return custody.certified(person.actorId())
                        .orElseThrow(() -> IdentityRefusal.NO_KEY.thrown(person.actorId()));
            });
            try (Root root = ownPassword.check(person, person.actorId(), password, code.strip());
                    SigningKey key = custody.use(stored, root)) {
                ProvedPasskey proved = proved(person, session, credential, answer);
                guarding(person, () -> {
                    transaction.executeWithoutResult(status -> {
                        ownPassword.demandPresent(person.actorId(), root);
                        wrapping.put(stored, key, credential, proved.challenge(), secret);
                        tell(person, "key.opening-allowed", stored, credential);
                    });
                    return true;
                });
            }
        } finally {
            Secrets.wipe(password);
            Secrets.wipe(secret);
        }
    }

    /** In a transaction of its own, which stays whatever comes of it. */
    private ProvedPasskey proved(Caller person, String session, Digest credential, Assertion answer) {
        Judgement judgement = guarding(
                person,
                () -> Objects.requireNonNull(
                        transaction.execute(status -> judged(person, session, credential, answer))));
        ProvedPasskey proved = judgement.proved();
        if (proved == null) {
            throw IdentityRefusal.OPENING_NOT_PROVED.thrown();
        }
        return proved;
    }

    /** Of the one that was named to the person alone: any of theirs could answer the challenge. Only the entry says what does not hold. */
    private Judgement judged(Caller person, String session, Digest credential, Assertion answer) {
        Judgement judgement = passkeys.judgeToOpen(person, session, answer);
        ProvedPasskey proved = judgement.proved();
        if (proved != null && !proved.credentialSha256().equals(credential)) {
            judgement = Judgement.refused("another-passkey");
        }
        String cause = judgement.cause();
        if (cause != null) {
            acts.ledger()
                    .append(
                            person,
                            IdentityEvent.exception(
                                    ATTEMPT + "-failed",
                                    IdentityEvent.person(person.actorId()),
                                    Map.of("cause", cause, "credentialIdSha256", credential.hex())));
        }
        return judgement;
    }

    @Override
    public void end(Caller person, Digest credentialSha256) {
        guarding(person, () -> {
            transaction.executeWithoutResult(status -> {
                if (openings.end(acts.organisation(), person.actorId(), credentialSha256.hex()) == 0) {
                    throw IdentityRefusal.OPENING_NOT_FOUND.thrown();
                }
                tell(
                        person,
                        "key.opening-ended",
                        custody.certified(person.actorId()).orElseThrow(),
                        credentialSha256);
            });
            return true;
        });
    }

    private void tell(Caller person, String type, StoredKey key, Digest credential) {
        acts.ledger()
                .append(
                        person,
                        IdentityEvent.high(
                                type,
                                IdentityEvent.person(person.actorId()),
                                Map.of("keyId", key.keyId().toString(), "credentialIdSha256", credential.hex())));
    }

    private <T> T guarding(Caller person, java.util.function.Supplier<T> work) {
        return refusals.guarding(person, ATTEMPT, IdentityEvent.person(person.actorId()), work);
    }
}
