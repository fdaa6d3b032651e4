package dev.countersign.crypto;

import dev.countersign.crypto.KeystoreVault.Store;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.SecretKey;

/**
 * The server's keys in a PKCS#11 token. Pepper, share and the P-256 key lie in the token and never leave it. Java reaches no Ed25519 key
 * in a token, so authority and log stay in PKCS#12 files; each opens only with its own passphrase <em>and</em> this token, which makes the
 * passphrase of the file out of it. Such a key is in the memory of this process while it runs.
 */
public final class TokenVault implements KeyVault {

    private static final String PREFIX = "countersign-";
    private static final String LOCK = PREFIX + "lock";

    private final Token token;
    private final Map<SecretName, SecretKey> secrets = new EnumMap<>(SecretName.class);
    private final Map<Integer, SecretKey> shares = new ConcurrentHashMap<>();
    private final SealKey seal;
    private final KeystoreVault files;

    private TokenVault(Token token, boolean make, Path folder, Function<Store, char[]> passphrases) {
        this.token = token;
        for (SecretName name : SecretName.values()) {
            secrets.put(name, token.secret(label(name), make));
        }
        this.seal = token.sealKey(PREFIX + Store.SEAL.code(), make);
        SecretKey lock = token.secret(LOCK, make);
        this.files = KeystoreVault.open(
                folder,
                EnumSet.of(Store.AUTHORITY, Store.LOG),
                store -> locked(token, lock, store, passphrases.apply(store)));
    }

    /**
     * Opens token and files.
     *
     * @param pin of the token's user
     * @param make whether what is missing is made: at the first start of an installation alone
     * @param folder of {@code authority.p12} and {@code log.p12}
     * @param passphrases of these two
     * @throws KeysUnavailableException if the token does not open or lacks a key
     * @throws KeystoreVault.KeystoreRefusedException if a file does not open with its passphrase and this token
     */
    public static TokenVault open(
            TokenPlace place, char[] pin, boolean make, Path folder, Function<Store, char[]> passphrases) {
        return new TokenVault(Token.open(place, pin), make, folder, passphrases);
    }

    @Override
    public byte[] hmac(SecretName secret, byte[] message) {
        SecretKey key = secrets.get(secret);
        if (key == null) {
            throw new IllegalStateException("the vault was opened without " + secret);
        }
        return token.hmac(label(secret), key, message);
    }

    @Override
    public byte[] share(int generation, byte[] message) {
        return generation == 1
                ? hmac(SecretName.SHARE, message)
                : token.hmac(
                        label(generation),
                        shares.computeIfAbsent(generation, one -> token.secret(label(one), false)),
                        message);
    }

    @Override
    public void demandShare(int generation) {
        if (generation > 1) {
            shares.computeIfAbsent(generation, one -> token.secret(label(one), true));
        }
    }

    private static String label(int generation) {
        return label(SecretName.SHARE) + "-" + generation;
    }

    @Override
    public byte[] certify(int generation, byte[] message) {
        return files.certify(generation, message);
    }

    @Override
    public VerifyingKey authority(int generation) {
        return files.authority(generation);
    }

    @Override
    public void demandAuthority(int generation) {
        files.demandAuthority(generation);
    }

    @Override
    public byte[] sign(KeyName key, byte[] message) {
        return files.sign(key, message);
    }

    @Override
    public VerifyingKey verifyingKey(KeyName key) {
        return files.verifyingKey(key);
    }

    @Override
    public byte[] seal(byte[] message) {
        return seal.sign(message);
    }

    @Override
    public byte[] sealKey() {
        return seal.spki();
    }

    private static String label(SecretName name) {
        return PREFIX + name.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What opens the file: nobody makes it without the token, nor without the passphrase. */
    private static char[] locked(Token token, SecretKey lock, Store store, char[] passphrase) {
        byte[] made = token.hmac(LOCK, lock, Parts.of("keystore/v1", store.code(), new String(passphrase)));
        try {
            return HexFormat.of().formatHex(made).toCharArray();
        } finally {
            Arrays.fill(made, (byte) 0);
        }
    }
}
