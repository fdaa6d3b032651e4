package dev.countersign.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.workflow.PlainTasks;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Completing a task that is no signature: on the engine as it comes, on the same with our interceptors and listeners and nothing else, and in
 * the application, which also tells the audit trail what changed. All on one PostgreSQL server, with full history.
 */
@CountersignTest
class GuardsBenchmark {

    private static final int A_ROUND = 150;

    private final Scale scale = Scale.configured();

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private HikariDataSource connections;

    @Autowired
    private ApplicationContext application;

    @Test
    void completesPlainTasks() throws Exception {
        AtomicBoolean built = new AtomicBoolean();
        try (BareEngine bare = new BareEngine(roles, connections, "bare_engine", settings -> {});
                BareEngine guarded = new BareEngine(
                        roles,
                        connections,
                        "guarded_engine",
                        settings -> PlainTasks.guard(settings, application, built::get));
                PlainTasks ours = PlainTasks.of(application)) {
            built.set(true);
            PlainTasks stock = PlainTasks.in(bare.services());
            PlainTasks watched = PlainTasks.guarded(guarded.services(), application);
            Interleaved all = Interleaved.measure(
                    2 * Scale.WARM_UP,
                    scale.rounds(),
                    List.of(() -> round(stock), () -> round(watched), () -> round(ours)));
            String data = String.format(
                    Locale.ROOT,
                    "%.1f ms bare, %.1f ms guarded, %.1f ms in the application",
                    milliseconds(all, 0),
                    milliseconds(all, 1),
                    milliseconds(all, 2));
            Results.publish(
                    "guards",
                    Map.of(),
                    List.of(
                            Measure.ratio(
                                    "P16",
                                    "completing a plain task with interceptors and listeners",
                                    "the engine as it comes",
                                    Target.atMost(1.05),
                                    data,
                                    all.ratios(1, 0, Round::p50)),
                            Measure.ratio(
                                    "P16",
                                    "completing a plain task in the application, audit entries included",
                                    "the engine as it comes",
                                    null,
                                    data,
                                    all.ratios(2, 0, Round::p50))));
        }
    }

    private static double milliseconds(Interleaved all, int subject) {
        return Measure.median(all.of(subject, Round::p50)) / 1e6;
    }

    /** Tasks are made before the clock runs. */
    private static Round round(PlainTasks tasks) throws Exception {
        Queue<Runnable> waiting = new ArrayDeque<>();
        for (int i = 0; i < A_ROUND; i++) {
            waiting.add(tasks.completion());
        }
        return Round.counted(1, A_ROUND, () -> waiting.remove().run());
    }
}
