package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes and reads checkpoints: C2SP tlog-checkpoint in a C2SP signed-note, one Ed25519 signature of the log (docs/formats.md). The key's
 * name is the origin: the log's name and its epoch.
 */
public final class CheckpointFormat {

    private static final byte ED25519 = 1;
    private static final Pattern EPOCH = Pattern.compile("[1-9]\\d{0,8}");
    private static final Pattern NOTE = Pattern.compile(
            "(([^\\n]+)\\n(0|[1-9]\\d{0,17})\\n([A-Za-z0-9+/]{43}=)\\n)\\n" + "— ([^ \\n]+) ([A-Za-z0-9+/=]+)\\n");

    private final String origin;
    private final VerifyingKey key;
    private final byte[] keyHash;

    public CheckpointFormat(String origin, VerifyingKey key) {
        this.origin = origin;
        this.key = key;
        this.keyHash = Arrays.copyOf(
                Digest.of(joined(bytes(origin), new byte[] {'\n', ED25519}, key.raw()))
                        .bytes(),
                4);
    }

    public String origin() {
        return origin;
    }

    /** The log's name: its origin without the epoch. */
    public String name() {
        return origin.substring(0, origin.lastIndexOf('/'));
    }

    /** The same log and key in another epoch. */
    public CheckpointFormat inEpoch(int epoch) {
        return new CheckpointFormat(name() + "/" + epoch, key);
    }

    /** Number of the epoch: the last part of the origin. */
    public int epoch() {
        return Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
    }

    /** This log and key in the epoch that an origin names; empty if it is another log's, or no origin at all. */
    public Optional<CheckpointFormat> ofEpochIn(String otherOrigin) {
        String log = name() + "/";
        String epoch = otherOrigin.startsWith(log) ? otherOrigin.substring(log.length()) : "";
        return EPOCH.matcher(epoch).matches() ? Optional.of(inEpoch(Integer.parseInt(epoch))) : Optional.empty();
    }

    /** This log and key in the epoch that a note's first line names; empty if it is another log's. */
    public Optional<CheckpointFormat> ofEpochIn(byte[] note) {
        return new String(note, StandardCharsets.UTF_8).lines().findFirst().flatMap(this::ofEpochIn);
    }

    /** {@code name+hash+base64}. */
    public String verifierKey() {
        return origin + "+" + HexFormat.of().formatHex(keyHash) + "+" + base64(joined(new byte[] {ED25519}, key.raw()));
    }

    /** @param signer pure Ed25519 with the private half of the key */
    public byte[] write(long size, Digest root, UnaryOperator<byte[]> signer) {
        String body = origin + "\n" + size + "\n" + base64(root.bytes()) + "\n";
        byte[] signature = signer.apply(bytes(body));
        return bytes(body + "\n— " + origin + " " + base64(joined(keyHash, signature)) + "\n");
    }

    /** What a note says; empty unless it is this log's, in this form, with a signature of its key. */
    public Optional<Statement> read(byte[] note) {
        Matcher parts = NOTE.matcher(new String(note, StandardCharsets.UTF_8));
        if (!parts.matches()
                || !parts.group(2).equals(origin)
                || !parts.group(5).equals(origin)) {
            return Optional.empty();
        }
        byte[] signature;
        byte[] root;
        try {
            signature = Base64.getDecoder().decode(parts.group(6));
            root = Base64.getDecoder().decode(parts.group(4));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (signature.length != keyHash.length + 64
                || !Arrays.equals(keyHash, Arrays.copyOf(signature, keyHash.length))
                || !key.verifies(
                        bytes(parts.group(1)), Arrays.copyOfRange(signature, keyHash.length, signature.length))) {
            return Optional.empty();
        }
        return Optional.of(new Statement(Long.parseLong(parts.group(3)), Digest.ofStored(root)));
    }

    /** What a checkpoint states: so many entries, under this root. */
    public record Statement(long size, Digest root) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }
}
