package dev.countersign.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A checkpoint as a bundle holds it: the log's signed note, then the lines of witnesses.
 *
 * @param body the three lines that are signed
 * @param own the note as the log wrote it, which timestamps are over
 */
@SuppressWarnings("ArrayRecordComponent")
record AttestedNote(String body, byte[] own, List<Cosignature> cosignatures) {

    /** @throws IllegalArgumentException if a line after the first signature is no cosignature */
    static AttestedNote parse(byte[] note) {
        String text = new String(note, StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        if (end < 0 || !text.endsWith("\n") || !Arrays.equals(note, text.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("not a signed note");
        }
        int own = text.indexOf('\n', end + 2) + 1;
        List<Cosignature> cosignatures = own == text.length()
                ? List.of()
                : Arrays.stream(text.substring(own, text.length() - 1).split("\n", -1))
                        .map(Cosignature::parse)
                        .toList();
        return new AttestedNote(
                text.substring(0, end + 1), text.substring(0, own).getBytes(StandardCharsets.UTF_8), cosignatures);
    }
}
