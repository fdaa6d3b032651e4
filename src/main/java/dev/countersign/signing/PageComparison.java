package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Two PDFs page by page, as they look and not as they are made (REC-05). Works on exact stored bytes, within limits. */
@Component
public class PageComparison {

    /** Of each file; what comes after them is not compared. */
    public static final int MOST_PAGES = 60;

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int WHITE = 255;
    /** How much of what both have is left, so that what one has stands out. */
    private static final double FADED = 0.35;

    private final PdfPages pages;
    private final Clock clock;

    PageComparison(PdfPages pages, Clock clock) {
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * @param pairs in their order
     * @param compared how many pages of the one and of the other were looked at
     * @param whole whether that is all of them
     */
    public record Compared(List<Pair> pairs, List<Integer> compared, boolean whole) {}

    /**
     * A page and what stands in its place in the other file.
     *
     * @param before number of the page in the earlier file, counted from 1; null if the page was added
     * @param after in the later one; null if it was removed
     * @param same whether both look the same
     */
    public record Pair(@Nullable Integer before, @Nullable Integer after, boolean same) {}

    /** Pages that look the same are found again where others came before them. Empty if a file cannot be shown, or a page breaks a limit. */
    public Optional<Compared> compare(byte[] before, byte[] after) {
        Instant end = clock.instant().plus(LONGEST);
        int ofBefore = pages.count(before);
        int ofAfter = pages.count(after);
        List<Digest> ones = looks(before, ofBefore, end);
        List<Digest> others = looks(after, ofAfter, end);
        if (ones.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        boolean whole = ones.size() == ofBefore && others.size() == ofAfter;
        return Optional.of(new Compared(pairs(ones, others), List.of(ones.size(), others.size()), whole));
    }

    private List<Digest> looks(byte[] pdf, int count, Instant end) {
        List<Digest> looks = new ArrayList<>();
        while (looks.size() < Math.min(count, MOST_PAGES) && clock.instant().isBefore(end)) {
            Optional<Digest> look = pages.look(pdf, looks.size() + 1);
            if (look.isEmpty()) {
                break;
            }
            looks.add(look.get());
        }
        return looks;
    }

    /** Along the longest common subsequence; between two pages of it, others stand for each other in their order. */
    static <T> List<Pair> pairs(List<T> ones, List<T> others) {
        int[][] common = new int[ones.size() + 1][others.size() + 1];
        for (int i = ones.size() - 1; i >= 0; i--) {
            for (int j = others.size() - 1; j >= 0; j--) {
                common[i][j] = ones.get(i).equals(others.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        int fromI = 0;
        int fromJ = 0;
        while (i < ones.size() && j < others.size()) {
            if (ones.get(i).equals(others.get(j))) {
                different(pairs, fromI, i, fromJ, j);
                pairs.add(new Pair(++i, ++j, true));
                fromI = i;
                fromJ = j;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        different(pairs, fromI, ones.size(), fromJ, others.size());
        return List.copyOf(pairs);
    }

    private static void different(List<Pair> pairs, int fromI, int toI, int fromJ, int toJ) {
        for (int n = 0; n < Math.max(toI - fromI, toJ - fromJ); n++) {
            pairs.add(new Pair(
                    fromI + n < toI ? (Integer) (fromI + n + 1) : null,
                    fromJ + n < toJ ? (Integer) (fromJ + n + 1) : null,
                    false));
        }
    }

    /**
     * Both pages over each other as PNG: what both have in light grey, what the earlier alone has in red, what the later alone has in
     * green, what has another colour in magenta. Empty if one of them cannot be shown.
     */
    public Optional<byte[]> difference(byte[] before, int page, byte[] after, int other) {
        return pages.image(before, page)
                .flatMap(one -> pages.image(after, other).map(two -> over(one, two)));
    }

    private static byte[] over(BufferedImage one, BufferedImage other) {
        int width = Math.max(one.getWidth(), other.getWidth());
        int height = Math.max(one.getHeight(), other.getHeight());
        BufferedImage over = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                over.setRGB(x, y, over(rgb(one, x, y), rgb(other, x, y)));
            }
        }
        try {
            return PdfPages.png(over);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int over(int one, int other) {
        if (one == other) {
            int grey = (int) (WHITE - FADED * ink(one));
            return grey << 16 | grey << 8 | grey;
        }
        int darker = ink(one) - ink(other);
        int colours = Math.max(
                Math.abs((one >> 16 & 0xFF) - (other >> 16 & 0xFF)),
                Math.max(Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF)), Math.abs((one & 0xFF) - (other & 0xFF))));
        int paler = WHITE - colours;
        if (Math.abs(darker) * 2 < colours) {
            return WHITE << 16 | paler << 8 | WHITE;
        }
        return darker > 0 ? WHITE << 16 | paler << 8 | paler : paler << 16 | WHITE << 8 | paler;
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return x < image.getWidth() && y < image.getHeight() ? image.getRGB(x, y) & 0xFF_FF_FF : 0xFF_FF_FF;
    }

    /** How dark a colour is: 0 for paper. */
    private static int ink(int rgb) {
        return WHITE - ((rgb >> 16 & 0xFF) * 3 + (rgb >> 8 & 0xFF) * 6 + (rgb & 0xFF)) / 10;
    }
}
