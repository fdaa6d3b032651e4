package dev.countersign.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Something done again and again for a while.
 *
 * @param sorted nanoseconds of each time, shortest first
 * @param wall nanoseconds from the first beginning to the last end
 */
@SuppressWarnings("ArrayRecordComponent")
record Round(long[] sorted, long wall) {

    /** Something that is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Does it until so much time has passed, at least once. */
    static Round lasting(Duration duration, Work work) throws Exception {
        long[] nanos = new long[1024];
        int count = 0;
        long start = System.nanoTime();
        long now = start;
        do {
            work.run();
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = after - now;
            now = after;
        } while (now - start < duration.toNanos());
        return of(Arrays.copyOf(nanos, count), now - start);
    }

    static Round once(Work work) throws Exception {
        return lasting(Duration.ZERO, work);
    }

    /** Many at once, each doing work of its own. */
    static Round concurrently(int threads, Duration duration, IntFunction<Work> works) throws Exception {
        return together(threads, thread -> lasting(duration, works.apply(thread)));
    }

    /** Many at once, each doing it so many times. */
    static Round counted(int threads, int times, Work work) throws Exception {
        return together(threads, thread -> {
            long[] nanos = new long[times];
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                long before = System.nanoTime();
                work.run();
                nanos[i] = System.nanoTime() - before;
            }
            return of(nanos, System.nanoTime() - start);
        });
    }

    @FunctionalInterface
    private interface Part {
        Round of(int thread) throws Exception;
    }

    private static Round together(int threads, Part part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Callable<Round>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                all.add(() -> part.of(number));
            }
            List<Round> parts = new ArrayList<>();
            for (Future<Round> one : executor.invokeAll(all)) {
                parts.add(one.get());
            }
            long wall = System.nanoTime() - start;
            return of(
                    parts.stream()
                            .flatMapToLong(one -> Arrays.stream(one.sorted))
                            .toArray(),
                    wall);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Round of(long[] nanos, long wall) {
        Arrays.sort(nanos);
        return new Round(nanos, wall);
    }

    double p50() {
        return percentile(50);
    }

    double p95() {
        return percentile(95);
    }

    double p99() {
        return percentile(99);
    }

    double perSecond() {
        return sorted.length * 1e9 / wall;
    }

    private double percentile(int percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
    }
}
