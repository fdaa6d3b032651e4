package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Two witnesses and an authority that attest the checkpoints of bundles, and what somebody without their keys does to that. */
public final class Attesting implements AutoCloseable {

    static final String CHECKPOINT = "audit/checkpoint";
    static final String KEYS = "audit/witness-keys";
    static final String FIRST = "audit/timestamps/1.tst";
    static final String SECOND = "audit/timestamps/2.tst";
    /** 2026-11-22T07:00:00Z. */
    private static final long SEEN = 1_795_330_800L;

    private final Map<String, SigningKey> witnesses = new LinkedHashMap<>();
    private final OpensslAuthority authority;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    public Attesting(Path folder) throws IOException {
        this(folder, OpensslAuthority.Keys.P256);
    }

    public Attesting(Path folder, OpensslAuthority.Keys keys) throws IOException {
        authority = new OpensslAuthority(folder, keys);
        witnesses.put("witness.example/a", SigningKey.generate());
        witnesses.put("witness.example/b", SigningKey.generate());
    }

    /** The bundle with two cosignatures and two timestamps, of which the second renews the first. */
    public TestBundle attested(TestBundle bundle) throws IOException {
        byte[] note = bundle.file(CHECKPOINT);
        authority.signing(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(10)));
        byte[] first = authority.token(note);
        authority.signing(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(4_000)));
        byte[] second = authority.token(joined(note, first), now.plus(Duration.ofDays(9)));
        return cosigned(bundle, SEEN).with(FIRST, first).with(SECOND, second).listed();
    }

    private TestBundle cosigned(TestBundle bundle, long time) {
        byte[] note = bundle.file(CHECKPOINT);
        StringBuilder keys = new StringBuilder();
        StringBuilder lines = new StringBuilder(new String(note, StandardCharsets.UTF_8));
        witnesses.forEach((name, key) -> {
            keys.append(verifierKey(name, key)).append('\n');
            lines.append(line(name, key, note, time));
        });
        return bundle.with(CHECKPOINT, text(lines.toString())).with(KEYS, text(keys.toString()));
    }

    /** The second token made after the certificate of the first had ended. */
    public TestBundle lapsed(TestBundle attested) throws IOException {
        byte[] note = own(attested);
        byte[] late = authority.token(joined(note, attested.file(FIRST)), now.plus(Duration.ofDays(11)));
        return attested.with(SECOND, late).listed();
    }

    /** A trust file that names the witnesses and the authority too. */
    public byte[] trust(byte[] trust) throws IOException {
        ObjectNode named = (ObjectNode) CanonicalJson.parse(trust);
        witnesses.forEach((name, key) -> named.withArray("witnessKeys").add(verifierKey(name, key)));
        named.putArray("timestampAuthorities")
                .add(new String(authority.rootPem(), StandardCharsets.US_ASCII)
                        .replaceAll("-----[A-Z ]+-----|\\s", ""));
        return CanonicalJson.write(named);
    }

    Path authorityCertificate() {
        return authority.root();
    }

    @Override
    public void close() {
        authority.close();
    }

    /** C2SP tlog-cosignature, cosignature/v1. */
    static String line(String name, SigningKey key, byte[] note, long time) {
        String body = new String(note, StandardCharsets.UTF_8).split("\n\n", 2)[0] + "\n";
        byte[] signature = key.sign(text("cosignature/v1\ntime " + time + "\n" + body));
        byte[] stamp = ByteBuffer.allocate(8).putLong(time).array();
        return "— " + name + " " + Base64.getEncoder().encodeToString(joined(joined(hash(name, key), stamp), signature))
                + "\n";
    }

    static String verifierKey(String name, SigningKey key) {
        return name + "+" + HexFormat.of().formatHex(hash(name, key)) + "+"
                + Base64.getEncoder().encodeToString(typed(key));
    }

    private static byte[] hash(String name, SigningKey key) {
        return Arrays.copyOf(Digest.of(joined(text(name + "\n"), typed(key))).bytes(), 4);
    }

    private static byte[] typed(SigningKey key) {
        return joined(new byte[] {4}, key.verifyingKey().raw());
    }

    /** Each damage by its name, of an attested bundle and of another one that the same witnesses and authority attest. */
    public static Map<String, BinaryOperator<TestBundle>> damages() {
        Map<String, BinaryOperator<TestBundle>> all = new LinkedHashMap<>();
        tokens(all);
        cosignatures(all);
        return all;
    }

    private static void tokens(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("a token of another checkpoint", (one, other) -> one.with(FIRST, other.file(FIRST))
                .with(SECOND, null)
                .listed());
        all.put("tokens in another order", (one, other) -> one.with(FIRST, one.file(SECOND))
                .with(SECOND, one.file(FIRST))
                .listed());
        all.put(
                "a token over another hash",
                (one, other) -> flipped(
                        one, indexOf(one.file(FIRST), Digest.of(own(one)).bytes()) + 7));
        all.put("a token of another time", (one, other) -> flipped(one, indexOf(one.file(FIRST), time()) + 15));
        all.put("a token that is none", (one, other) -> one.with(SECOND, text("granted"))
                .listed());
        all.put("a token without the one before it", (one, other) -> one.with(FIRST, null)
                .listed());
        all.put("a token that is listed and missing", (one, other) -> one.with(SECOND, null));
        all.put("a token that is not listed", (one, other) -> one.with("audit/timestamps/3.tst", one.file(SECOND)));
        all.put("a token under no number", (one, other) -> one.with("audit/timestamps/0.tst", one.file(SECOND))
                .listed());
        all.put("a file among the tokens", (one, other) -> one.with("audit/timestamps/notes.txt", text("x"))
                .listed());
    }

    private static void cosignatures(Map<String, BinaryOperator<TestBundle>> all) {
        all.put(
                "a cosignature of another checkpoint",
                (one, other) -> lines(one, lines -> {
                    lines[5] = new String(other.file(CHECKPOINT), StandardCharsets.UTF_8).split("\n", -1)[5];
                    return lines;
                }));
        all.put("a cosignature with a flipped bit", (one, other) -> value(one, 70, 4));
        all.put("a cosignature of another second", (one, other) -> value(one, 11, 1));
        all.put("a cosignature of another key", (one, other) -> value(one, 2, 1));
        all.put(
                "a cosignature under another name",
                (one, other) -> lines(one, lines -> {
                    lines[5] = lines[5].replace("/a ", "/A ");
                    return lines;
                }));
        all.put(
                "cosignatures in another order",
                (one, other) -> lines(one, lines -> {
                    String first = lines[5];
                    lines[5] = lines[6];
                    lines[6] = first;
                    return lines;
                }));
        all.put(
                "a cosignature taken away",
                (one, other) -> lines(one, lines -> {
                    lines[6] = null;
                    return lines;
                }));
        all.put(
                "a cosignature that is none",
                (one, other) -> lines(one, lines -> {
                    lines[6] = "— witness.example/b AAAA";
                    return lines;
                }));
        all.put(
                "the log's signature behind a cosignature",
                (one, other) -> lines(one, lines -> {
                    String own = lines[4];
                    lines[4] = lines[5];
                    lines[5] = own;
                    return lines;
                }));
        all.put("cosignatures without keys", (one, other) -> one.with(KEYS, null)
                .listed());
        all.put("keys of witnesses in another order", (one, other) -> {
            String[] keys = new String(one.file(KEYS), StandardCharsets.UTF_8).split("\n", -1);
            return one.with(KEYS, text(keys[1] + "\n" + keys[0] + "\n")).listed();
        });
        all.put("an incomplete last key", (one, other) -> one.with(
                        KEYS, Arrays.copyOf(one.file(KEYS), one.file(KEYS).length - 1))
                .listed());
    }

    /** Its signature: what reads no certificates of authorities cannot see it. */
    public static TestBundle otherwiseSigned(TestBundle one) {
        return flipped(one, one.file(FIRST).length - 5);
    }

    private static TestBundle flipped(TestBundle one, int index) {
        byte[] token = one.file(FIRST).clone();
        token[index] ^= 1;
        return one.with(FIRST, token).listed();
    }

    private static byte[] time() {
        return new byte[] {0x18, 0x0f, '2', '0'};
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private static TestBundle value(TestBundle one, int index, int bit) {
        return lines(one, lines -> {
            String[] parts = lines[5].split(" ", -1);
            byte[] value = Base64.getDecoder().decode(parts[2]);
            value[index] ^= (byte) bit;
            lines[5] = parts[0] + " " + parts[1] + " " + Base64.getEncoder().encodeToString(value);
            return lines;
        });
    }

    private static TestBundle lines(TestBundle one, UnaryOperator<String[]> change) {
        String[] lines = change.apply(new String(one.file(CHECKPOINT), StandardCharsets.UTF_8).split("\n", -1));
        List<String> left = Arrays.stream(lines).filter(line -> line != null).toList();
        return one.with(CHECKPOINT, text(String.join("\n", left))).listed();
    }

    /** The note as the log wrote it. */
    private static byte[] own(TestBundle one) {
        String[] lines = new String(one.file(CHECKPOINT), StandardCharsets.UTF_8).split("\n", -1);
        return text(String.join("\n", Arrays.copyOf(lines, 5)) + "\n");
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(other);
        return joined.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
