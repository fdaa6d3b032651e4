package dev.countersign.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.records.TestPdf;
import dev.countersign.signing.PageComparison.Compared;
import dev.countersign.signing.PageComparison.Pair;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages of two PDFs look the same, and where those differ that do not. */
@Requirement("REC-05")
class PageComparisonTest {

    private final PdfWorkers workers = new PdfWorkers();
    private final PageComparison comparison =
            new PageComparison(new PdfPages(Clock.systemUTC(), workers), Clock.systemUTC());

    @AfterEach
    void stop() {
        workers.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "ab, ab, 1=1 2=2",
        "ab, ac, 1=1 2~2",
        "abc, axbc, 1=1 -~2 2=3 3=4",
        "axbc, abc, 1=1 2~- 3=2 4=3",
        "abc, xyz, 1~1 2~2 3~3",
        "abcd, axyd, 1=1 2~2 3~3 4=4",
        "ab, abcd, 1=1 2=2 -~3 -~4",
        "aa, a, 1=1 2~-",
    })
    void findsPagesAgainThatMoved(String before, String after, String expected) {
        List<Pair> pairs = PageComparison.pairs(List.of(before.split("")), List.of(after.split("")));
        assertThat(String.join(" ", pairs.stream().map(PageComparisonTest::text).toList()))
                .isEqualTo(expected);
    }

    private static String text(Pair pair) {
        return (pair.before() == null ? "-" : pair.before())
                + (pair.same() ? "=" : "~")
                + (pair.after() == null ? "-" : pair.after());
    }

    @Test
    void comparesWhatPagesLookLikeAndNotHowTheyAreMade() {
        byte[] before = TestPdf.pages("Scope", "Weigh 100.00 g", "End");
        byte[] after = TestPdf.pages("Scope) Tj (", "Weigh 100.01 g", "End");

        Compared compared = comparison.compare(before, after).orElseThrow();
        assertThat(compared.pairs().stream().map(PageComparisonTest::text)).containsExactly("1=1", "2~2", "3=3");
        assertThat(compared.compared()).containsExactly(3, 3);
        assertThat(compared.whole()).isTrue();
    }

    @Test
    void saysWhereItStopped() {
        String[] many = IntStream.range(0, PageComparison.MOST_PAGES + 5)
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        Compared compared =
                comparison.compare(TestPdf.pages(many), TestPdf.pages("0", "1")).orElseThrow();
        assertThat(compared.whole()).isFalse();
        assertThat(compared.compared()).containsExactly(PageComparison.MOST_PAGES, 2);
    }

    @Test
    void saysNothingOfPagesWhoseCounterpartNobodyLookedAt() {
        String[] many = IntStream.range(0, PageComparison.MOST_PAGES)
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        String[] more = Stream.concat(Stream.of("new"), Stream.of(many)).toArray(String[]::new);
        Compared compared =
                comparison.compare(TestPdf.pages(many), TestPdf.pages(more)).orElseThrow();
        assertThat(compared.pairs().stream().filter(pair -> !pair.same()).map(PageComparisonTest::text))
                .containsExactly("-~1");
    }

    /** Each of them may be drawn; both over each other have 600 million points. */
    @Test
    void putsATallPageOverNoWideOne() {
        byte[] tall = new String(TestPdf.page("", "% tall"), ISO_8859_1)
                .replace("[0 0 600 800]", "[0 0 1 9999]")
                .getBytes(ISO_8859_1);
        assertThat(comparison.difference(tall, 1, tall, 1)).isPresent();
        assertThat(comparison.difference(tall, 1, TestPdf.pages("wide"), 1)).isEmpty();
    }

    @Test
    void comparesNothingThatCannotBeShown() {
        assertThat(comparison.compare(TestPdf.pages("a"), new byte[] {1})).isEmpty();
        assertThat(comparison.difference(TestPdf.pages("a"), 1, TestPdf.pages("a"), 2))
                .isEmpty();
    }

    @Test
    void marksWhatOneHasAndTheOtherHasNot() throws IOException {
        byte[] before = TestPdf.page("", "60 700 100 20 re f 1 0 0 rg 300 300 50 50 re f");
        byte[] after = TestPdf.page("", "60 700 50 20 re f 200 500 40 40 re f 0 0 1 rg 300 300 50 50 re f");
        BufferedImage over = ImageIO.read(new ByteArrayInputStream(
                comparison.difference(before, 1, after, 1).orElseThrow()));
        assertThat(at(over, 80, 710)).as("both").isEqualTo("a5a5a5");
        assertThat(at(over, 140, 710)).as("before alone").isEqualTo("ff0000");
        assertThat(at(over, 220, 520)).as("after alone").isEqualTo("00ff00");
        assertThat(at(over, 325, 325)).as("another colour").isEqualTo("ff00ff");
        assertThat(at(over, 500, 100)).as("paper").isEqualTo("ffffff");
    }

    /** By points of the page, from its lower left corner. */
    private static String at(BufferedImage image, int x, int y) {
        double scale = image.getWidth() / 600.0;
        return "%06x".formatted(image.getRGB((int) (x * scale), (int) ((800 - y) * scale)) & 0xFF_FF_FF);
    }
}
