package dev.countersign.bucket;

import dev.countersign.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A server that speaks S3 (Adobe's S3Mock), in a process of its own on loopback, one for all tests of a run. It keeps what is said of
 * retention and does not enforce it; it passes over the headers that lock an object as it is stored.
 */
public final class S3Server {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static volatile S3Server running;

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Started once; ends with this process. */
    public static synchronized S3Server running() {
        if (running == null) {
            try {
                running = start();
            } catch (IOException | URISyntaxException e) {
                throw new IllegalStateException("the S3 server does not start", e);
            }
        }
        return running;
    }

    private static S3Server start() throws IOException, URISyntaxException {
        URL inside = Objects.requireNonNull(S3Server.class
                .getClassLoader()
                .getResource("BOOT-INF/classes/com/adobe/testing/s3mock/S3MockApplication.class"));
        String jar = inside.getPath().substring(0, inside.getPath().indexOf('!'));
        int port = FreePorts.two();
        Path root = Files.createDirectories(
                Path.of("target", "s3-" + UUID.randomUUID()).toAbsolutePath());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        new File(new URI(jar)).toString(),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--com.adobe.testing.s3mock.http-port=" + port,
                        "--com.adobe.testing.s3mock.store.root=" + root,
                        "--logging.level.root=WARN")
                .redirectErrorStream(true)
                .redirectOutput(root.resolveSibling(root.getFileName() + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        S3Server server = new S3Server(process, port);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(server::answers);
        return server;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the S3 server ended with " + process.exitValue());
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
    }

    /** A new bucket. @return its name */
    String create(boolean locking) {
        String name = "bucket-" + UUID.randomUUID();
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(name).objectLockEnabledForBucket(locking));
        }
        return name;
    }

    /** Environment of an application that copies into a new bucket with Object Lock. */
    public Map<String, String> environment() {
        return Map.of(
                "COUNTERSIGN_S3_BUCKET", create(true),
                "COUNTERSIGN_S3_ENDPOINT", endpoint(),
                "COUNTERSIGN_S3_REGION", Region.US_EAST_1.id(),
                "COUNTERSIGN_S3_PATH_STYLE", "true",
                "COUNTERSIGN_S3_RETENTION", "10y",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }

    /** Keys of what is in a bucket. */
    public List<String> keys(String bucket) {
        try (S3Client client = client()) {
            return client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /** A new bucket with Object Lock, as the application uses one. */
    public LockedBucket locked(Clock clock) {
        String name = create(true);
        return new LockedBucket(client(), name, endpoint() + "/" + name, Period.ofYears(10), clock);
    }
}
