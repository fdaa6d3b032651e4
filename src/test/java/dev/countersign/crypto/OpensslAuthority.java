package dev.countersign.crypto;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A timestamp authority that is openssl, with certificates of any validity, behind an HTTP server; {@link #lie} makes it lie. */
public final class OpensslAuthority implements AutoCloseable {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    /** What its own key and those of its signers are. */
    public enum Keys {
        P256("ec", "ec_paramgen_curve:prime256v1"),
        P384("ec", "ec_paramgen_curve:secp384r1"),
        P521("ec", "ec_paramgen_curve:secp521r1"),
        RSA("rsa", "rsa_keygen_bits:3072");

        private final List<String> options;

        Keys(String type, String option) {
            this.options = List.of("-newkey", type, "-pkeyopt", option, "-nodes", "-config", "req.cnf");
        }
    }

    private static final String FOR_TIMESTAMPS = "stamp";

    private final Keys keys;
    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String signer = "";
    private volatile Lie lie = Lie.NONE;

    /** What the server does instead of answering as openssl does. */
    public enum Lie {
        NONE,
        SILENCE,
        UNAVAILABLE,
        NOT_FOUND,
        GARBAGE,
        TOO_LONG,
        ANOTHER_NONCE,
        ANOTHER_IMPRINT,
        DATED_YESTERDAY
    }

    public OpensslAuthority(Path folder) throws IOException {
        this(folder, Keys.P256);
    }

    public OpensslAuthority(Path folder, Keys keys) throws IOException {
        this.keys = keys;
        this.folder = Files.createDirectories(folder);
        Files.writeString(folder.resolve("req.cnf"), """
                [req]
                distinguished_name = dn
                prompt = no
                [dn]
                CN = authority of timestamps
                """);
        Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = issuing
                [issuing]
                database = index
                new_certs_dir = .
                serial = serial
                default_md = sha256
                policy = any
                unique_subject = no
                [any]
                commonName = supplied
                [root]
                basicConstraints = critical,CA:TRUE
                keyUsage = critical,keyCertSign
                subjectKeyIdentifier = hash
                [stamp]
                extendedKeyUsage = critical,timeStamping
                [careless]
                extendedKeyUsage = timeStamping
                [versatile]
                extendedKeyUsage = critical,timeStamping,serverAuth
                [server]
                extendedKeyUsage = critical,serverAuth
                """);
        Files.writeString(folder.resolve("ts.cnf"), """
                [tsa]
                default_tsa = stamping
                [stamping]
                serial = stamps
                default_policy = 1.2.3.4.1
                other_policies = 1.2.3.4.5
                signer_digest = sha256
                digests = sha256, sha384, sha512
                accuracy = secs:1
                ess_cert_id_alg = sha256
                """);
        Files.writeString(folder.resolve("index"), "");
        Files.writeString(folder.resolve("serial"), "01");
        Files.writeString(folder.resolve("stamps"), "01");
        List<String> root = new ArrayList<>(List.of("req", "-new", "-keyout", "root.key", "-out", "root.csr"));
        root.addAll(keys.options);
        openssl(root);
        openssl(List.of(
                "ca",
                "-selfsign",
                "-batch",
                "-notext",
                "-config",
                "ca.cnf",
                "-extensions",
                "root",
                "-keyfile",
                "root.key",
                "-startdate",
                "20000101000000Z",
                "-enddate",
                "21000101000000Z",
                "-in",
                "root.csr",
                "-out",
                "root.pem"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/stamp", this::answer);
        server.start();
    }

    /** Stamps with a new key from now on. */
    public OpensslAuthority signing(Instant from, Instant to) throws IOException {
        return signing(from, to, FOR_TIMESTAMPS);
    }

    /** With a certificate of another use. */
    OpensslAuthority signing(Instant from, Instant to, String extensions) throws IOException {
        String name = "signer" + Files.readString(folder.resolve("serial")).strip();
        List<String> request = new ArrayList<>(List.of("req", "-new", "-keyout", name + ".key", "-out", name + ".csr"));
        request.addAll(keys.options);
        openssl(request);
        openssl(List.of(
                "ca",
                "-batch",
                "-notext",
                "-config",
                "ca.cnf",
                "-extensions",
                extensions,
                "-keyfile",
                "root.key",
                "-cert",
                "root.pem",
                "-startdate",
                SECONDS.format(from),
                "-enddate",
                SECONDS.format(to),
                "-in",
                name + ".csr",
                "-out",
                name + ".pem"));
        signer = name;
        return this;
    }

    /** Of the authority that issues the signer's certificates. */
    public Path root() {
        return folder.resolve("root.pem");
    }

    public byte[] rootPem() throws IOException {
        return Files.readAllBytes(root());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/stamp";
    }

    public void lie(Lie kind) {
        lie = kind;
    }

    /** How often it was asked over the network. */
    public int requests() {
        return requests.get();
    }

    /** What openssl answers to a request. */
    public synchronized byte[] reply(byte[] query) throws IOException {
        Files.write(folder.resolve("query"), query);
        openssl(List.of(
                "ts",
                "-reply",
                "-config",
                "ts.cnf",
                "-queryfile",
                "query",
                "-signer",
                signer + ".pem",
                "-inkey",
                signer + ".key",
                "-out",
                "reply"));
        return Files.readAllBytes(folder.resolve("reply"));
    }

    /** A token over these bytes. */
    public byte[] token(byte[] message) throws IOException {
        TimestampRequest request = TimestampRequest.over(message, TimestampHash.SHA_256, new byte[] {7}, null);
        try {
            return request.answeredBy(reply(request.der())).der();
        } catch (TimestampRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token over these bytes that says it was made at another time. */
    public byte[] token(byte[] message, Instant time) throws IOException {
        byte[] honest = honest(message);
        return signed(info -> dated(info, time), honest, "-md", "sha256", "-cades");
    }

    /** As {@link #token(byte[])}, without saying which certificate signed it. */
    byte[] tokenThatNamesNoCertificate(byte[] message) throws IOException {
        return signed(info -> info, honest(message), "-md", "sha256");
    }

    /** As {@link #token(byte[])}, saying which certificate signed it by its SHA-1. */
    byte[] tokenThatNamesItsCertificateBySha1(byte[] message) throws IOException {
        return signed(info -> info, honest(message), "-md", "sha1", "-cades");
    }

    /** Whether openssl itself takes a token over these bytes. */
    public synchronized boolean opensslTakes(byte[] token, byte[] message) throws IOException {
        Files.write(folder.resolve("token"), token);
        Files.write(folder.resolve("message"), message);
        return run(List.of("ts", "-verify", "-data", "message", "-in", "token", "-token_in", "-CAfile", "root.pem"))
                .contains("Verification: OK");
    }

    /** By a signer that openssl accepts, whoever signs the altered one. */
    private byte[] honest(byte[] message) throws IOException {
        String altered = signer;
        try {
            Instant now = Instant.now();
            signing(now.minusSeconds(3600), now.plusSeconds(3600));
            return token(message);
        } finally {
            signer = altered;
        }
    }

    /** Signs what a token says anew, after it was changed. */
    private synchronized byte[] signed(UnaryOperator<byte[]> change, byte[] token, String... how) throws IOException {
        Files.write(folder.resolve("honest"), token);
        openssl(List.of("cms", "-verify", "-noverify", "-inform", "DER", "-binary", "-in", "honest", "-out", "info"));
        Files.write(folder.resolve("info"), change.apply(Files.readAllBytes(folder.resolve("info"))));
        List<String> sign = new ArrayList<>(List.of(
                "cms",
                "-sign",
                "-in",
                "info",
                "-binary",
                "-nodetach",
                "-econtent_type",
                "1.2.840.113549.1.9.16.1.4",
                "-signer",
                signer + ".pem",
                "-inkey",
                signer + ".key",
                "-outform",
                "DER",
                "-out",
                "altered"));
        sign.addAll(List.of(how));
        openssl(sign);
        return Files.readAllBytes(folder.resolve("altered"));
    }

    private static byte[] dated(byte[] info, Instant time) {
        String text = new String(info, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\\x18\\x0f\\d{14}Z", "\u0018\u000f" + SECONDS.format(time))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] query = exchange.getRequestBody().readAllBytes();
        Lie kind = lie;
        byte[] body =
                switch (kind) {
                    case NONE -> reply(query);
                    case SILENCE, UNAVAILABLE, NOT_FOUND -> new byte[0];
                    case GARBAGE -> "<html>not found</html>".getBytes(StandardCharsets.UTF_8);
                    case TOO_LONG -> new byte[70_000];
                    case ANOTHER_NONCE -> reply(changed(query, 2));
                    case ANOTHER_IMPRINT -> reply(changed(query, query.length / 2));
                    case DATED_YESTERDAY -> yesterday(query);
                };
        if (kind == Lie.SILENCE) {
            await();
        }
        int status = kind == Lie.UNAVAILABLE ? 503 : kind == Lie.NOT_FOUND ? 404 : 200;
        exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a request with a certificate and a nonce of 16 bytes, what lies so far before the last byte but three. */
    private static byte[] changed(byte[] query, int fromEnd) {
        byte[] other = query.clone();
        other[query.length - 3 - fromEnd] ^= 1;
        return other;
    }

    private byte[] yesterday(byte[] query) throws IOException {
        byte[] reply = reply(query);
        byte[] token = signed(
                info -> dated(info, Instant.now().minusSeconds(86_400)),
                Arrays.copyOfRange(reply, 9, reply.length),
                "-md",
                "sha256",
                "-cades");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0x30, (byte) 0x82, (byte) ((token.length + 5) >> 8), (byte) (token.length + 5)});
        all.writeBytes(new byte[] {0x30, 3, 2, 1, 0});
        all.writeBytes(token);
        return all.toByteArray();
    }

    private void openssl(List<String> arguments) throws IOException {
        run(arguments);
    }

    private String run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 && !arguments.contains("-verify")) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
