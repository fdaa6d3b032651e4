package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.identity.KeyOpenings.Opening;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Site;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Ceremony;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.signing.TestCeremonies;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bundles of a version that somebody signed by a passkey, and what breaks one rule of them. */
@Component
public class PasskeyBundles {

    private static final String ORIGIN = "http://localhost:8081";
    private static final Site SITE = Site.of(ORIGIN).framedBy("http://localhost:8080");

    private final TestCeremonies ceremonies;
    private final TestPeople people;
    private final TestExports exports;
    private final Signatures signatures;
    private final Presence presence;
    private final Passkeys passkeys;
    private final KeyOpenings openings;
    private final TestPasskeys testPasskeys;
    private @Nullable Made made;
    private @Nullable Made inSeries;

    PasskeyBundles(
            TestCeremonies ceremonies,
            TestPeople people,
            TestExports exports,
            Signatures signatures,
            Presence presence,
            Passkeys passkeys,
            KeyOpenings openings,
            TestPasskeys testPasskeys) {
        this.ceremonies = ceremonies;
        this.people = people;
        this.exports = exports;
        this.signatures = signatures;
        this.presence = presence;
        this.passkeys = passkeys;
        this.openings = openings;
        this.testPasskeys = testPasskeys;
    }

    /** By a passkey that is revoked afterwards: the signature stays valid. Made once. */
    public synchronized Made made() {
        if (made == null) {
            String author = people.signer(Role.QA_ANALYST);
            Caller caller = TestCeremonies.caller(author);
            // a page that registers is not framed
            SoftwareAuthenticator authenticator =
                    testPasskeys.registered(author, ORIGIN).framedBy("http://localhost:8080");
            RecordVersion version = ceremonies.inReview(caller);
            Signature signature = sign(caller, author, version, authenticator);
            passkeys.revoke(caller, author, Digest.parse(authenticator.credentialSha256()), "lost on the way home");
            made = new Made(authenticator, version, signature, TestBundle.of(exports.bundle(version, 1)));
        }
        return made;
    }

    /** In a series, by a passkey alone that opens the key; series and passkey end afterwards. Made once. */
    public synchronized Made inSeries() {
        if (inSeries == null) {
            String author = people.signer(Role.QA_ANALYST);
            Caller caller = TestCeremonies.caller(author);
            SoftwareAuthenticator authenticator = testPasskeys.opening(author, ORIGIN);
            authenticator.framedBy("http://localhost:8080");
            RecordVersion begun = ceremonies.inReview(caller);
            ceremonies.approve(author, begun, "authorship");
            RecordVersion version = ceremonies.inReview(caller);
            Signature signature = signAlone(caller, version, authenticator);
            signatures.endSeries(caller);
            passkeys.revoke(caller, author, Digest.parse(authenticator.credentialSha256()), "lost on the way home");
            inSeries = new Made(authenticator, version, signature, TestBundle.of(exports.bundle(version, 1)));
        }
        return inSeries;
    }

    private Signature signAlone(Caller caller, RecordVersion version, SoftwareAuthenticator authenticator) {
        SigningTask task = ceremonies.task(version, "authorship", caller.actorId());
        Ceremony asked = signatures.intendForPasskey(caller, task, TestCeremonies.approval(version));
        Opening opening = openings.of(caller.actorId()).get(0);
        Map<String, String> answer = authenticator.answer(passkeys.askForIntent(
                        caller.actorId(),
                        asked.intentSha256(),
                        SITE,
                        Map.of(opening.credentialSha256(), opening.salt()))
                .challenge());
        Ceremony ceremony = signatures.resume(caller, task, TestCeremonies.approval(version), asked.ceremonyId());
        try (ProofOfPresence proof = presence.inSeries(
                caller,
                task.taskId(),
                ceremony.intentSha256(),
                signatures.place(ceremony),
                TestPasskeys.assertion(answer, SITE),
                authenticator.secret(opening.salt()))) {
            return ceremonies.complete(ceremony, proof);
        }
    }

    private Signature sign(Caller caller, String author, RecordVersion version, SoftwareAuthenticator authenticator) {
        SigningTask task = ceremonies.task(version, "authorship", author);
        Ceremony asked = signatures.intendForPasskey(caller, task, TestCeremonies.approval(version));
        Map<String, String> answer = authenticator.answer(
                passkeys.askForIntent(author, asked.intentSha256(), SITE).challenge());
        Ceremony ceremony = signatures.resume(caller, task, TestCeremonies.approval(version), asked.ceremonyId());
        try (PresenceAttempt attempt = presence.attempt(caller, task.taskId(), Authenticator.PASSWORD.toCharArray());
                ProofOfPresence proof = attempt.prove(ceremony.intentSha256(), TestPasskeys.assertion(answer, SITE))) {
            return ceremonies.complete(ceremony, proof);
        }
    }

    /** A signed version, and the passkey that answered. */
    public record Made(
            SoftwareAuthenticator authenticator, RecordVersion version, Signature signature, TestBundle bundle) {

        /** Each by its name; the part before the colon is how the name of the check that finds it ends. */
        public Map<String, Function<TestBundle, TestBundle>> broken() {
            Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
            all.put("passkey: the answer is missing", one -> one.with(path(), null)
                    .listed());
            all.put("passkey: another bit", one -> one.changing(path(), answer -> {
                        byte[] data = Base64.getDecoder()
                                .decode(answer.path("signature").asText());
                        data[20] ^= 1;
                        return answer.put("signature", Base64.getEncoder().encodeToString(data));
                    })
                    .listed());
            all.put("passkey: the statement names none", one -> Forgery.of(one)
                    .statements(statement -> ((ObjectNode) statement.get("authentication")).remove("passkey"))
                    .make());
            all.put("passkey assertion: another intent", one -> Forgery.of(one)
                    .intents(intent -> intent.put("reason", "another"))
                    .make());
            all.put(
                    "passkey assertion: another signature",
                    one -> replaced(one, answer -> {
                        byte[] data = Base64.getDecoder()
                                .decode(answer.path("signature").asText());
                        data[20] ^= 1;
                        return answer.put("signature", Base64.getEncoder().encodeToString(data));
                    }));
            all.put(
                    "passkey assertion: another key",
                    one -> replaced(one, answered(new SoftwareAuthenticator(ORIGIN), "signature")));
            all.put(
                    "passkey assertion: the person not verified",
                    one -> replaced(
                            one,
                            answered(authenticator.verifyingNobody(), "clientData", "authenticatorData", "signature")));
            all.put(
                    "passkey assertion: another host's page",
                    one -> replaced(one, answer -> answer.put("origin", "http://localhost.example.org:8081")));
            all.put("passkey registered: by somebody else", one -> Forgery.of(one)
                    .entries(entry -> {
                        if (entry.path("type").asText().equals("passkey.registered")) {
                            ((ObjectNode) entry.get("actor")).put("id", "somebody");
                        }
                    })
                    .make());
            all.put("passkey registered: another key", one -> Forgery.of(one)
                    .entries(entry -> {
                        if (entry.path("type").asText().equals("passkey.registered")) {
                            ((ObjectNode) entry.get("new")).put("publicKeySha256", "0".repeat(64));
                        }
                    })
                    .make());
            all.put("passkey registered: after the signature", one -> Forgery.of(one)
                    .entries(entry -> {
                        if (entry.path("type").asText().equals("passkey.registered")) {
                            entry.put("time", "2099-01-01T00:00:00.000000Z");
                        }
                    })
                    .make());
            all.put("passkey registered: revoked before", one -> Forgery.of(one)
                    .entries(entry -> {
                        if (entry.path("type").asText().equals("passkey.revoked")) {
                            entry.put("time", "2001-01-01T00:00:00.000000Z");
                        }
                    })
                    .make());
            all.put(
                    "enrolled before use: logged last",
                    one -> Forgery.of(one).certificatesLast().make());
            return all;
        }

        /** As {@link #broken}, of one that was made in a series. */
        public Map<String, Function<TestBundle, TestBundle>> brokenInSeries() {
            Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
            all.put("components: a passkey alone without a series", stated(one -> one.remove("series")));
            all.put("components: two in a series", components("password", "passkey"));
            all.put("passkey: the password is named instead", components("password"));
            all.put("passkey: the answer is missing", one -> one.with(path(), null)
                    .listed());
            all.put("passkey assertion: another intent", one -> Forgery.of(one)
                    .intents(intent -> intent.put("reason", "another"))
                    .make());
            all.put("series: begun after it", one -> Forgery.of(one)
                    .entries(entry -> {
                        if (entry.path("type").asText().equals("signing.series-begun")) {
                            entry.put("time", "2099-01-01T00:00:00.000000Z");
                        }
                    })
                    .make());
            return all;
        }

        private static Function<TestBundle, TestBundle> components(String... named) {
            return stated(authentication -> {
                authentication.putArray("components");
                List.of(named).forEach(authentication.withArray("components")::add);
            });
        }

        private static Function<TestBundle, TestBundle> stated(Consumer<ObjectNode> change) {
            return one -> Forgery.of(one)
                    .statements(statement -> change.accept((ObjectNode) statement.get("authentication")))
                    .make();
        }

        /** The answer changed, and everything that names it signed anew by other keys. */
        private TestBundle replaced(TestBundle one, Function<ObjectNode, ObjectNode> change) {
            TestBundle changed = one.changing(path(), change::apply);
            String hash = Digest.of(changed.file(path())).hex();
            return Forgery.of(changed)
                    .statements(statement ->
                            ((ObjectNode) statement.at("/authentication/passkey")).put("assertionSha256", hash))
                    .make();
        }

        private Function<ObjectNode, ObjectNode> answered(SoftwareAuthenticator other, String... members) {
            String challenge = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(HexFormat.of()
                            .parseHex(signature.statement().path("intentSha256").asText()));
            Map<String, String> answer = new HashMap<>(other.answer(challenge));
            return node -> {
                for (String member : members) {
                    byte[] bytes = Base64.getUrlDecoder().decode(answer.get(member));
                    node.put(member, Base64.getEncoder().encodeToString(bytes));
                }
                return node;
            };
        }

        String path() {
            UUID id = signature.signatureId();
            return "signatures/" + id + ".webauthn.json";
        }
    }
}
