package dev.countersign.benchmark;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.LogLoad;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Pages of fifty entries (P12), by all that one can search by, against the same in a shorter trail. */
class AuditSearchBenchmark {

    private static final long FEW = 100_000;
    private static final int PAGE = 50;
    private static final Target TARGET = Target.atMost(2);

    private final Scale scale = Scale.configured();
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Measure> measures = new ArrayList<>();

    @Test
    void searches() throws Exception {
        long few = Scale.smaller(FEW, scale.entries());
        long many = scale.entries();
        try (Installation small = Datasets.log(few);
                Installation large = Datasets.log(many)) {
            compare("the newest entries", () -> filter(null, null, null), small, () -> filter(null, null, null), large);
            compare(
                    "entries of a person",
                    () -> filter(person(), null, null),
                    small,
                    () -> filter(person(), null, null),
                    large);
            compare(
                    "entries of a type",
                    () -> filter(null, type(), null),
                    small,
                    () -> filter(null, type(), null),
                    large);
            compare("entries of a record", () -> filter(null, null, few), small, () -> filter(null, null, many), large);
            Filter thenFew = until(small);
            Filter thenMany = until(large);
            compare("entries before a moment", () -> thenFew, small, () -> thenMany, large);
            Results.publish("audit-search", Map.of("PostgreSQL", large.version()), measures);
        }
    }

    private void compare(
            String what, Supplier<Filter> shorter, Installation small, Supplier<Filter> longer, Installation large)
            throws Exception {
        Interleaved all = Interleaved.measure(
                Scale.WARM_UP, scale.rounds(), List.of(() -> lasting(large, longer), () -> lasting(small, shorter)));
        measures.add(Measure.ratio(
                "P12",
                "searching " + what + ", " + PAGE + " rows",
                "the same in " + Scale.number(Scale.smaller(FEW, scale.entries())) + " entries",
                TARGET,
                Scale.number(scale.entries()) + " entries",
                all.ratios(0, 1, Round::p50)));
    }

    private Round lasting(Installation installation, Supplier<Filter> filters) throws Exception {
        Ledger ledger = installation.part(Ledger.class);
        return Round.lasting(scale.round(), () -> ledger.search(filters.get(), 0, PAGE));
    }

    private Filter filter(String actor, String type, Long records) {
        return new Filter(null, null, actor, type, records == null ? null : LogLoad.record(random.nextLong(records)));
    }

    private String person() {
        return LogLoad.person(random.nextInt(LogLoad.PEOPLE));
    }

    private String type() {
        return LogLoad.type(random.nextInt(LogLoad.TYPES));
    }

    /** Up to the moment in the middle of the trail. */
    private static Filter until(Installation installation) throws SQLException {
        try (Connection connection = installation.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT a.created_at FROM worm.audit_entry a JOIN worm.log_leaf l ON l.entry_id = a.entry_id"
                                + " WHERE l.leaf_index = (SELECT max(leaf_index) / 2 FROM worm.log_leaf)")) {
            row.next();
            Instant middle = row.getObject(1, OffsetDateTime.class).toInstant();
            return new Filter(null, middle, null, null, null);
        }
    }
}
