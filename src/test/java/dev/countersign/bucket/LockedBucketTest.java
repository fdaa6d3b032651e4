package dev.countersign.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.bucket.BucketException.Kind;
import dev.countersign.bucket.LockedBucket.Lock;
import dev.countersign.crypto.Digest;
import dev.countersign.database.StartRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** What a real server says of an object after it was stored. That a locked object cannot be removed is the server's part, not tested here. */
@Requirement("WRM-04")
class LockedBucketTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final S3Server server = S3Server.running();
    private final String name = server.create(true);
    private final LockedBucket bucket = bucket(name);
    private final byte[] bytes = "what was stored".getBytes(StandardCharsets.UTF_8);

    @Test
    void locksEachObjectInComplianceModeForTheRetentionOfTheSettings() throws BucketException {
        bucket.put("a/b", bytes);
        assertThat(bucket.get("a/b")).hasValue(bytes);
        assertThat(bucket.lock("a/b")).hasValue(new Lock(true, Instant.parse("2036-11-22T08:00:00Z")));
        try (S3Client client = server.client()) {
            String checksum = client.headObject(
                            request -> request.bucket(name).key("a/b").checksumMode(ChecksumMode.ENABLED))
                    .checksumSHA256();
            assertThat(checksum)
                    .isEqualTo(
                            Base64.getEncoder().encodeToString(Digest.of(bytes).bytes()));
        }
    }

    @Test
    void storesTheSameOnceAndNeverOtherBytes() throws BucketException {
        bucket.put("a", bytes);
        bucket.put("a", bytes);
        assertThatThrownBy(() -> bucket.put("a", new byte[] {1}))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALTERED));
        assertThat(bucket.get("a")).hasValue(bytes);
    }

    @Test
    void locksWhatIsThereUnlockedWithTheSameBytesAsACrashBeforeTheLockLeavesIt() throws BucketException {
        putUnlocked("a");
        bucket.put("a", bytes);
        assertThat(bucket.lock("a")).hasValue(new Lock(true, Instant.parse("2036-11-22T08:00:00Z")));
    }

    @Test
    void neitherCountsNorLocksOtherBytesThatSomebodyPutThereUnlocked() throws BucketException {
        putUnlocked("a");
        assertThatThrownBy(() -> bucket.put("a", new byte[] {1}))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALTERED));
        assertThat(bucket.lock("a")).isEmpty();
    }

    private void putUnlocked(String key) {
        try (S3Client client = server.client()) {
            client.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(bytes));
        }
    }

    @Test
    void tellsKeysInOrder() throws BucketException {
        for (String key : List.of("b/2", "b/1", "c", "a")) {
            bucket.put(key, bytes);
        }
        List<String> keys = new ArrayList<>();
        bucket.each("b/", keys::add);
        assertThat(keys).containsExactly("b/1", "b/2");
        assertThat(bucket.first("b/", 1)).containsExactly("b/1");
        assertThat(bucket.get("d")).isEmpty();
    }

    @Test
    void refusesToStartWithABucketThatDoesNotLock() {
        String open = server.create(false);
        assertThatThrownBy(() -> bucket(open).put("a", bytes))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_LOCKED));
        withCredentials(() -> {
            assertRefused(settings(open, server.endpoint(), Period.ofYears(10)), "S3-003");
            assertThat(BucketConfiguration.open(settings(name, server.endpoint(), Period.ofDays(1)), clock))
                    .isPresent();
        });
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThat(BucketConfiguration.open(settings("", "", null), clock)).isEmpty();
        assertRefused(settings(name, server.endpoint(), null), "S3-002");
        assertRefused(settings(name, server.endpoint(), Period.ofDays(0)), "S3-002");
        assertRefused(settings(name, server.endpoint(), Period.ofDays(-3)), "S3-002");
        assertRefused(settings(name, "ftp://127.0.0.1", Period.ofYears(1)), "S3-001");
        assertRefused(settings(name, "not an address", Period.ofYears(1)), "S3-001");
        assertRefused(settings(name, "http://storage.example", Period.ofYears(1)), "S3-001");
        assertRefused(settings(name, "http://user:password@127.0.0.1", Period.ofYears(1)), "S3-001");
    }

    @Test
    void aServerThatIsAwayIsSaidToBeSoWithoutItsAddress() {
        LockedBucket away = new LockedBucket(server.client(), "no-such-bucket", "place", Period.ofYears(1), clock);
        assertThatThrownBy(() -> away.put("a", bytes)).isInstanceOfSatisfying(BucketException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e.why()).contains("404").doesNotContain("127.0.0.1");
        });
    }

    private void assertRefused(BucketSettings settings, String number) {
        assertThatThrownBy(() -> BucketConfiguration.open(settings, clock))
                .isInstanceOfSatisfying(StartRefusedException.class, e -> {
                    assertThat(e.getMessage()).startsWith(number).doesNotContain("password");
                    assertThat(e.remedy()).contains("COUNTERSIGN_S3_");
                });
    }

    private static BucketSettings settings(String bucket, String endpoint, Period retention) {
        return new BucketSettings(bucket, endpoint, "us-east-1", true, retention);
    }

    /** As the environment would give them. */
    private static void withCredentials(Runnable work) {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try {
            work.run();
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    private LockedBucket bucket(String named) {
        return new LockedBucket(server.client(), named, "place", Period.ofYears(10), clock);
    }
}
