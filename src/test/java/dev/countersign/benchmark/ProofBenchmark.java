package dev.countersign.benchmark;

import dev.countersign.ledger.Log;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Proofs that an entry is in the log (P8), of entries at random, against reading entries by their primary key. */
class ProofBenchmark {

    private static final long FEW = 1_000;
    private static final int KNOWN = 100_000;

    private final Scale scale = Scale.configured();
    private final SplittableRandom random = new SplittableRandom(7);
    private List<UUID> known;

    @Test
    void proves() throws Exception {
        long many = scale.entries();
        long few = Scale.smaller(FEW, many);
        try (Installation small = Datasets.log(few);
                Installation large = Datasets.log(many)) {
            known = some(large, many);
            Interleaved all = Interleaved.measure(
                    Scale.WARM_UP,
                    scale.rounds(),
                    List.of(
                            () -> proving(large),
                            () -> Round.lasting(scale.round(), () -> read(large)),
                            () -> proving(small)));
            String data = Scale.number(many) + " entries";
            Results.publish(
                    "proof",
                    Map.of("PostgreSQL", large.version()),
                    List.of(
                            Measure.ratio(
                                    "P8",
                                    "proving that an entry is in the log",
                                    "primary-key read",
                                    Target.atMost(2.5),
                                    data,
                                    all.ratios(0, 1, Round::p50)),
                            Measure.ratio(
                                    "P8",
                                    "proving that an entry is in the log",
                                    "the same with " + Scale.number(few) + " entries",
                                    Target.atMost(5),
                                    data,
                                    all.ratios(0, 2, Round::p50))));
        }
    }

    private Round proving(Installation installation) throws Exception {
        Log log = installation.part(Log.class);
        long size = log.newest().size();
        return Round.lasting(scale.round(), () -> log.inclusion(random.nextLong(size), size));
    }

    private void read(Installation installation) throws SQLException {
        try (Connection connection = installation.pool().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT entry, leaf_hash, created_at FROM worm.audit_entry WHERE entry_id = ?")) {
            query.setObject(1, known.get(random.nextInt(known.size())));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                row.getBytes(1);
            }
        }
    }

    private List<UUID> some(Installation installation, long size) throws SQLException {
        Long[] indexes = random.longs(Math.min(KNOWN, size), 0, size).boxed().toArray(Long[]::new);
        List<UUID> ids = new ArrayList<>();
        try (Connection connection = installation.pool().getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT entry_id FROM worm.log_leaf WHERE leaf_index = ANY (?)")) {
            query.setArray(1, connection.createArrayOf("int8", indexes));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return ids;
    }
}
