package dev.countersign.evidence;

import dev.countersign.bucket.BucketException;
import dev.countersign.bucket.LockedBucket;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.FoundCopies;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies in a bucket: keys and bytes. */
final class CopiesInBucket implements FoundCopies {

    private static final int GRACE = 900;

    private final LockedBucket bucket;
    private final String prefix;

    CopiesInBucket(LockedBucket bucket, String installation) {
        this.bucket = bucket;
        this.prefix = installation + "/";
    }

    @Override
    public String place() {
        return "copies in bucket";
    }

    @Override
    public int graceSeconds() {
        return GRACE;
    }

    @Override
    public void each(Consumer<String> path) {
        try {
            for (String part : new String[] {"blobs/", "records/"}) {
                bucket.each(prefix + part, key -> path.accept(key.substring(prefix.length())));
            }
        } catch (BucketException e) {
            throw new IllegalStateException("the bucket cannot be read: " + e.why(), e);
        }
    }

    @Override
    public Optional<Digest> digest(String path) {
        try {
            return bucket.get(prefix + path).map(Digest::of);
        } catch (BucketException e) {
            throw new IllegalStateException("the bucket cannot be read: " + e.why(), e);
        }
    }
}
