package dev.countersign;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import java.util.Base64;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Passkeys of made-up people, registered at the doors and allowed to open their keys. */
@Component
public class TestPasskeys {

    private final Passkeys passkeys;
    private final KeyOpenings openings;

    TestPasskeys(Passkeys passkeys, KeyOpenings openings) {
        this.passkeys = passkeys;
        this.openings = openings;
    }

    /** A new one of somebody, at a page of that origin. */
    public SoftwareAuthenticator registered(String person, String origin) {
        SoftwareAuthenticator key = new SoftwareAuthenticator(origin);
        Caller caller = Caller.person(person, "here", null);
        Site site = Site.of(origin);
        Map<String, String> made = key.made(
                passkeys.beginRegistration(caller, "here", "Somebody", site).challenge());
        passkeys.register(
                caller,
                "here",
                site,
                Attestation.ofBase64url(
                        made.get("attestationObject"), made.get("clientData"), made.get("transports"), "blue key"));
        return key;
    }

    /** The same, and it opens the key of its owner. */
    public SoftwareAuthenticator opening(String person, String origin) {
        SoftwareAuthenticator key = registered(person, origin);
        open(Caller.person(person, "here", null), key, origin);
        return key;
    }

    /** Lets one open its owner's key. */
    public void open(Caller caller, SoftwareAuthenticator key, String origin) {
        Site site = Site.of(origin);
        Question question = passkeys.askToOpen(caller, "here", site, Digest.parse(key.credentialSha256()));
        openings.allow(
                caller,
                "here",
                Digest.parse(key.credentialSha256()),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(caller.actorId()),
                assertion(key.answer(question.challenge()), site),
                key.secret(Base64.getUrlDecoder()
                        .decode(question.credentials().get(0).salt())));
    }

    /** What a page sent, as the doors take it. */
    public static Assertion assertion(Map<String, String> answer, Site site) {
        return Assertion.ofBase64url(
                answer.get("credentialId"),
                answer.get("clientData"),
                answer.get("authenticatorData"),
                answer.get("signature"),
                site);
    }
}
