package dev.countersign.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.SignaturePolicy.Section;
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
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * {@link Policies} in {@code app.policy_acknowledgement}. The text is a resource whose name has its version: a title, then headings that begin
 * with #, each with its paragraphs.
 */
@Component
class StoredPolicies implements Policies {

    private static final String VERSION = "1";
    private static final String HEADING = "# ";

    private final PolicyMapper acknowledgements;
    private final WormStore store;
    private final Ledger ledger;
    private final SignaturePolicy current = read();

    StoredPolicies(PolicyMapper acknowledgements, WormStore store, Ledger ledger) {
        this.acknowledgements = acknowledgements;
        this.store = store;
        this.ledger = ledger;
    }

    @Override
    public SignaturePolicy current() {
        return current;
    }

    @Override
    public Optional<SignaturePolicy> of(Digest sha256) {
        return Optional.of(current).filter(text -> text.sha256().equals(sha256));
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
                            Map.of(
                                    "policy", "electronic-signatures",
                                    "version", current.version(),
                                    "sha256", sha256.hex())));
        }
    }

    private static SignaturePolicy read() {
        byte[] bytes;
        try (InputStream text =
                StoredPolicies.class.getResourceAsStream("/policy/electronic-signatures-" + VERSION + ".txt")) {
            if (text == null) {
                throw new IllegalStateException("the policy on electronic signatures is not part of this build");
            }
            bytes = text.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] parts = new String(bytes, UTF_8).strip().split("(?m)^" + HEADING);
        List<Section> sections =
                Arrays.stream(parts).skip(1).map(StoredPolicies::section).toList();
        return new SignaturePolicy(VERSION, Digest.of(bytes), parts[0].strip(), sections);
    }

    private static Section section(String part) {
        String[] lines = part.strip().split("\\n", 2);
        return new Section(lines[0].strip(), List.of(lines[1].strip().split("\\n\\s*\\n")));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
