package dev.countersign.witness;

import dev.countersign.bucket.BucketException;
import dev.countersign.bucket.LockedBucket;
import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.WitnessFile.Held;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness that is a bucket with Object Lock: one locked object for each checkpoint, which nobody can remove or change until its time
 * is over. Keys count down, so that the newest checkpoint is the first that a bucket lists.
 */
final class BucketWitness implements Witness {

    private static final Logger LOG = LoggerFactory.getLogger(BucketWitness.class);

    static final String NAME = "s3";
    private static final int LAST_EPOCH = 999_999_999;
    private static final long LAST_SIZE = 999_999_999_999_999_999L;

    private final LockedBucket bucket;
    private final CheckpointMemory memory;
    private final String prefix;

    BucketWitness(LockedBucket bucket, CheckpointFormat format) {
        this.bucket = bucket;
        this.memory = new CheckpointMemory(format);
        this.prefix = format.name().substring(format.name().lastIndexOf('/') + 1) + "/checkpoints/";
    }

    /**
     * The witness of this log in a bucket. One that cannot be asked is no reason not to start: that is an alarm of its own.
     *
     * @throws StartRefusedException if it holds checkpoints that this installation's key did not sign
     */
    static BucketWitness open(LockedBucket bucket, CheckpointFormat format) {
        BucketWitness witness = new BucketWitness(bucket, format);
        try {
            witness.held();
        } catch (ForeignCheckpointException e) {
            throw new StartRefusedException(
                    "WIT-006 " + e.getMessage() + ", in the bucket " + bucket.place(),
                    "It is the bucket of another log key of this installation. Restore the keystore that belongs to it, or name"
                            + " another bucket in COUNTERSIGN_S3_BUCKET.",
                    e);
        } catch (BucketException e) {
            LOG.warn("The bucket cannot be asked which checkpoint it holds: {}", e.why());
        }
        return witness;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Not even who owns the bucket removes what it locked. */
    @Override
    public boolean isExternal() {
        return true;
    }

    @Override
    public Answer submit(Submission submission) {
        try {
            return memory.judge(
                    submission,
                    held(),
                    Optional.empty(),
                    (epoch, statement) -> keep(epoch, statement, submission.note()));
        } catch (ForeignCheckpointException e) {
            return new Contradicts(String.valueOf(e.getMessage()));
        } catch (BucketException e) {
            return switch (e.kind()) {
                case ALTERED -> new Contradicts("it holds another checkpoint of that size");
                case NOT_LOCKED -> new Failed(Failure.FALSE_RECEIPT, e.why());
                case UNREACHABLE -> new Failed(Failure.UNREACHABLE, e.why());
            };
        }
    }

    @Override
    public Optional<byte[]> newest() {
        try {
            return held().map(Held::note);
        } catch (ForeignCheckpointException | BucketException e) {
            LOG.warn("The bucket cannot show the checkpoint it holds: {}", e.toString());
            return Optional.empty();
        }
    }

    private Optional<Held> held() throws BucketException {
        List<String> first = bucket.first(prefix, 1);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String key = first.get(0);
        Held held = bucket.get(key)
                .flatMap(memory::read)
                .filter(one -> key.equals(key(one.epoch(), one.statement().size())))
                .orElseThrow(() -> new ForeignCheckpointException(
                        "the bucket holds a checkpoint that this installation's log key did not sign"));
        return Optional.of(held);
    }

    private String keep(int epoch, Statement statement, byte[] note) throws BucketException {
        String key = key(epoch, statement.size());
        bucket.put(key, note);
        return "locked as " + key;
    }

    private String key(int epoch, long size) {
        return prefix + String.format(Locale.ROOT, "%09d-%018d", LAST_EPOCH - epoch, LAST_SIZE - size);
    }

    /** The bucket holds something else than checkpoints of this log. */
    private static final class ForeignCheckpointException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ForeignCheckpointException(String message) {
            super(message);
        }
    }
}
