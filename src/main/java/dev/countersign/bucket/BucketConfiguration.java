package dev.countersign.bucket;

import dev.countersign.database.StartRefusedException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The bucket of the settings, asked at the start whether it locks what it takes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BucketSettings.class)
class BucketConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(BucketConfiguration.class);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);

    /** @throws StartRefusedException if the settings are none, or the bucket does not lock */
    @Bean
    Buckets buckets(BucketSettings settings, Clock clock) {
        return new Buckets(open(settings, clock));
    }

    /** A bucket that is away does not keep the application from starting; nothing is stored before it said that it locks. */
    static Optional<LockedBucket> open(BucketSettings settings, Clock clock) {
        if (settings.bucket().isBlank()) {
            return Optional.empty();
        }
        String name = settings.bucket().strip();
        LockedBucket bucket =
                new LockedBucket(client(settings), name, place(settings, name), retention(settings), clock);
        try {
            bucket.demandLocks();
        } catch (BucketException e) {
            if (e.kind() == BucketException.Kind.NOT_LOCKED) {
                throw notLocked(name, e);
            }
            LOG.warn("The bucket {} cannot be asked whether it locks what it takes: {}", name, e.why());
        }
        return Optional.of(bucket);
    }

    private static String place(BucketSettings settings, String name) {
        return settings.endpoint().isBlank()
                ? "s3://" + name
                : settings.endpoint().strip() + "/" + name;
    }

    private static Period retention(BucketSettings settings) {
        Period retention = settings.retention();
        if (retention == null || retention.isNegative() || retention.toTotalMonths() == 0 && retention.getDays() < 1) {
            throw new StartRefusedException(
                    "S3-002 the bucket " + settings.bucket() + " is named and no retention of at least a day with it",
                    "Say in COUNTERSIGN_S3_RETENTION how long objects are locked, for instance 10y or 3650d. In compliance mode"
                            + " nobody can shorten it, the account's owner included.");
        }
        return retention;
    }

    private static S3Client client(BucketSettings settings) {
        try {
            S3ClientBuilder builder = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECTING)
                            .socketTimeout(ANSWERING))
                    .overrideConfiguration(override -> override.apiCallTimeout(LockedBucket.PATIENCE))
                    .forcePathStyle(settings.pathStyle());
            if (!settings.endpoint().isBlank()) {
                URI endpoint = URI.create(settings.endpoint().strip());
                if (!isPrivate(endpoint) || endpoint.getUserInfo() != null) {
                    throw new IllegalArgumentException(
                            "no address (expected: https, or http on this machine, without credentials)");
                }
                builder.endpointOverride(endpoint);
            }
            if (!settings.region().isBlank()) {
                builder.region(Region.of(settings.region().strip()));
            }
            return builder.build();
        } catch (IllegalArgumentException | SdkException e) {
            throw new StartRefusedException(
                    "S3-001 the bucket " + settings.bucket() + " cannot be asked with these settings: "
                            + e.getMessage(),
                    "COUNTERSIGN_S3_ENDPOINT takes an address (https, or http on this machine), COUNTERSIGN_S3_REGION a region such as"
                            + " eu-central-1; both may be left out where the AWS environment says them.",
                    e);
        }
    }

    /** What a bucket says of its locks and its newest checkpoint is not signed: nobody on the way may say it. */
    private static boolean isPrivate(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme());
        String host = endpoint.getHost();
        return host != null
                && (scheme.equals("https")
                        || scheme.equals("http") && LOOPBACK.matcher(host).matches());
    }

    private static StartRefusedException notLocked(String name, BucketException e) {
        return new StartRefusedException(
                "S3-003 the bucket " + name + " does not lock what it takes: " + e.why(),
                "Name a bucket with Object Lock in COUNTERSIGN_S3_BUCKET. It is enabled when a bucket is made"
                        + " (aws s3api create-bucket --object-lock-enabled-for-bucket …), which also enables versioning.",
                e);
    }
}
