package dev.countersign.web;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.session.SessionIdGenerator;

/**
 * What a browser shows as its session, and what the database knows it by: 256 random bits, and their SHA-256. Whoever reads the database
 * has nothing to show.
 */
final class SessionSecrets implements SessionIdGenerator {

    private static final int BYTES = 32;

    private final Identifiers identifiers;
    /** Made for the session that this thread is making, until it is asked for. */
    private final ThreadLocal<Map<String, String>> fresh = ThreadLocal.withInitial(HashMap::new);

    SessionSecrets(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    static String idOf(String secret) {
        return Digest.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
    }

    @Override
    public String generate() {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(identifiers.randomBytes(BYTES));
        String id = idOf(secret);
        fresh.get().put(id, secret);
        return id;
    }

    /** The secret of an id this thread generated; told once. */
    String secretOf(String id) {
        String secret = fresh.get().get(id);
        fresh.remove();
        return Objects.requireNonNull(secret, "an id that was just generated");
    }
}
