package dev.countersign.benchmark;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as a Markdown table, between two marks of a document that people write around them. */
final class Report {

    private static final String BEGIN = "<!-- figures: written by bench/run -->\n";
    static final String PICTURE = "figures.svg";
    private static final String END = "<!-- /figures -->\n";

    private Report() {}

    static String table(List<Measure> measures) {
        StringBuilder table = new StringBuilder("""
                | | measured | against | data | target | median (lowest to highest round) | met |
                |---|---|---|---|---|---|---|
                """);
        measures.forEach(measure -> table.append(row(measure)));
        return table.toString();
    }

    /**
     * The document with these figures in the place of those before.
     *
     * @throws IllegalArgumentException if it has no place for them
     */
    static String within(String document, Results results) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no marks to write figures between");
        }
        return document.substring(0, begin + BEGIN.length())
                + machine(results.machine())
                + "\n\n"
                + table(results.measures())
                + "\n![Each figure against its target](" + PICTURE + ")\n"
                + document.substring(end);
    }

    private static String machine(Map<String, String> machine) {
        return machine.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(" · ", "Measured on: ", ""));
    }

    private static String row(Measure measure) {
        Unit unit = measure.unit();
        String range = measure.rounds().size() == 1
                ? ""
                : " (" + unit.write(measure.lowest()) + " to " + unit.write(measure.highest()) + ")";
        return "| "
                + String.join(
                        " | ",
                        measure.topic(),
                        measure.what(),
                        measure.against(),
                        measure.data(),
                        measure.target() == null ? "–" : measure.target().text(unit),
                        unit.write(measure.median()) + range,
                        measure.target() == null ? "–" : measure.met() ? "yes" : "**no**")
                + " |\n";
    }
}
