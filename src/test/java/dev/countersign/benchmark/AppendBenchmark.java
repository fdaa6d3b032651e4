package dev.countersign.benchmark;

import dev.countersign.benchmark.Appending.Way;
import dev.countersign.ledger.SealWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an audit entry costs (P4): against an INSERT that nothing guards, and against a chain whose head every transaction locks. */
class AppendBenchmark {

    private static final int FEW = 8;
    private static final int MANY = 32;
    private static final int DELAY_MICROS = 2_000;
    private static final Target TARGET_FEW = Target.atLeast(0.70);
    private static final Target TARGET_MANY = Target.atLeast(0.85);
    private static final Target TARGET_CHAIN = Target.atLeast(10);

    private final Scale scale = Scale.configured();
    private final List<Measure> measures = new ArrayList<>();
    private Appending appending;

    @Test
    void appends() throws Exception {
        Installation installation = Installation.fresh("append");
        try (SealWatch sealing = new SealWatch(installation.context())) {
            appending = new Appending(installation);
            sealing.pause();
            compare(FEW, "", TARGET_FEW, null);
            compare(MANY, "", null, null);
            delayCommits(installation, DELAY_MICROS);
            compare(MANY, ", slow disk", TARGET_MANY, TARGET_CHAIN);
            delayCommits(installation, 0);
            sealing.resume();
            whileSealing();
            Results.publish(
                    "append",
                    Map.of("PostgreSQL", installation.version(), "fsync of 8 KiB", Machine.sync(Installation.FOLDER)),
                    measures);
        } finally {
            installation.remove();
        }
    }

    /**
     * In place of a disk that takes so long: whoever flushes waits before it does. What is committed meanwhile goes with it, as it
     * would with the next flush of such a disk.
     */
    private static void delayCommits(Installation installation, int micros) throws Exception {
        installation.asSuperuser(
                "ALTER SYSTEM SET commit_siblings = 0",
                "ALTER SYSTEM SET commit_delay = " + micros,
                "SELECT pg_reload_conf()");
    }

    private void compare(int connections, String disk, @Nullable Target plain, @Nullable Target chain)
            throws Exception {
        Interleaved all = Interleaved.measure(
                1,
                scale.rounds(),
                List.of(
                        () -> round(Way.FUNCTION, connections),
                        () -> round(Way.PLAIN, connections),
                        () -> round(Way.CHAINED, connections)));
        String data = connections + " connections" + disk;
        measures.add(Measure.ratio(
                "P4", "appending an entry", "plain INSERT", plain, data, all.ratios(0, 1, Round::perSecond)));
        measures.add(Measure.ratio(
                "P4", "appending an entry", "locked chain head", chain, data, all.ratios(0, 2, Round::perSecond)));
    }

    /** As it is day by day: what was appended is sealed at the same time, on the same cores. */
    private void whileSealing() throws Exception {
        Interleaved all = Interleaved.measure(
                1, scale.rounds(), List.of(() -> round(Way.FUNCTION, FEW), () -> round(Way.PLAIN, FEW)));
        String data = FEW + " connections";
        measures.add(Measure.ratio(
                "P4", "appending and sealing at once", "plain INSERT", null, data, all.ratios(0, 1, Round::perSecond)));
    }

    private Round round(Way way, int connections) throws Exception {
        return appending.round(way, connections, scale.round());
    }
}
