package dev.countersign.identity;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A typed password while it is hashed: what does not need to know the outcome is done meanwhile. */
final class PasswordHashing implements AutoCloseable {

    private final CompletableFuture<byte[]> hash;
    private final Function<byte[], Root> judge;

    /** @param judge compares with what is stored */
    PasswordHashing(CompletableFuture<byte[]> hash, Function<byte[], Root> judge) {
        this.hash = hash;
        this.judge = judge;
    }

    /** Waits for the hash. The caller closes the root. */
    Root root() {
        return judge.apply(hash.join());
    }

    /** Wipes what was hashed or still will be. */
    @Override
    public void close() {
        hash.thenAccept(Secrets::wipe);
    }
}
