package dev.countersign.ledger;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks the log as a stranger would, from RFC 9162 and the C2SP specifications: with the JDK alone, and with nothing of what the
 * application uses to write it.
 */
public final class LogVerifier {

    private LogVerifier() {}

    public record Signed(String origin, long size, byte[] root) {}

    /** What a signed note says, once its signature was found good; fails otherwise. */
    public static Signed open(String verifierKey, byte[] note) {
        try {
            String[] key = verifierKey.split("\\+", 3);
            byte[] material = Base64.getDecoder().decode(key[2]);
            byte[] keyHash = Arrays.copyOf(sha256(bytes(key[0]), new byte[] {'\n'}, material), 4);
            if (material[0] != 1 || !HexFormat.of().formatHex(keyHash).equals(key[1])) {
                throw new AssertionError("no Ed25519 verifier key: " + verifierKey);
            }
            String text = new String(note, StandardCharsets.UTF_8);
            int end = text.indexOf("\n\n") + 1;
            String body = text.substring(0, end);
            String line = text.substring(end + 1);
            String opening = "\u2014 " + key[0] + " ";
            if (!line.startsWith(opening) || !line.endsWith("\n")) {
                throw new AssertionError("no signature line of " + key[0] + ": " + text);
            }
            byte[] signed = Base64.getDecoder().decode(line.substring(opening.length(), line.length() - 1));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(publicKey(Arrays.copyOfRange(material, 1, material.length))));
            verifier.update(bytes(body));
            if (!Arrays.equals(Arrays.copyOf(signed, 4), keyHash)
                    || signed.length != 68
                    || !verifier.verify(signed, 4, 64)) {
                throw new AssertionError("the signature does not hold: " + text);
            }
            String[] lines = body.split("\n", -1);
            return new Signed(
                    lines[0], Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] leafHash(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    /** RFC 9162 section 2.1.3.2. */
    public static boolean isIncluded(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leafHash;
        for (byte[] p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(r, root);
    }

    /** RFC 9162 section 2.1.4.2. */
    public static boolean isConsistent(
            long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
        if (first == second) {
            return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        Deque<byte[]> path = new ArrayDeque<>(proof);
        if (Long.bitCount(first) == 1) {
            path.addFirst(firstRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = path.removeFirst();
        byte[] sr = fr;
        for (byte[] c : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = node(c, fr);
                sr = node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(fr, firstRoot) && Arrays.equals(sr, secondRoot);
    }

    /** The root by its definition in RFC 9162 section 2.1.1. */
    public static byte[] root(List<byte[]> leafHashes) {
        int size = leafHashes.size();
        if (size == 0) {
            return sha256();
        }
        if (size == 1) {
            return leafHashes.get(0);
        }
        int k = 1;
        while (2 * k < size) {
            k *= 2;
        }
        return node(root(leafHashes.subList(0, k)), root(leafHashes.subList(k, size)));
    }

    private static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            Arrays.stream(parts).forEach(all::writeBytes);
            return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static EdECPublicKeySpec publicKey(byte[] raw) {
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[i] = raw[raw.length - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
