package dev.countersign.passkeys;

import dev.countersign.crypto.Identifiers;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Questions that wait for an authenticator: random, each good for one answer of one person in one session, for minutes. */
@Component
class Challenges {

    static final String REGISTER = "register";
    /** Of somebody who just set their account up. */
    static final String ENROL = "enrol";

    static final String LOGIN = "login";

    /** Of somebody who is signed in already. */
    static final String AGAIN = "again";

    /** Of somebody who lets a passkey open their signing key: its PRF is evaluated over the challenge, which is kept. */
    static final String OPEN = "open";

    private static final int BYTES = 32;

    private final PasskeyMapper rows;
    private final Identifiers identifiers;
    private final WormStore store;
    private final PasskeySettings settings;
    private final Clock clock;

    Challenges(PasskeyMapper rows, Identifiers identifiers, WormStore store, PasskeySettings settings, Clock clock) {
        this.rows = rows;
        this.identifiers = identifiers;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    byte[] ask(String purpose, String userId, String session) {
        Instant now = clock.instant();
        rows.forget(now);
        byte[] challenge = identifiers.randomBytes(BYTES);
        rows.ask(organisation(), challenge, purpose, userId, session, now.plus(settings.challengeLasts()));
        return challenge;
    }

    /** Whether exactly this was asked and not answered yet. */
    boolean take(byte[] challenge, String purpose, String userId, String session) {
        return challenge.length == BYTES
                && rows.take(organisation(), challenge, purpose, userId, session, clock.instant()) == 1;
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
