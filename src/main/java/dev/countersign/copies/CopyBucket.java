package dev.countersign.copies;

import dev.countersign.bucket.BucketException;
import dev.countersign.bucket.LockedBucket;

/** A bucket that takes copies and locks them (WRM-04). */
final class CopyBucket implements CopyDestination {

    static final String NAME = "s3";

    private final LockedBucket bucket;
    private final String prefix;

    /** @param installation its id: installations may share a bucket */
    CopyBucket(LockedBucket bucket, String installation) {
        this.bucket = bucket;
        this.prefix = installation + "/";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String place() {
        return bucket.place() + "/" + prefix;
    }

    @Override
    public void demandBegun() throws CopyFailedException {
        try {
            if (bucket.first(prefix + "records/", 1).isEmpty()
                    && bucket.first(prefix + "blobs/", 1).isEmpty()) {
                throw new CopyFailedException(
                        CopyAlarm.GONE,
                        "the bucket was copied to and now shows no copy: it is another one, or they are hidden");
            }
        } catch (BucketException e) {
            throw failed(e);
        }
    }

    @Override
    public void store(String path, byte[] bytes) throws CopyFailedException {
        try {
            bucket.put(prefix + path, bytes);
        } catch (BucketException e) {
            throw failed(e);
        }
    }

    private static CopyFailedException failed(BucketException e) {
        CopyAlarm alarm =
                switch (e.kind()) {
                    case UNREACHABLE -> CopyAlarm.UNREACHABLE;
                    case NOT_LOCKED -> CopyAlarm.UNLOCKED;
                    case ALTERED -> CopyAlarm.ALTERED;
                };
        return new CopyFailedException(alarm, "the bucket: " + e.why(), e);
    }
}
