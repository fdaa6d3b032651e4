package dev.countersign.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one benchmark found.
 *
 * @param machine what it ran on, e.g. {@code PostgreSQL} and its version
 */
record Results(Map<String, String> machine, List<Measure> measures) {

    private static final Path FOLDER = Path.of("target", "benchmarks");
    private static final Path DOCUMENTS = Path.of("docs", "benchmarks");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps what a benchmark found, prints it, and writes the documents anew from all that is kept. */
    static void publish(String benchmark, Map<String, String> found, List<Measure> measures) {
        Map<String, String> machine = new TreeMap<>(found);
        machine.putAll(Machine.describe());
        try {
            Files.createDirectories(FOLDER);
            JSON.writeValue(FOLDER.resolve(benchmark + ".json").toFile(), new Results(machine, measures));
            System.out.println(Report.table(measures));
            Results all = kept();
            Files.createDirectories(DOCUMENTS);
            Files.writeString(DOCUMENTS.resolve(Report.PICTURE), Plot.of(all.measures));
            Path document = DOCUMENTS.resolve("README.md");
            Files.writeString(document, Report.within(Files.readString(document), all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Results kept() throws IOException {
        Map<String, String> machine = new TreeMap<>();
        List<Measure> measures = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Results one = JSON.readValue(file.toFile(), Results.class);
                machine.putAll(one.machine);
                measures.addAll(one.measures);
            }
        }
        measures.sort(Comparator.comparingInt(
                measure -> Integer.parseInt(measure.topic().substring(1))));
        return new Results(machine, measures);
    }
}
