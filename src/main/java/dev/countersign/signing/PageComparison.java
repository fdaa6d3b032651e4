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
    /** Of both pages over each other. */
    private static final long MOST_PIXELS = 12_000_000;

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
        List<Digest> ones = new ArrayList<>();
        List<Digest> others = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES && clock.instant().isBefore(end); page++) {
            more = look(before, page, ofBefore, ones) | look(after, page, ofAfter, others);
        }
        if (ones.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        boolean wholeBefore = ones.size() == ofBefore;
        boolean wholeAfter = others.size() == ofAfter;
        // of a page behind the last that was looked at nobody knows whether it is the one that is missing
        List<Pair> told = pairs(ones, others).stream()
                .filter(pair -> pair.after() != null || wholeAfter)
                .filter(pair -> pair.before() != null || wholeBefore)
                .toList();
        return Optional.of(new Compared(told, List.of(ones.size(), others.size()), wholeBefore && wholeAfter));
    }

    /** Whether there was such a page to look at; none after one that could not be shown. */
    private boolean look(byte[] pdf, int page, int count, List<Digest> looks) {
        if (page > count || looks.size() < page - 1) {
            return false;
        }
        Optional<Digest> look = pages.look(pdf, page);
        look.ifPresent(looks::add);
        return look.isPresent();
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
     * green, what has another colour in magenta. Empty if one of them cannot be shown, or one is as
     * tall as the other is wide.
     */
    public Optional<byte[]> difference(byte[] before, int page, byte[] after, int other) {
        return pages.image(before, page)
                .flatMap(one ->
                        pages.image(after, other).filter(two -> fits(one, two)).map(two -> over(one, two)));
    }

    private static boolean fits(BufferedImage one, BufferedImage other) {
        return (long) Math.max(one.getWidth(), other.getWidth()) * Math.max(one.getHeight(), other.getHeight())
                <= MOST_PIXELS;
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
