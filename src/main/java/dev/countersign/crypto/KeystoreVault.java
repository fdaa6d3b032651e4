package dev.countersign.crypto;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's keys in PKCS#12 files of one folder, each under its own passphrase: {@code share.p12} (pepper and share), {@code
 * authority.p12}, {@code log.p12} and {@code seal.p12}. Files that are missing are made, complete or not at all, so that nodes starting
 * together on one folder end up with the same keys. Nodes on one database MUST share the folder.
 */
public final class KeystoreVault implements KeyVault {

    private final Map<SecretName, byte[]> secrets = new EnumMap<>(SecretName.class);
    private final Map<KeyName, SigningKey> keys = new EnumMap<>(KeyName.class);
    private final Map<Integer, byte[]> shares = new ConcurrentHashMap<>();
    private final Map<Integer, SigningKey> authorities = new ConcurrentHashMap<>();
    private final Path folder;
    private final Function<Store, char[]> passphrases;
    private @Nullable SealKey seal;

    private KeystoreVault(Path folder, Function<Store, char[]> passphrases) {
        this.folder = folder;
        this.passphrases = passphrases;
    }

    /** A file of the folder, and what its passphrase protects. */
    public enum Store {
        SHARE("share"),
        AUTHORITY("authority"),
        LOG("log"),
        SEAL("seal");

        private final String code;

        Store(String code) {
            this.code = code;
        }

        /** Name of the file, without its ending, and of the passphrase's setting. */
        public String code() {
            return code;
        }
    }

    /**
     * Opens the folder's keystores, making those that are missing.
     *
     * @param passphrases gives the passphrase of each; must give the same one every time
     * @throws KeystoreRefusedException if a file does not open with its passphrase, or cannot be read or made
     */
    public static KeystoreVault open(Path folder, Function<Store, char[]> passphrases) {
        return open(folder, EnumSet.allOf(Store.class), passphrases);
    }

    /** Opens some of them: the rest is kept elsewhere. */
    static KeystoreVault open(Path folder, Set<Store> stores, Function<Store, char[]> passphrases) {
        KeystoreVault vault = new KeystoreVault(folder, passphrases);
        for (Store store : stores) {
            KeystoreFile file = new KeystoreFile(folder.resolve(store.code() + ".p12"), passphrases.apply(store));
            KeyStore content = file.readOrMake(fresh -> fill(store, fresh, file));
            vault.take(store, content, file);
        }
        return vault;
    }

    @Override
    public byte[] hmac(SecretName secret, byte[] message) {
        return Hmac.sha256(known(secrets.get(secret), secret), message);
    }

    @Override
    public byte[] share(int generation, byte[] message) {
        return generation == 1
                ? hmac(SecretName.SHARE, message)
                : Hmac.sha256(shares.computeIfAbsent(generation, one -> generation(one, false)), message);
    }

    @Override
    public void demandShare(int generation) {
        if (generation > 1) {
            shares.computeIfAbsent(generation, one -> generation(one, true));
        }
    }

    @Override
    public byte[] certify(int generation, byte[] message) {
        return authorityKey(generation, false).sign(message);
    }

    @Override
    public VerifyingKey authority(int generation) {
        return authorityKey(generation, false).verifyingKey();
    }

    @Override
    public void demandAuthority(int generation) {
        authorityKey(generation, true);
    }

    private SigningKey authorityKey(int generation, boolean make) {
        return generation == 1
                ? known(keys.get(KeyName.AUTHORITY), KeyName.AUTHORITY)
                : authorities.computeIfAbsent(generation, one -> {
                    KeystoreFile file = later(Store.AUTHORITY, one, make);
                    KeyStore content =
                            file.readOrMake(fresh -> put(fresh, file, KeyName.AUTHORITY, new SecureRandom()));
                    return signingKey(file.key(content, alias(KeyName.AUTHORITY)));
                });
    }

    private byte[] generation(int generation, boolean make) {
        KeystoreFile file = later(Store.SHARE, generation, make);
        KeyStore content = file.readOrMake(fresh -> putSecret(fresh, file, SecretName.SHARE, new SecureRandom()));
        return file.key(content, alias(SecretName.SHARE)).getEncoded();
    }

    /** Later generations have files of their own, {@code share-2.p12} and so on, under the passphrase of the first. */
    private KeystoreFile later(Store store, int generation, boolean make) {
        Path path = folder.resolve(store.code() + "-" + generation + ".p12");
        if (!make && !Files.exists(path)) {
            throw new KeysUnavailableException("there is no " + path + " (expected: the file of that generation of the "
                    + store.code() + "; nodes on one database share their folder). Restore or copy it");
        }
        return new KeystoreFile(path, passphrases.apply(store));
    }

    private static void putSecret(KeyStore fresh, KeystoreFile file, SecretName name, SecureRandom random)
            throws GeneralSecurityException {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        file.put(fresh, alias(name), new SecretKeySpec(secret, "AES"), null);
    }

    @Override
    public byte[] sign(KeyName key, byte[] message) {
        return known(keys.get(key), key).sign(message);
    }

    @Override
    public VerifyingKey verifyingKey(KeyName key) {
        return known(keys.get(key), key).verifyingKey();
    }

    @Override
    public byte[] seal(byte[] message) {
        return known(seal, Store.SEAL).sign(message);
    }

    @Override
    public byte[] sealKey() {
        return known(seal, Store.SEAL).spki();
    }

    private static <T> T known(@Nullable T value, Enum<?> name) {
        if (value == null) {
            throw new IllegalStateException("the vault was opened without " + name);
        }
        return value;
    }

    private void take(Store store, KeyStore content, KeystoreFile file) {
        switch (store) {
            case SHARE -> {
                for (SecretName name : SecretName.values()) {
                    secrets.put(name, file.key(content, alias(name)).getEncoded());
                }
            }
            case AUTHORITY -> keys.put(KeyName.AUTHORITY, signingKey(file.key(content, alias(KeyName.AUTHORITY))));
            case LOG -> keys.put(KeyName.LOG, signingKey(file.key(content, alias(KeyName.LOG))));
            case SEAL ->
                seal = SealKey.of(file.key(content, Store.SEAL.code()), file.holder(content, Store.SEAL.code()));
        }
    }

    private static SigningKey signingKey(Key key) {
        try {
            return SigningKey.ofSeed(
                    ((Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(key.getEncoded())).getEncoded());
        } catch (java.io.IOException | ClassCastException e) {
            throw new KeystoreRefusedException("a key in the keystore is no Ed25519 key", e);
        }
    }

    private static void fill(Store store, KeyStore fresh, KeystoreFile file) throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        switch (store) {
            case SHARE -> {
                for (SecretName name : SecretName.values()) {
                    putSecret(fresh, file, name, random);
                }
            }
            case AUTHORITY -> put(fresh, file, KeyName.AUTHORITY, random);
            case LOG -> put(fresh, file, KeyName.LOG, random);
            case SEAL -> SealKey.make(random, (key, holder) -> file.put(fresh, Store.SEAL.code(), key, holder));
        }
    }

    /** A key entry of PKCS#12 needs a certificate to hold it; this one holds and nothing else: no verifier ever sees it. */
    private static void put(KeyStore fresh, KeystoreFile file, KeyName name, SecureRandom random)
            throws GeneralSecurityException {
        try (SigningKey key = SigningKey.generate(random)) {
            byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(new Ed25519PrivateKeyParameters(key.seed()))
                    .getEncoded();
            byte[] holder = Certificates.issueAuthority(
                    new Certificates.Issue(
                            "Keystore entry " + alias(name),
                            null,
                            "countersign",
                            new BigInteger(127, random),
                            Instant.EPOCH,
                            Duration.ofDays(36_500)),
                    key.verifyingKey(),
                    key::sign);
            file.put(fresh, alias(name), file.privateKey(pkcs8), holder);
        } catch (java.io.IOException e) {
            throw new KeystoreRefusedException("a new key cannot be written", e);
        }
    }

    private static String alias(Enum<?> name) {
        return name.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Why the keys are not there. Names file and remedy, never a passphrase. */
    public static final class KeystoreRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeystoreRefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
