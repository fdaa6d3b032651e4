package dev.countersign.benchmark;

import dev.countersign.benchmark.Appending.Way;
import dev.countersign.ledger.LogLoad;
import dev.countersign.ledger.SealWatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Sealing (P5): how long after its commit an entry is sealed, how fast a backlog is, and that a slow writer's entry is not lost. */
class SequencerBenchmark {

    private static final int PRODUCERS = 8;
    private static final int RATE = 1_000;
    private static final int SLOW_SECONDS = 3;
    private static final long BACKLOG = 50_000;
    private static final long SMALLEST_BACKLOG = 10_000;

    private final Scale scale = Scale.configured();
    private final List<Measure> measures = new ArrayList<>();
    private Installation installation;
    private SealWatch sealing;

    @Test
    void seals() throws Exception {
        installation = Installation.fresh("sequencer");
        try (SealWatch watch = new SealWatch(installation.context())) {
            sealing = watch;
            lags();
            drains();
            waitsForTheSlow();
            Results.publish("sequencer", Map.of("PostgreSQL", installation.version()), measures);
        } finally {
            installation.remove();
        }
    }

    private void lags() throws Exception {
        List<Double> middle = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        for (int number = -1; number < scale.rounds(); number++) {
            Produced produced = new Produced(installation, "benchmark.lag-" + number);
            produced.produce(PRODUCERS, RATE, scale.round());
            long[] lags = produced.lags(sealing);
            Arrays.sort(lags);
            if (number >= 0) {
                middle.add(lags[lags.length / 2] / 1e6);
                last.add(lags[lags.length * 99 / 100] / 1e6);
            }
        }
        String data = Scale.number(RATE) + " entries a second";
        measures.add(new Measure("P5", "from commit to checkpoint, median", "", Unit.MILLISECONDS, null, data, middle));
        measures.add(new Measure(
                "P5", "from commit to checkpoint, p99", "", Unit.MILLISECONDS, Target.atMost(50), data, last));
    }

    private void drains() throws Exception {
        LogLoad load = new LogLoad(installation.context());
        Appending appending = new Appending(installation);
        long backlog = Math.max(SMALLEST_BACKLOG, Math.min(BACKLOG, scale.entries() / 20));
        List<Double> drained = new ArrayList<>();
        List<Double> produced = new ArrayList<>();
        for (int number = 0; number < scale.rounds(); number++) {
            sealing.pause();
            load.append(backlog);
            produced.add(appending.round(Way.FUNCTION, PRODUCERS, scale.round()).perSecond());
            long before = Long.parseLong(installation.ask("SELECT count(*) FROM worm.log_leaf"));
            sealing.resume();
            Produced.awaitNothingWaiting(installation, sealing);
            drained.add(rate(sealing.after(before)));
        }
        String data = "backlog of " + Scale.number(backlog) + " and more";
        measures.add(Measure.ratio(
                "P5",
                "sealing a backlog",
                Scale.number(RATE) + " entries a second",
                Target.atLeast(20),
                data,
                drained.stream().map(rate -> rate / RATE).toList()));
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < drained.size(); i++) {
            ratios.add(drained.get(i) / produced.get(i));
        }
        measures.add(Measure.ratio(
                "P5",
                "sealing a backlog",
                PRODUCERS + " connections, an entry in each transaction, as fast as they can",
                null,
                data,
                ratios));
    }

    /** Entries a second between the first checkpoint and the last: taking the lead is no part of it. */
    private static double rate(NavigableMap<Long, Long> checkpoints) {
        if (checkpoints.size() < 2) {
            throw new IllegalStateException("the backlog was sealed by one checkpoint: it is too small");
        }
        return (checkpoints.lastKey() - checkpoints.firstKey())
                * 1e9
                / (checkpoints.lastEntry().getValue() - checkpoints.firstEntry().getValue());
    }

    /** A transaction that appends at once and commits seconds later, while others commit. */
    private void waitsForTheSlow() throws Exception {
        Produced others = new Produced(installation, "benchmark.quick");
        LogLoad load = new LogLoad(installation.context());
        LogLoad.Entry entry = load.entry(0);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> appendSlowly(entry.bytes()));
        others.produce(PRODUCERS, RATE, java.time.Duration.ofSeconds(SLOW_SECONDS));
        slow.join();
        long lost = others.count() - others.lags(sealing).length;
        lost += "1"
                        .equals(installation.ask(
                                "SELECT count(*) FROM worm.log_leaf WHERE entry_id = '" + entry.entryId() + "'"))
                ? 0
                : 1;
        measures.add(new Measure(
                "P5",
                "entries lost beside a transaction of " + SLOW_SECONDS + " s",
                "",
                Unit.ENTRIES,
                Target.atMost(0),
                Scale.number(others.count() + 1) + " entries",
                List.of((double) lost)));
    }

    private void appendSlowly(byte[] entry) {
        try (Connection connection = installation.pool().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement append = connection.prepareStatement("SELECT worm.append_entry(?)");
                    Statement statement = connection.createStatement()) {
                append.setBytes(1, entry);
                append.execute();
                statement.execute("SELECT pg_sleep(" + SLOW_SECONDS + ")");
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (java.sql.SQLException e) {
            throw new CompletionException(e);
        }
    }
}
