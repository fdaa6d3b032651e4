package dev.countersign.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A typed password while it is hashed: what does not need to know the outcome is done meanwhile. */
final class PasswordHashing implements AutoCloseable {

    private final CompletableFuture<byte[]> hash;
    private final AtomicBoolean givenUp;
    private final Function<byte[], Root> judge;

    /**
     * @param givenUp told that nobody waits any more: a hash that was not begun is not made
     * @param judge compares with what is stored
     */
    PasswordHashing(CompletableFuture<byte[]> hash, AtomicBoolean givenUp, Function<byte[], Root> judge) {
        this.hash = hash;
        this.givenUp = givenUp;
        this.judge = judge;
    }

    /** Waits for the hash. The caller closes the root. */
    Root root() {
        return judge.apply(hash.join());
    }

    /** Wipes what was hashed, or is just being hashed. */
    @Override
    public void close() {
        givenUp.set(true);
        hash.thenAccept(Secrets::wipe);
    }
}
