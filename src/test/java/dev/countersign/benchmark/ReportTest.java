package dev.countersign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What benchmarks make of what they measured. */
class ReportTest {

    private static final Measure QUICK = Measure.ratio(
            "P8",
            "inclusion proof",
            "primary-key read",
            Target.atMost(2.5),
            "10 entries",
            List.of(2.0, 1.0, 1.5, 9.0, 1.25));
    private static final Measure SLOW = Measure.ratio(
            "P4",
            "appending <quickly>",
            "plain INSERT",
            Target.atLeast(0.85),
            "8 connections",
            List.of(0.5, 0.6, 0.7, 0.8));
    private static final Measure PLAIN =
            new Measure("P5", "lag", "", Unit.MILLISECONDS, null, "1,000 a second", List.of(12.34));

    @Test
    void judgesByTheMedianWhateverTheExtremes() {
        assertThat(QUICK.median()).isEqualTo(1.5);
        assertThat(QUICK.met()).isTrue();
        assertThat(SLOW.median()).isEqualTo((0.6 + 0.7) / 2);
        assertThat(SLOW.met()).isFalse();
        assertThat(PLAIN.met()).isTrue();
    }

    @Test
    void aTargetIsReachedInTheSameSenseFromBothSides() {
        assertThat(Target.atMost(2).reached(1)).isEqualTo(2);
        assertThat(Target.atLeast(2).reached(4)).isEqualTo(2);
        assertThat(Target.atMost(0).reached(0)).isEqualTo(1);
        assertThat(Target.atMost(0).reached(1)).isZero();
    }

    @Test
    void saysOfEachFigureWhatItShouldBeAndHowItVaried() {
        assertThat(Report.table(List.of(QUICK, SLOW, PLAIN)))
                .contains(
                        "| P8 | inclusion proof | primary-key read | 10 entries | ≤ 2.50× | 1.50× (1.00× to 9.00×) | yes |\n")
                .contains("| ≥ 0.85× | 0.65× (0.50× to 0.80×) | **no** |\n")
                .contains("| P5 | lag |  | 1,000 a second | – | 12.3 ms | – |\n");
    }

    @Test
    void replacesTheFiguresOfADocumentAndNothingElse() {
        String document = "before\n<!-- figures: written by bench/run -->\nold\n<!-- /figures -->\nafter\n";
        String once = Report.within(document, new Results(Map.of("cores", "2"), List.of(QUICK)));
        assertThat(once)
                .startsWith("before\n")
                .endsWith("\nafter\n")
                .doesNotContain("old")
                .contains("cores 2", "| P8 |");
        assertThat(Report.within(once, new Results(Map.of("cores", "2"), List.of(QUICK))))
                .isEqualTo(once);
        assertThatThrownBy(() -> Report.within("no place", new Results(Map.of(), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsEachFigureThatHasATargetAndSaysInWordsWhatMissedIt() throws Exception {
        String svg = Plot.of(List.of(QUICK, SLOW, PLAIN));
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(1);
        assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(1);
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("appending <quickly>", "missed")
                .doesNotContain("lag");
    }

    @Test
    void measuresInTurnAndEveryOtherTimeInOppositeOrder() throws Exception {
        List<String> order = new ArrayList<>();
        Interleaved all = Interleaved.measure(
                1, 2, List.of(() -> Round.once(() -> order.add("one")), () -> Round.once(() -> order.add("other"))));
        assertThat(order).containsExactly("other", "one", "one", "other", "other", "one");
        assertThat(all.of(0, Round::p50)).hasSize(2);
        assertThat(all.ratios(0, 1, round -> 3)).containsExactly(1.0, 1.0);
    }

    @Test
    void countsWhatManyDoAtOnce() throws Exception {
        Round round = Round.concurrently(3, Duration.ZERO, thread -> () -> {});
        assertThat(round.sorted()).hasSize(3).isSorted();
        assertThat(round.p99()).isGreaterThanOrEqualTo(round.p50());
        assertThat(round.perSecond()).isPositive();
    }
}
