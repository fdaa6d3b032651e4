package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.passkeys.PasskeyMapper.Row;
import dev.countersign.passkeys.Passkeys.Allowed;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** What a browser needs to ask a person's passkeys: which may answer, what they sign, and where a PRF is asked, over what. */
@Component
class Asking {

    private final PasskeyMapper passkeys;
    private final Challenges challenges;
    private final WormStore store;

    Asking(PasskeyMapper passkeys, Challenges challenges, WormStore store) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.store = store;
    }

    boolean anyAt(String userId, Site site, Predicate<Digest> which) {
        return site.isNamed() && !usable(userId, site, which).isEmpty();
    }

    /** A new challenge for all of them. */
    Question byChallenge(String purpose, String userId, String session, Site site) {
        List<Row> usable = demanded(userId, site, any -> true);
        return question(challenges.ask(purpose, userId, session), site, usable, Map.of());
    }

    /** A new challenge for that one, whose PRF is evaluated over it. */
    Question toOpen(String userId, String session, Site site, Digest credential) {
        List<Row> usable = demanded(userId, site, credential::equals);
        byte[] challenge = challenges.ask(Challenges.OPEN, userId, session);
        return question(challenge, site, usable, Map.of(credential, challenge));
    }

    Question byIntent(String userId, Digest intent, Site site) {
        return question(intent.bytes(), site, demanded(userId, site, any -> true), Map.of());
    }

    /** Of those alone that have a salt. */
    Question byIntent(String userId, Digest intent, Site site, Map<Digest, byte[]> salts) {
        return question(intent.bytes(), site, demanded(userId, site, salts::containsKey), salts);
    }

    private Question question(byte[] challenge, Site site, List<Row> asked, Map<Digest, byte[]> salts) {
        List<Allowed> allowed = asked.stream()
                .map(row -> {
                    byte[] salt = salts.get(Digest.parse(row.credentialSha256()));
                    return new Allowed(
                            Base64url.write(row.credentialId()),
                            row.transports().isEmpty()
                                    ? Set.of()
                                    : Set.of(row.transports().split(" ")),
                            salt == null ? null : Base64url.write(salt));
                })
                .toList();
        return new Question(Base64url.write(challenge), site.host(), allowed);
    }

    private List<Row> demanded(String userId, Site site, Predicate<Digest> which) {
        demandNamed(site);
        List<Row> usable = usable(userId, site, which);
        if (usable.isEmpty()) {
            throw PasskeyRefusal.NOT_FOUND.thrown();
        }
        return usable;
    }

    private List<Row> usable(String userId, Site site, Predicate<Digest> which) {
        return passkeys.of(store.installation().organisation(), userId).stream()
                .filter(row -> row.isActive() && row.host().equals(site.host()))
                .filter(row -> which.test(Digest.parse(row.credentialSha256())))
                .toList();
    }

    static void demandNamed(Site site) {
        if (!site.isNamed()) {
            throw PasskeyRefusal.HOST.thrown(site.host());
        }
    }
}
