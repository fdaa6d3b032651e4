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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private static final int SALT = 16;
    private static final int LONGEST = 256;

    private final ExecutorService cores = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), new CustomizableThreadFactory("password-"));
    private final CredentialMapper credentials;
    private final KeyVault vault;
    private final WormStore store;
    private final Identifiers identifiers;
    private final IdentitySettings settings;
    private final Timer hashing;

    Passwords(
            CredentialMapper credentials,
            KeyVault vault,
            WormStore store,
            Identifiers identifiers,
            IdentitySettings settings,
            MeterRegistry meters) {
        this.credentials = credentials;
        this.vault = vault;
        this.store = store;
        this.identifiers = identifiers;
        this.settings = settings;
        this.hashing = Timer.builder(HASHING)
                .description("What one password hash takes, without waiting for its turn")
                .register(meters);
    }

    /** @param password wiped */
    Root check(String userName, char[] password) {
        return begin(userName, password).root();
    }

    /** As {@link #check}, but answers at once, while the hash is made. The caller closes the answer. */
    PasswordHashing begin(String userName, char[] password) {
        @Nullable Credential credential = credentials.find(store.installation().organisation(), userName);
        byte[] salt = credential == null ? decoySalt(userName) : credential.salt();
        return new PasswordHashing(derive(password, salt), root -> judged(root, credential));
    }

    private Root judged(byte[] root, @Nullable Credential credential) {
        byte[] verifier = verifier(root);
        byte[] expected = credential == null ? identifiers.randomBytes(verifier.length) : credential.verifier();
        return new Root(root, MessageDigest.isEqual(verifier, expected));
    }

    /** A new credential for that password, which is wiped. */
    Credential make(char[] password) {
        byte[] salt = identifiers.randomBytes(SALT);
        byte[] root = derive(password, salt).join();
        try {
            return new Credential(salt, verifier(root));
        } finally {
            Secrets.wipe(root);
        }
    }

    /** Why a person may not take this password, if so. */
    @Nullable
    String refusal(char[] password) {
        if (password.length < settings.shortestPassword()) {
            return "it has " + password.length + " characters (expected: at least " + settings.shortestPassword() + ")";
        }
        return password.length > LONGEST ? "it has more than " + LONGEST + " characters" : null;
    }

    private CompletableFuture<byte[]> derive(char[] password, byte[] salt) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            Secrets.wipe(password);
            throw new IllegalStateException("a password is never hashed while a transaction holds a connection");
        }
        byte[] bytes = Secrets.take(password.length > LONGEST ? truncated(password) : password);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Objects.requireNonNull(hashing.record(() -> Argon2id.derive(bytes, salt)));
                    } finally {
                        Secrets.wipe(bytes);
                    }
                },
                cores);
    }

    /** Longer than any password can be: matches none, and costs no more than one that could. */
    private static char[] truncated(char[] password) {
        char[] start = Arrays.copyOf(password, LONGEST + 1);
        Secrets.wipe(password);
        return start;
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
