package dev.countersign.benchmark;

import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A record's manifest and content, read by the application's door and verified there (P7), against reading the same two rows. */
class RetrievalBenchmark {

    private static final long FEW = 1_000;

    private final Scale scale = Scale.configured();
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void retrieves() throws Exception {
        long many = scale.records();
        long few = Scale.smaller(FEW, many);
        try (Installation small = Datasets.records(few);
                Installation large = Datasets.records(many)) {
            Interleaved all = Interleaved.measure(
                    Scale.WARM_UP,
                    scale.rounds(),
                    List.of(
                            () -> lasting(() -> retrieve(large, many)),
                            () -> lasting(() -> read(large, many)),
                            () -> lasting(() -> retrieve(small, few))));
            String what = "retrieving a record and verifying it";
            String data = Scale.number(many) + " records";
            Results.publish(
                    "retrieval",
                    Map.of("PostgreSQL", large.version()),
                    List.of(
                            Measure.ratio(
                                    "P7",
                                    what,
                                    "primary-key reads of its rows",
                                    Target.atMost(1.6),
                                    data,
                                    all.ratios(0, 1, Round::p50)),
                            Measure.ratio(
                                    "P7",
                                    what,
                                    "the same with " + Scale.number(few) + " records",
                                    Target.atMost(2.5),
                                    data,
                                    all.ratios(0, 2, Round::p50)),
                            new Measure(
                                    "P7",
                                    what + ", p99",
                                    "",
                                    Unit.MILLISECONDS,
                                    Target.atMost(2),
                                    data,
                                    all.of(0, round -> round.p99() / 1e6))));
        }
    }

    private Round lasting(Round.Work work) throws Exception {
        return Round.lasting(scale.round(), work);
    }

    private void retrieve(Installation installation, long count) {
        Records records = installation.part(Records.class);
        RecordVersion version =
                records.version(Datasets.record(random.nextLong(count)), 1).orElseThrow();
        records.part(version, version.contentSha256()).orElseThrow();
    }

    private void read(Installation installation, long count) throws SQLException {
        UUID id = Datasets.record(random.nextLong(count));
        byte[] content;
        try (Connection connection = installation.pool().getConnection()) {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT sha256, manifest, content_sha256 FROM worm.record_version"
                            + " WHERE organisation = ? AND record_id = ? AND version = 1")) {
                query.setString(1, "demo");
                query.setObject(2, id);
                content = only(query, 3);
            }
        }
        try (Connection connection = installation.pool().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT bytes FROM worm.blob WHERE organisation = ? AND sha256 = ?")) {
            query.setString(1, "demo");
            query.setBytes(2, content);
            only(query, 1);
        }
    }

    private static byte[] only(PreparedStatement query, int column) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("there is no such row");
            }
            return row.getBytes(column);
        }
    }
}
