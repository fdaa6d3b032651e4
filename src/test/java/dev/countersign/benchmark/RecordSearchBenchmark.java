package dev.countersign.benchmark;

import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * First pages of lists and searches of records (REC-07), with the count beside them, among a thousand to all of them, against reading one
 * row by its primary key.
 */
class RecordSearchBenchmark {

    private static final List<Long> SIZES = List.of(1_000L, 10_000L, 100_000L, 1_000_000L);
    private static final int PAGE = 25;
    /** A tenth of a second, which feels immediate, where a read by key takes a tenth of a millisecond. */
    private static final Target TARGET = Target.atMost(1_000);

    private final Scale scale = Scale.configured();
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Measure> measures = new ArrayList<>();

    @Test
    void searches() throws Exception {
        for (long size : SIZES) {
            if (size > scale.records()) {
                break;
            }
            try (Installation installation = Datasets.summaries(size)) {
                compare(installation, size, "the newest", null, null, () -> null);
                compare(installation, size, "those of a type in a status", "sop", RecordStatus.IN_REVIEW, () -> null);
                compare(installation, size, "one by its number", null, null, () -> "SOP-" + random.nextLong(size));
                compare(installation, size, "a word that all have", null, null, () -> "balances");
                compare(installation, size, "a word that a tenth has", null, null, () -> "centrifug");
                compare(installation, size, "two words of contents", null, null, () -> word() + " " + word());
                compare(installation, size, "a word that none has", null, null, () -> "zzyzx" + random.nextInt(1_000));
                Results.publish("record-search", Map.of("PostgreSQL", installation.version()), measures);
            }
        }
    }

    private void compare(
            Installation installation,
            long size,
            String what,
            @Nullable String type,
            @Nullable RecordStatus status,
            Supplier<@Nullable String> words)
            throws Exception {
        Records records = installation.part(Records.class);
        Interleaved all = Interleaved.measure(
                Scale.WARM_UP,
                scale.rounds(),
                List.of(
                        () -> Round.lasting(
                                scale.round(), () -> records.search(type, status, words.get(), null, 0, PAGE)),
                        () -> Round.lasting(scale.round(), () -> read(installation, size))));
        measures.add(Measure.ratio(
                "P17",
                "finding records: " + what,
                "primary-key read",
                TARGET,
                Scale.number(size) + " records",
                all.ratios(0, 1, Round::p50)));
    }

    private String word() {
        return "w" + random.nextInt(Datasets.WORDS);
    }

    private void read(Installation installation, long size) throws SQLException {
        try (Connection connection = installation.pool().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT title, status FROM app.record_summary WHERE organisation = ? AND record_id = ?")) {
            query.setString(1, "demo");
            query.setObject(2, Datasets.record(random.nextLong(size)));
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("there is no such row");
                }
            }
        }
    }
}
