package dev.countersign.benchmark;

import java.time.Duration;

/** How much is measured: set by {@code bench/run}'s environment. */
record Scale(long entries, long records, int rounds, Duration round) {

    /** Rounds that nobody looks at, where much code has to be compiled first. */
    static final int WARM_UP = 3;

    /** @throws IllegalArgumentException if fewer than five rounds are asked for: a median of less says nothing */
    static Scale configured() {
        long entries = Long.parseLong(value("COUNTERSIGN_BENCH_ENTRIES", "1000000"));
        Scale scale = new Scale(
                entries,
                Long.parseLong(value("COUNTERSIGN_BENCH_RECORDS", Long.toString(entries))),
                Integer.parseInt(value("COUNTERSIGN_BENCH_ROUNDS", "5")),
                Duration.ofMillis(Math.round(1000 * Double.parseDouble(value("COUNTERSIGN_BENCH_SECONDS", "1")))));
        if (scale.rounds < 5) {
            throw new IllegalArgumentException("COUNTERSIGN_BENCH_ROUNDS: at least 5");
        }
        return scale;
    }

    /** A size to compare with: this one, or if there is not more than that, a tenth of all. */
    static long smaller(long size, long all) {
        return all > size ? size : all / 10;
    }

    private static String value(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    /** As {@code 10,000,000}. */
    static String number(long size) {
        return String.format(java.util.Locale.ROOT, "%,d", size);
    }
}
