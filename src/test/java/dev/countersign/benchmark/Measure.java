package dev.countersign.benchmark;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure.
 *
 * @param topic number in the table of targets, e.g. {@code P8}
 * @param what was measured
 * @param against what it was compared with, in the same run; empty for a figure that is no ratio
 * @param target null if none is set
 * @param data how much of it there was
 * @param rounds one value for each round, in their order
 */
record Measure(
        String topic,
        String what,
        String against,
        Unit unit,
        @Nullable Target target,
        String data,
        List<Double> rounds) {

    static Measure ratio(
            String topic, String what, String against, @Nullable Target target, String data, List<Double> rounds) {
        return new Measure(topic, what, against, Unit.TIMES, target, data, rounds);
    }

    double median() {
        return median(rounds);
    }

    double lowest() {
        return sorted(rounds)[0];
    }

    double highest() {
        return sorted(rounds)[rounds.size() - 1];
    }

    /** Whether the median is where it should be; true without a target. */
    boolean met() {
        return target == null || target.isMetBy(median());
    }

    /** The middle value, or that between the two in the middle. */
    static double median(List<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
