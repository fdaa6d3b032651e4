package dev.countersign.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Secrets that are looked for in bytes, each in every form in which a program might have kept it: one byte a character, two, hexadecimal, and
 * base64 wherever it lies in what was encoded. A URL leaves the characters of a made-up secret as they are. All are found in one pass.
 */
final class Sought {

    private record Needle(String name, byte[] bytes) {}

    private final Map<Integer, List<Needle>> byFirstTwo = new LinkedHashMap<>();
    private final boolean[] first = new boolean[1 << 16];

    /** @param secrets their bytes, by the name under which they are told of */
    Sought(Map<String, byte[]> secrets) {
        secrets.forEach(this::add);
    }

    private void add(String name, byte[] secret) {
        String text = new String(secret, ISO_8859_1);
        seek(name, secret);
        seek(name, text.getBytes(UTF_16BE));
        seek(name, text.getBytes(UTF_16LE));
        String hexadecimal = HexFormat.of().formatHex(secret);
        seek(name, hexadecimal.getBytes(ISO_8859_1));
        seek(name, hexadecimal.toUpperCase(Locale.ROOT).getBytes(ISO_8859_1));
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int before = 0; before < 3; before++) {
                seek(name, encoded(encoder, secret, before));
            }
        }
    }

    /** The characters that are the same whatever stands before and after. */
    private static byte[] encoded(Base64.Encoder encoder, byte[] secret, int before) {
        byte[] padded = new byte[before + secret.length];
        System.arraycopy(secret, 0, padded, before, secret.length);
        byte[] text = encoder.withoutPadding().encode(padded);
        int from = (before * 8 + 5) / 6;
        int to = padded.length * 8 / 6;
        return Arrays.copyOfRange(text, from, to);
    }

    private void seek(String name, byte[] bytes) {
        int two = two(bytes, 0);
        first[two] = true;
        byFirstTwo.computeIfAbsent(two, none -> new ArrayList<>()).add(new Needle(name, bytes));
    }

    /** Names of the secrets that these bytes hold. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        for (int at = 0; at < bytes.length - 1; at++) {
            int two = two(bytes, at);
            if (first[two]) {
                for (Needle needle : byFirstTwo.getOrDefault(two, List.of())) {
                    if (holds(bytes, at, needle.bytes())) {
                        found.add(needle.name());
                    }
                }
            }
        }
        return found;
    }

    private static boolean holds(byte[] bytes, int at, byte[] needle) {
        return at + needle.length <= bytes.length
                && Arrays.equals(bytes, at, at + needle.length, needle, 0, needle.length);
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
