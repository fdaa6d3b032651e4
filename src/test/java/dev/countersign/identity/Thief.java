package dev.countersign.identity;

import dev.countersign.crypto.Argon2id;
import dev.countersign.crypto.Hkdf;
import dev.countersign.crypto.Hmac;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import dev.countersign.crypto.SecretBox.BoxRefusedException;
import dev.countersign.crypto.SigningKey;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Somebody who knows how keys are wrapped (it is published) and tries with whatever they hold; what they lack they guess from what lies in the
 * same places.
 */
final class Thief {

    private static final List<String> GUESSES =
            List.of("", "changeit", "password", "countersign", "correct horse battery staple");

    private final Map<String, Object> dumped;
    private final String userId;

    private Thief(String userId, Map<String, Object> dumped) {
        this.userId = userId;
        this.dumped = dumped;
    }

    /** Everything a dump of the database has of a person. */
    static Thief withDump(JdbcTemplate database, String userId) {
        return new Thief(
                userId,
                database.queryForMap(
                        "SELECT k.organisation, k.key_id::text AS key_id, k.epoch, k.wrapped, k.public_key, c.salt, c.verifier"
                                + " FROM app.signing_key k JOIN app.credential c USING (organisation, user_id)"
                                + " WHERE k.user_id = ? AND k.state <> 'ended'",
                        userId));
    }

    /**
     * The person's key, if it opens.
     *
     * @param password null: guessed
     * @param share null: guessed
     */
    Optional<SigningKey> open(@Nullable String password, byte @Nullable [] share) {
        byte[] owner = Parts.of(text("organisation"), userId, text("key_id"), text("epoch"));
        for (byte[] person : password == null ? guessedPersons() : List.of(person(password))) {
            for (byte[] server : share == null ? guessedServers(owner) : List.of(Hmac.sha256(share, owner))) {
                Optional<SigningKey> opened = opened(person, server, owner);
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The person's key out of the box that a passkey of theirs opens, if it opens.
     *
     * @param boxed whose box is held
     * @param secret what the passkey's PRF gave; null: guessed
     * @param share null: guessed
     */
    Optional<SigningKey> open(Map<String, Object> boxed, byte @Nullable [] secret, byte @Nullable [] share) {
        byte[] owner = Parts.of(text("organisation"), userId, text("key_id"), text("epoch"));
        String credential = boxed.get("credential_sha256").toString();
        byte[] bound = Parts.of(
                text("organisation"),
                userId,
                text("key_id"),
                text("epoch"),
                credential,
                HexFormat.of().formatHex(bytes("salt")));
        List<byte[]> persons = secret == null
                ? List.of(new byte[32], (byte[]) boxed.get("salt"), bytes("public_key"))
                : List.of(secret);
        for (byte[] person : persons) {
            byte[] part = Hkdf.derive(person, "passkey-wrap/v1");
            for (byte[] server : share == null ? guessedServers(owner) : List.of(Hmac.sha256(share, owner))) {
                byte[] both = Arrays.copyOf(part, part.length + server.length);
                System.arraycopy(server, 0, both, part.length, server.length);
                try {
                    return Optional.of(SigningKey.ofSeed(
                            SecretBox.open(Hkdf.derive(both, "passkey-key/v1"), bound, (byte[]) boxed.get("wrapped"))));
                } catch (BoxRefusedException e) {
                    // the next guess
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SigningKey> opened(byte[] person, byte[] server, byte[] owner) {
        byte[] both = Arrays.copyOf(person, person.length + server.length);
        System.arraycopy(server, 0, both, person.length, server.length);
        try {
            return Optional.of(SigningKey.ofSeed(SecretBox.open(Hkdf.derive(both, "key/v1"), owner, bytes("wrapped"))));
        } catch (BoxRefusedException e) {
            return Optional.empty();
        }
    }

    private byte[] person(String password) {
        return Hkdf.derive(Argon2id.derive(password.getBytes(StandardCharsets.UTF_8), bytes("salt")), "wrap/v1");
    }

    private List<byte[]> guessedPersons() {
        List<byte[]> all = new ArrayList<>(List.of(
                new byte[0],
                new byte[32],
                bytes("verifier"),
                Hkdf.derive(bytes("verifier"), "wrap/v1"),
                Hkdf.derive(bytes("salt"), "wrap/v1"),
                bytes("public_key")));
        GUESSES.forEach(guess -> all.add(person(guess)));
        all.add(person(userId));
        return all;
    }

    private List<byte[]> guessedServers(byte[] owner) {
        List<byte[]> all = new ArrayList<>(List.of(new byte[0], new byte[32], bytes("verifier"), bytes("public_key")));
        GUESSES.forEach(guess -> all.add(Hmac.sha256((guess + " ").getBytes(StandardCharsets.UTF_8), owner)));
        all.add(Hmac.sha256(bytes("verifier"), owner));
        all.add(Hmac.sha256(bytes("salt"), owner));
        return all;
    }

    private byte[] bytes(String column) {
        return (byte[]) dumped.get(column);
    }

    private String text(String column) {
        return dumped.get(column).toString();
    }

    /** A secret or the seed of a key out of a keystore file, by the JDK alone; empty if the passphrase does not open it. */
    static Optional<byte[]> outOf(Path file, String alias, char[] passphrase) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, passphrase);
            byte[] encoded = store.getKey(alias, passphrase).getEncoded();
            // PKCS#8 of Ed25519 (RFC 8410) ends with the seed
            return Optional.of(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        } catch (java.io.IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    static List<String> guesses() {
        return GUESSES;
    }
}
