package dev.countersign.signing;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks what is packed in a PDF and throws it away, before the PDF library unpacks it into memory without asking for its size: a few
 * kilobytes can become gigabytes. Works on bytes alone, so that it comes before any other reading.
 */
final class PackedStreams {

    static final long LARGEST = 96L * 1024 * 1024;
    private static final byte[] KEYWORD = {'s', 't', 'r', 'e', 'a', 'm'};
    private static final int PIECE = 65_536;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 31;

    private PackedStreams() {}

    /** @throws DrawingStoppedException if one stream unpacks to more than {@link #LARGEST}, or the budget is spent */
    static void check(byte[] pdf, DrawingBudget budget) {
        for (int at = 0; at + KEYWORD.length + 2 < pdf.length; at++) {
            if (isKeyword(pdf, at)) {
                int start = at + KEYWORD.length;
                while (start < pdf.length - 1 && (pdf[start] == '\r' || pdf[start] == '\n' || pdf[start] == ' ')) {
                    start++;
                }
                if (isPacked(pdf, start)) {
                    unpack(pdf, start, budget);
                }
            }
        }
    }

    private static boolean isKeyword(byte[] pdf, int at) {
        for (int i = 0; i < KEYWORD.length; i++) {
            if (pdf[at + i] != KEYWORD[i]) {
                return false;
            }
        }
        return at == 0 || pdf[at - 1] != 'd';
    }

    // RFC 1950: method 8, and a check over the first two bytes.
    private static boolean isPacked(byte[] pdf, int at) {
        return at + 1 < pdf.length
                && (pdf[at] & 0x0F) == DEFLATE
                && ((pdf[at] & 0xFF) << 8 | pdf[at + 1] & 0xFF) % HEADER_CHECK == 0;
    }

    private static void unpack(byte[] pdf, int start, DrawingBudget budget) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(pdf, start, pdf.length - start);
            byte[] piece = new byte[PIECE];
            int got;
            do {
                budget.step();
                got = inflater.inflate(piece);
                if (inflater.getBytesWritten() > LARGEST) {
                    throw new DrawingStoppedException("a packed stream has more than " + LARGEST + " bytes");
                }
            } while (got > 0);
        } catch (DataFormatException e) {
            // No packed stream after all, or a broken one, of which the library reads no more than we did.
            budget.step();
        } finally {
            inflater.end();
        }
    }
}
