package dev.countersign.bucket;

import dev.countersign.bucket.BucketException.Kind;
import dev.countersign.crypto.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket with S3 Object Lock. Each object is stored once, with its SHA-256 as checksum and a date until which it is locked in
 * compliance mode; what the bucket then says of lock and checksum is read back before it counts.
 */
public final class LockedBucket {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration READING = Duration.ofMinutes(5);
    private static final Pattern NO_LOCK =
            Pattern.compile("(?i)ObjectLockConfigurationNotFound|object lock configuration");
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 412;

    private final S3Client client;
    private final String bucket;
    private final String place;
    private final Period retention;
    private final Clock clock;
    private volatile boolean locks;

    LockedBucket(S3Client client, String bucket, String place, Period retention, Clock clock) {
        this.client = client;
        this.bucket = bucket;
        this.place = place;
        this.retention = retention;
        this.clock = clock;
    }

    /** Where it is, without credentials. */
    public String place() {
        return place;
    }

    /**
     * Whether it locks at all.
     *
     * @throws BucketException {@code NOT_LOCKED} if Object Lock is not enabled, {@code UNREACHABLE} if it does not say
     */
    void demandLocks() throws BucketException {
        if (locks) {
            return;
        }
        try {
            boolean enabled = client.getObjectLockConfiguration(request -> request.bucket(bucket))
                            .objectLockConfiguration()
                            .objectLockEnabled()
                    == ObjectLockEnabled.ENABLED;
            if (!enabled) {
                throw new BucketException(Kind.NOT_LOCKED, "Object Lock is not enabled");
            }
            locks = true;
        } catch (S3Exception e) {
            // S3 says it by a code of its own, others by that sentence
            if (NO_LOCK.matcher(String.valueOf(e.getMessage())).find()) {
                throw new BucketException(Kind.NOT_LOCKED, "Object Lock is not enabled", e);
            }
            throw unreachable(e);
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    /**
     * Stores an object. The same bytes again change nothing; if they are there and not locked, as a crash between storing and
     * locking leaves them, they are locked.
     *
     * @throws BucketException if it is not stored, not locked, or other bytes are there
     */
    public void put(String key, byte[] bytes) throws BucketException {
        demandLocks();
        // S3 keeps whole seconds at most places
        Instant until = clock.instant()
                .atZone(ZoneOffset.UTC)
                .plus(retention)
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS);
        try {
            if (store(key, bytes, until)) {
                demandLocked(key, until);
            } else {
                demandSame(key, bytes);
                if (!isLocked(key, clock.instant())) {
                    // whoever stored it was ended before it was locked: until now it could have been exchanged
                    demandLocked(key, until);
                    demandSame(key, bytes);
                }
            }
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    /** @return false if the key is taken */
    private boolean store(String key, byte[] bytes, Instant until) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .ifNoneMatch("*")
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(Digest.of(bytes).bytes()))
                .objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(until)
                .overrideConfiguration(one -> one.apiCallTimeout(patience(bytes.length)))
                .build();
        try {
            client.putObject(request, RequestBody.fromBytes(bytes));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == TAKEN) {
                return false;
            }
            throw e;
        }
    }

    /** Ten seconds, and one for every fifth of a megabyte: who stores something small must not wait for long. */
    private static Duration patience(int length) {
        return PATIENCE.plusSeconds(length / 200_000);
    }

    /** There are servers that pass over the lock when they take an object and lock it when asked by itself. */
    private void demandLocked(String key, Instant until) throws BucketException {
        if (isLocked(key, until)) {
            return;
        }
        client.putObjectRetention(request -> request.bucket(bucket)
                .key(key)
                .retention(lock -> lock.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(until)));
        if (!isLocked(key, until)) {
            throw new BucketException(Kind.NOT_LOCKED, "it holds an object that it does not lock in compliance mode");
        }
    }

    private boolean isLocked(String key, Instant until) {
        return lock(key)
                .filter(lock -> lock.compliance() && !lock.until().isBefore(until))
                .isPresent();
    }

    /** How an object is locked. @param compliance whether nobody at all can lift it */
    public record Lock(boolean compliance, Instant until) {}

    /** How the object is locked, as the bucket says; empty if it is not. */
    Optional<Lock> lock(String key) {
        try {
            ObjectLockRetention found = client.getObjectRetention(
                            request -> request.bucket(bucket).key(key))
                    .retention();
            return found == null || found.retainUntilDate() == null
                    ? Optional.empty()
                    : Optional.of(
                            new Lock(found.mode() == ObjectLockRetentionMode.COMPLIANCE, found.retainUntilDate()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void demandSame(String key, byte[] bytes) throws BucketException {
        Digest found = get(key).map(Digest::of).orElse(null);
        if (found == null || !found.equals(Digest.of(bytes))) {
            throw new BucketException(Kind.ALTERED, "under " + key + " are other bytes than were stored");
        }
    }

    /**
     * The bytes of an object; empty if there is none.
     *
     * @throws BucketException if the bucket does not say
     */
    public Optional<byte[]> get(String key) throws BucketException {
        try {
            return Optional.of(client.getObjectAsBytes(request ->
                            request.bucket(bucket).key(key).overrideConfiguration(one -> one.apiCallTimeout(READING)))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    /**
     * Tells every key with that prefix, in order.
     *
     * @throws BucketException if the bucket does not say
     */
    public void each(String prefix, Consumer<String> key) throws BucketException {
        try {
            client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .forEach(key);
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    /** The first keys with that prefix, in order. */
    public List<String> first(String prefix, int count) throws BucketException {
        try {
            return client
                    .listObjectsV2(
                            request -> request.bucket(bucket).prefix(prefix).maxKeys(count))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    private static BucketException unreachable(SdkException e) {
        String said = e instanceof S3Exception answer
                ? "it answers with status " + answer.statusCode()
                : "it does not answer (" + e.getClass().getSimpleName() + ")";
        return new BucketException(Kind.UNREACHABLE, said, e);
    }
}
