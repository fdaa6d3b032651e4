package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.passkeys.PasskeyMapper.Row;
import dev.countersign.passkeys.WebAuthn.NotAccepted;
import dev.countersign.passkeys.WebAuthn.Said;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Judges what a passkey answered. The passkey's row is held meanwhile: two nodes judge its answers one after the other, and a revoked one
 * proves nothing from the moment it is revoked.
 */
@Component
class Judging {

    private static final int LONGEST = 8_192;

    private final PasskeyMapper passkeys;
    private final Challenges challenges;
    private final WebAuthn webauthn;
    private final WormStore store;
    private final Ledger ledger;

    Judging(PasskeyMapper passkeys, Challenges challenges, WebAuthn webauthn, WormStore store, Ledger ledger) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.webauthn = webauthn;
        this.store = store;
        this.ledger = ledger;
    }

    /** @param purpose what the challenge was asked for */
    Judgement ofChallenge(String purpose, Caller person, String session, Assertion answer) {
        try {
            demandShort(answer);
            Said said = webauthn.said(answer);
            if (!challenges.take(said.challenge(), purpose, person.actorId(), session)) {
                return Judgement.refused("challenge-over");
            }
            return judged(person, answer, said, said.challenge());
        } catch (NotAccepted e) {
            return Judgement.refused(e.cause());
        }
    }

    Judgement ofIntent(Caller person, Digest intent, Assertion answer) {
        try {
            demandShort(answer);
            Said said = webauthn.said(answer);
            if (!Arrays.equals(said.challenge(), intent.bytes())) {
                return Judgement.refused("other-challenge");
            }
            if (!isPlain(answer.clientData(), said)) {
                return Judgement.refused("client-data-form");
            }
            return judged(person, answer, said, intent.bytes());
        } catch (NotAccepted e) {
            return Judgement.refused(e.cause());
        }
    }

    private Judgement judged(Caller person, Assertion answer, Said said, byte[] challenge) throws NotAccepted {
        Row passkey = passkeys.lock(
                store.installation().organisation(),
                Digest.of(answer.credentialId()).hex());
        String unusable = unusable(passkey, person.actorId(), answer.site());
        if (passkey == null || unusable != null) {
            return Judgement.refused(unusable == null ? "unknown-passkey" : unusable);
        }
        long counter = webauthn.answered(answer, passkey, challenge);
        Instant now = store.now();
        if ((counter != 0 || passkey.signCount() != 0) && counter <= passkey.signCount()) {
            passkeys.end(passkey.organisation(), passkey.credentialSha256(), Passkey.State.SUSPENDED.code(), now);
            ledger.append(person, PasskeyEvent.suspended(passkey, counter));
            return Judgement.refused("cloned-passkey");
        }
        passkeys.used(passkey.organisation(), passkey.credentialSha256(), counter, now);
        return new Judgement(
                null,
                new ProvedPasskey(
                        Digest.parse(passkey.credentialSha256()),
                        Digest.of(passkey.publicKey()),
                        challenge,
                        AssertionFormat.write(store.installation(), passkey, answer, said.origin()),
                        now));
    }

    private static @Nullable String unusable(@Nullable Row passkey, String userId, Site site) {
        if (passkey == null) {
            return "unknown-passkey";
        }
        if (!passkey.userId().equals(userId)) {
            return "passkey-of-another-person";
        }
        if (!passkey.isActive()) {
            return "passkey-" + passkey.state();
        }
        return passkey.host().equals(site.host()) ? null : "unknown-origin";
    }

    private static void demandShort(Assertion answer) throws NotAccepted {
        for (byte[] part :
                new byte[][] {answer.credentialId(), answer.clientData(), answer.authenticatorData(), answer.signature()
                }) {
            if (part.length == 0 || part.length > LONGEST) {
                throw new NotAccepted("malformed");
            }
        }
    }

    /**
     * Whether the client data are written as WebAuthn demands (section 5.8.1.1): then type, challenge and origin stand at their beginning,
     * and whoever checks the evidence compares bytes and needs no reader of JSON.
     */
    private static boolean isPlain(byte[] clientData, Said said) {
        String head = "{\"type\":\"webauthn.get\",\"challenge\":\""
                + Base64url.write(said.challenge()) + "\",\"origin\":\""
                + said.origin() + "\"";
        byte[] expected = head.getBytes(StandardCharsets.UTF_8);
        return clientData.length > expected.length
                && Arrays.equals(clientData, 0, expected.length, expected, 0, expected.length)
                && (clientData[expected.length] == ',' || clientData[expected.length] == '}');
    }
}
