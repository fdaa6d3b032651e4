package dev.countersign.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The server's keys in a key service with the interface of HashiCorp Vault's transit engine: they never leave it. Version 1 of each key is used,
 * whatever newer versions it has, but for share and authority, whose generations are their versions. A signature counts only if it verifies with the
 * key that the service had when it was first asked for it.
 */
public final class TransitVault implements KeyVault {

    private static final int VERSION = 1;
    private static final String SEAL = "seal";

    private final TransitCalls calls;
    private final Map<KeyName, VerifyingKey> keys = new EnumMap<>(KeyName.class);
    private final Map<Integer, VerifyingKey> authorities = new ConcurrentHashMap<>();
    private final PublicKey seal;

    private TransitVault(TransitCalls calls) {
        this.calls = calls;
        for (KeyName name : KeyName.values()) {
            keys.put(name, ed25519(name, VERSION));
        }
        this.seal = p256();
    }

    /**
     * Asks the service for the public keys.
     *
     * @param token read anew for each call, so that an agent may renew it
     * @throws KeysUnavailableException if the service does not answer, denies, or has other kinds of keys
     */
    public static TransitVault open(TransitPlace place, Supplier<String> token) {
        return new TransitVault(new TransitCalls(place, token));
    }

    @Override
    public byte[] hmac(SecretName secret, byte[] message) {
        return hmac(secret, VERSION, message);
    }

    @Override
    public byte[] share(int generation, byte[] message) {
        return hmac(SecretName.SHARE, generation, message);
    }

    private byte[] hmac(SecretName secret, int version, byte[] message) {
        ObjectNode options = options().put("algorithm", "sha2-256");
        byte[] code = calls.compute("hmac", label(secret), "hmac", version, options, message);
        if (code.length != 32) {
            throw calls.nonsense(label(secret), "an HMAC that is not of SHA-256 for the key");
        }
        return code;
    }

    /** A generation is a version, which the service's administrators make. */
    @Override
    public void demandShare(int generation) {
        demandVersion(label(SecretName.SHARE), generation);
    }

    @Override
    public void demandAuthority(int generation) {
        demandVersion(label(KeyName.AUTHORITY), generation);
    }

    private void demandVersion(String name, int generation) {
        if (calls.key(name).path("latest_version").asInt() < generation) {
            throw calls.nonsense(name, "no version " + generation + " (rotate it there first) of the key");
        }
    }

    @Override
    public byte[] sign(KeyName key, byte[] message) {
        return sign(key, VERSION, verifyingKey(key), message);
    }

    @Override
    public byte[] certify(int generation, byte[] message) {
        return sign(KeyName.AUTHORITY, generation, authority(generation), message);
    }

    @Override
    public VerifyingKey authority(int generation) {
        return generation == VERSION
                ? verifyingKey(KeyName.AUTHORITY)
                : authorities.computeIfAbsent(generation, one -> ed25519(KeyName.AUTHORITY, one));
    }

    private byte[] sign(KeyName key, int version, VerifyingKey expected, byte[] message) {
        byte[] signature = calls.compute("sign", label(key), "signature", version, options(), message);
        if (!expected.verifies(message, signature)) {
            throw calls.nonsense(label(key), "a signature that does not verify for the key");
        }
        return signature;
    }

    @Override
    public VerifyingKey verifyingKey(KeyName key) {
        VerifyingKey known = keys.get(key);
        if (known == null) {
            throw new IllegalStateException("the vault was opened without " + key);
        }
        return known;
    }

    @Override
    public byte[] seal(byte[] message) {
        ObjectNode options = options().put("hash_algorithm", "sha2-256").put("marshaling_algorithm", "asn1");
        byte[] signature = calls.compute("sign", SEAL, "signature", VERSION, options, message);
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(seal);
            verifier.update(message);
            if (verifier.verify(signature)) {
                return signature;
            }
        } catch (GeneralSecurityException e) {
            // bytes that are no signature: said below
        }
        throw calls.nonsense(SEAL, "a signature that does not verify for the key");
    }

    @Override
    public byte[] sealKey() {
        return seal.getEncoded();
    }

    private VerifyingKey ed25519(KeyName name, int version) {
        try {
            return VerifyingKey.ofRaw(Base64.getDecoder().decode(publicKey(label(name), "ed25519", version)));
        } catch (IllegalArgumentException e) {
            throw calls.nonsense(label(name), "no Ed25519 key (32 bytes in base64) for the key");
        }
    }

    private PublicKey p256() {
        String pem = publicKey(SEAL, "ecdsa-p256", VERSION);
        try {
            byte[] spki = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw calls.nonsense(SEAL, "no P-256 key (PEM) for the key");
        }
    }

    private String publicKey(String name, String type, int version) {
        JsonNode key = calls.key(name);
        if (!key.path("type").asText().equals(type)) {
            throw calls.nonsense(name, "no key of type " + type + " for the key");
        }
        return key.path("keys").path(String.valueOf(version)).path("public_key").asText();
    }

    private static ObjectNode options() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String label(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
