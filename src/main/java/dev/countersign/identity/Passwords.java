package dev.countersign.identity;

import dev.countersign.crypto.Argon2id;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.worm.WormStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Passwords against their verifiers. One Argon2id per attempt, for names nobody has too; as many at once as there are cores,
 * first come first served, and never while a transaction holds a connection.
 */
@Component
class Passwords implements DisposableBean {

    private static final String HASHING = "countersign.password.hashing";
    private static final CompletableFuture<byte[]> DONE = CompletableFuture.completedFuture(new byte[0]);
    private static final int SALT = 16;

    private final ExecutorService cores = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), new CustomizableThreadFactory("password-"));
    private final HashingPlaces places;
    private final CredentialMapper credentials;
    private final KeyVault vault;
    private final WormStore store;
    private final Identifiers identifiers;
    private final Map<String, CompletableFuture<byte[]>> begun = new ConcurrentHashMap<>();
    private final Timer hashing;

    Passwords(
            HashingPlaces places,
            CredentialMapper credentials,
            KeyVault vault,
            WormStore store,
            Identifiers identifiers,
            MeterRegistry meters) {
        this.places = places;
        this.credentials = credentials;
        this.vault = vault;
        this.store = store;
        this.identifiers = identifiers;
        this.hashing = Timer.builder(HASHING)
                .description("What one password hash takes, without waiting for its turn")
                .register(meters);
    }

    /**
     * Compares, when its turn comes.
     *
     * @param owner who is heard: see {@link HashingPlaces}
     * @param credential of who has that name, as {@link FactorCheck#demandUnlocked} found it; null for who has none
     * @param password wiped
     */
    Root check(String owner, String userName, @Nullable Credential credential, char[] password) {
        return judged(derive(owner, password, salt(userName, credential)).join(), credential);
    }

    /**
     * As {@link #check}, but answers at once, while the hash is made: for somebody signed in, whose hashes are made one after the other,
     * so that attempts that are begun and given up leave the other cores to everybody else. The caller closes the answer.
     */
    PasswordHashing begin(String userName, @Nullable Credential credential, char[] password) {
        byte[] salt = salt(userName, credential);
        AtomicBoolean givenUp = new AtomicBoolean();
        // a refusal is written to the database: never while a part of the map is held
        take(userName, password);
        CompletableFuture<byte[]> hash = leaving(
                userName,
                () -> Objects.requireNonNull(begun.compute(
                        userName, (name, before) -> hashed(password, salt, before == null ? DONE : before, givenUp))));
        hash.whenComplete((root, failure) -> begun.remove(userName, hash));
        return new PasswordHashing(hash, givenUp, root -> judged(root, credential));
    }

    private byte[] salt(String userName, @Nullable Credential credential) {
        return credential == null ? decoySalt(userName) : credential.salt();
    }

    private Root judged(byte[] root, @Nullable Credential credential) {
        byte[] verifier = verifier(root);
        byte[] expected = credential == null ? identifiers.randomBytes(verifier.length) : credential.verifier();
        return new Root(root, MessageDigest.isEqual(verifier, expected));
    }

    /** A new credential of that person for that password, which is wiped, and what it opens; the caller closes it. */
    Fresh make(String owner, char[] password) {
        byte[] salt = identifiers.randomBytes(SALT);
        byte[] root = derive(owner, password, salt).join();
        return new Fresh(new Credential(salt, verifier(root)), new Root(root, true));
    }

    /**
     * That what was typed is still the person's password, and stays so until the transaction ends: what is wrapped under it could not be
     * opened otherwise.
     */
    void demandPresent(String userName, Root root) {
        @Nullable Credential credential = credentials.lock(store.installation().organisation(), userName);
        byte[] auth = root.authPart();
        try {
            if (credential == null
                    || !MessageDigest.isEqual(vault.hmac(SecretName.PEPPER, auth), credential.verifier())) {
                throw IdentityRefusal.REAUTHENTICATION_FAILED.thrown();
            }
        } finally {
            Secrets.wipe(auth);
        }
    }

    record Fresh(Credential credential, Root root) implements AutoCloseable {
        @Override
        public void close() {
            root.close();
        }
    }

    private CompletableFuture<byte[]> derive(String owner, char[] password, byte[] salt) {
        take(owner, password);
        return leaving(owner, () -> hashed(password, salt, DONE, new AtomicBoolean()));
    }

    private void take(String owner, char[] password) {
        try {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException("a password is never hashed while a transaction holds a connection");
            }
            places.take(owner);
        } catch (RuntimeException e) {
            Secrets.wipe(password);
            throw e;
        }
    }

    /** A hash whose place is left when it ends, or when it does not begin. */
    private CompletableFuture<byte[]> leaving(String owner, Supplier<CompletableFuture<byte[]>> begin) {
        try {
            CompletableFuture<byte[]> hash = begin.get();
            hash.whenComplete((root, failure) -> places.leave(owner));
            return hash;
        } catch (RuntimeException e) {
            places.leave(owner);
            throw e;
        }
    }

    /** @param before whose end is waited for first, however it ends */
    private CompletableFuture<byte[]> hashed(
            char[] password, byte[] salt, CompletableFuture<byte[]> before, AtomicBoolean givenUp) {
        byte[] bytes = PasswordText.take(password);
        return before.handleAsync(
                (ended, failure) -> {
                    try {
                        return givenUp.get()
                                ? new byte[0]
                                : Objects.requireNonNull(hashing.record(() -> Argon2id.derive(bytes, salt)));
                    } finally {
                        Secrets.wipe(bytes);
                    }
                },
                cores);
    }

    private byte[] verifier(byte[] root) {
        byte[] auth = Root.authPart(root);
        try {
            return vault.hmac(SecretName.PEPPER, auth);
        } finally {
            Secrets.wipe(auth);
        }
    }

    /** Always the same for the same name, as a stored one is. */
    private byte[] decoySalt(String userName) {
        return Arrays.copyOf(vault.hmac(SecretName.PEPPER, Parts.of("decoy-salt/v1", userName)), SALT);
    }

    /** Hashes that were begun are finished first; nobody is left to wait for one in vain. */
    @Override
    public void destroy() {
        cores.shutdown();
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Credential(byte[] salt, byte[] verifier) {}
}
