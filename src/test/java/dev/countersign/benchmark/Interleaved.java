package dev.countersign.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Subjects measured side by side: a round of each, then the next round, every other time in opposite order, so that whatever else the
 * machine does meets all of them.
 */
final class Interleaved {

    private final List<List<Round>> rounds = new ArrayList<>();

    private Interleaved() {}

    /** One round of something. */
    @FunctionalInterface
    interface Subject {
        Round round() throws Exception;
    }

    /**
     * Measures.
     *
     * @param warmUp rounds that nobody looks at
     */
    static Interleaved measure(int warmUp, int times, List<Subject> subjects) throws Exception {
        Interleaved measured = new Interleaved();
        subjects.forEach(subject -> measured.rounds.add(new ArrayList<>()));
        for (int number = -warmUp; number < times; number++) {
            for (int place = 0; place < subjects.size(); place++) {
                int subject = number % 2 == 0 ? place : subjects.size() - 1 - place;
                Round round = subjects.get(subject).round();
                if (number >= 0) {
                    measured.rounds.get(subject).add(round);
                }
            }
        }
        return measured;
    }

    /** A figure of a subject, round by round. */
    List<Double> of(int subject, ToDoubleFunction<Round> figure) {
        return rounds.get(subject).stream()
                .map(round -> figure.applyAsDouble(round))
                .toList();
    }

    /** A figure of one subject divided by that of another, round by round. */
    List<Double> ratios(int subject, int other, ToDoubleFunction<Round> figure) {
        List<Double> ones = of(subject, figure);
        List<Double> others = of(other, figure);
        return IntStream.range(0, ones.size())
                .mapToObj(round -> ones.get(round) / others.get(round))
                .toList();
    }
}
