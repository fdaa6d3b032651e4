package dev.countersign.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.SignaturePolicy.Section;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * {@link Policies} in {@code app.policy_acknowledgement}. The text is a resource whose name has its version: a title, then headings that begin
 * with #, each with its paragraphs. It is kept in the write-once store, for a later program has another.
 */
@Component
class StoredPolicies implements Policies {

    static final String IN_FORCE = "policy.in-force";

    private static final String VERSION = "1";
    private static final String HEADING = "# ";
    private static final String NAME = "electronic-signatures";
    private static final Caller PROGRAM = Caller.system("policies");

    private final PolicyMapper acknowledgements;
    private final WormStore store;
    private final Ledger ledger;
    private final AuditTrail trail;
    private final byte[] text = text();
    private final SignaturePolicy current = read(VERSION, text);

    StoredPolicies(PolicyMapper acknowledgements, WormStore store, Ledger ledger, AuditTrail trail) {
        this.acknowledgements = acknowledgements;
        this.store = store;
        this.ledger = ledger;
        this.trail = trail;
    }

    @Override
    @Transactional
    public void publish() {
        acknowledgements.lock();
        if (inForce().filter(current.sha256()::equals).isEmpty()) {
            store.putBlob(text);
            ledger.append(
                    PROGRAM, IdentityEvent.high(IN_FORCE, "policy:" + NAME, told(current.version(), current.sha256())));
        }
    }

    /** The text that the last entry tells of. */
    private Optional<Digest> inForce() {
        Question question = new Question(null, null, null, null, Set.of(IN_FORCE), false);
        return trail.newest(question, null, 1).stream()
                .map(entry ->
                        CanonicalJson.parse(entry.bytes()).at("/new/sha256").asText())
                .map(Digest::parse)
                .findFirst();
    }

    private static Map<String, Object> told(String version, Digest sha256) {
        return Map.of("policy", NAME, "version", version, "sha256", sha256.hex());
    }

    @Override
    public SignaturePolicy current() {
        return current;
    }

    @Override
    public Optional<SignaturePolicy> of(String version, Digest sha256) {
        return store.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .map(bytes -> read(version, bytes));
    }

    @Override
    public boolean isAcknowledged(String userId) {
        return acknowledgements.exists(organisation(), userId, current.sha256());
    }

    @Override
    @Transactional
    public void acknowledge(Caller person, Digest sha256) {
        if (!sha256.equals(current.sha256())) {
            throw IdentityRefusal.POLICY_NOT_ACKNOWLEDGED.thrown(person.actorId(), current.version());
        }
        Instant now = store.now();
        if (acknowledgements.insert(organisation(), person.actorId(), current.version(), sha256, now) == 1) {
            ledger.append(
                    person,
                    IdentityEvent.high(
                            "policy.acknowledged",
                            IdentityEvent.person(person.actorId()),
                            told(current.version(), sha256)));
        }
    }

    private static byte[] text() {
        try (InputStream text = StoredPolicies.class.getResourceAsStream("/policy/" + NAME + "-" + VERSION + ".txt")) {
            if (text == null) {
                throw new IllegalStateException("the policy on electronic signatures is not part of this build");
            }
            return text.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SignaturePolicy read(String version, byte[] bytes) {
        String[] parts = new String(bytes, UTF_8).strip().split("(?m)^" + HEADING);
        List<Section> sections =
                Arrays.stream(parts).skip(1).map(StoredPolicies::section).toList();
        return new SignaturePolicy(version, Digest.of(bytes), parts[0].strip(), sections);
    }

    private static Section section(String part) {
        String[] lines = part.strip().split("\\n", 2);
        return new Section(lines[0].strip(), List.of(lines[1].strip().split("\\n\\s*\\n")));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
