package dev.countersign.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * Figures against their targets as one picture: how many times better than asked for each is, on one logarithmic axis. Readable in
 * light and dark; what missed its target has another shape and says so.
 */
final class Plot {

    private static final int WIDTH = 1000;
    private static final int TOP = 96;
    private static final int ROW = 40;
    private static final int LEFT = 440;
    private static final int RIGHT = 780;
    private static final double LOW = 0.1;
    private static final double HIGH = 10;
    private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10};

    private static final String STYLE = """
            <style>
              svg { color-scheme: light dark; }
              .ground { fill: #ffffff; } .band { fill: #eef5f0; }
              text { fill: #1c2430; font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
              .head { font-size: 16px; font-weight: 600; } .quiet { fill: #5b6675; font-size: 12px; }
              .grid { stroke: #d9dee5; } .aim { stroke: #1c2430; stroke-width: 1.5; }
              .met { fill: #1f7a4d; stroke: #1f7a4d; } .missed { fill: #ffffff; stroke: #b3381f; stroke-width: 2.5; }
              .range.met { stroke-width: 3; stroke-opacity: .45; } .range.missed { stroke-width: 3; stroke-opacity: .45; }
              .missed-text { fill: #b3381f; font-weight: 600; }
              @media (prefers-color-scheme: dark) {
                .ground { fill: #12161c; } .band { fill: #17231d; }
                text { fill: #e6eaf0; } .quiet { fill: #9aa6b5; }
                .grid { stroke: #2c3440; } .aim { stroke: #e6eaf0; }
                .met { fill: #5cc492; stroke: #5cc492; } .missed { fill: #12161c; stroke: #ff8f73; }
                .missed-text { fill: #ff8f73; }
              }
            </style>
            """;

    private Plot() {}

    /** An SVG document; figures without a target are not in it. */
    static String of(List<Measure> measures) {
        List<Measure> aimed =
                measures.stream().filter(measure -> measure.target() != null).toList();
        int bottom = TOP + ROW * aimed.size();
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"Measured figures against their targets\">",
                WIDTH,
                bottom + 40,
                WIDTH,
                bottom + 40);
        svg.append(STYLE);
        add(svg, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, bottom + 40);
        add(
                svg,
                "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                x(1),
                TOP - 8,
                RIGHT - x(1),
                bottom - TOP + 12);
        text(svg, 24, 32, "head", "start", "Measured against targets");
        text(
                svg,
                24,
                52,
                "quiet",
                "start",
                "Dot: median. Bar: lowest to highest round. Right of the line: better than the target.");
        axis(svg, bottom);
        for (int i = 0; i < aimed.size(); i++) {
            row(svg, TOP + ROW * i + ROW / 2, aimed.get(i));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void axis(StringBuilder svg, int bottom) {
        for (double tick : TICKS) {
            add(
                    svg,
                    "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    tick == 1 ? "aim" : "grid",
                    x(tick),
                    x(tick),
                    TOP - 8,
                    bottom + 4);
            String label = tick == 1 ? "target" : tick < 1 ? "1/" + Math.round(1 / tick) : Math.round(tick) + "×";
            text(svg, x(tick), TOP - 16, "quiet", "middle", label);
            text(svg, x(tick), bottom + 22, "quiet", "middle", label);
        }
    }

    private static void row(StringBuilder svg, int y, Measure measure) {
        Target target = java.util.Objects.requireNonNull(measure.target());
        String state = measure.met() ? "met" : "missed";
        double middle = x(target.reached(measure.median()));
        add(
                svg,
                "<line class=\"range %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                state,
                x(target.reached(measure.lowest())),
                x(target.reached(measure.highest())),
                y,
                y);
        if (measure.met()) {
            add(svg, "<circle class=\"met\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/>", middle, y);
        } else {
            add(svg, "<path class=\"missed\" d=\"M%.1f %d l7 7 l-7 7 l-7 -7 z\"/>", middle, y - 7);
        }
        text(svg, 24, y + 4, "quiet", "start", measure.topic());
        text(svg, 60, y - 2, "", "start", measure.what());
        String against = measure.against().isEmpty() ? "" : "against " + measure.against() + ", ";
        text(svg, 60, y + 12, "quiet", "start", against + measure.data());
        text(
                svg,
                RIGHT + 16,
                y + 4,
                measure.met() ? "" : "missed-text",
                "start",
                measure.unit().write(measure.median()) + " (" + target.text(measure.unit()) + ")"
                        + (measure.met() ? "" : " missed"));
    }

    /** What is outside of the axis lies at its end. */
    private static double x(double reached) {
        double within = Math.max(LOW, Math.min(HIGH, reached));
        return LEFT + (RIGHT - LEFT) * Math.log(within / LOW) / Math.log(HIGH / LOW);
    }

    private static void text(StringBuilder svg, double x, int y, String style, String anchor, String words) {
        add(
                svg,
                "<text x=\"%.1f\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                style,
                anchor,
                words.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
