package dev.countersign.workflow.dryrun;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which situations there are, and where each choice in them led: what was not tried yet is where the next run goes. */
final class Explored {

    static final String START = "start";
    static final String END = "end";

    /** By situation, where each choice led; null for what was not tried. */
    private final Map<String, @Nullable String[]> situations = new LinkedHashMap<>();

    int size() {
        return situations.size();
    }

    /** @return whether it was not met before */
    boolean meet(String situation, int choices) {
        return situations.putIfAbsent(situation, new @Nullable String[choices]) == null;
    }

    void led(String from, int choice, String to) {
        of(from)[choice] = to;
    }

    boolean isTried(String situation, int choice) {
        return of(situation)[choice] != null;
    }

    /** Whether anything that was not tried can be reached from there. */
    boolean isOpen(String from) {
        return isNew(from) || way(from, this::isNew).isPresent();
    }

    /**
     * The choice to make: one that was not tried; else, before anything was tried in this run, one that leads to such; else one that leads to
     * an end.
     *
     * @return empty if no end is known from here and nothing is left to try
     */
    Optional<Integer> next(String situation, boolean triedSomething) {
        @Nullable String[] led = of(situation);
        for (int i = 0; i < led.length; i++) {
            if (led[i] == null) {
                return Optional.of(i);
            }
        }
        Optional<Integer> ends = way(situation, END::equals);
        Optional<Integer> open = way(situation, this::isNew);
        return triedSomething ? ends.or(() -> open) : open.or(() -> ends);
    }

    private @Nullable String[] of(String situation) {
        return Objects.requireNonNull(situations.get(situation), situation);
    }

    private boolean isNew(String situation) {
        @Nullable String[] led = situations.get(situation);
        if (led == null) {
            return false;
        }
        for (String to : led) {
            if (to == null) {
                return true;
            }
        }
        return false;
    }

    /** The first choice of a shortest way. */
    private Optional<Integer> way(String from, Predicate<String> there) {
        Map<String, Integer> first = new HashMap<>();
        Set<String> seen = new HashSet<>(Set.of(from));
        Deque<String> open = new ArrayDeque<>(Set.of(from));
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            @Nullable String[] led = situations.get(at);
            for (int i = 0; led != null && i < led.length; i++) {
                String to = led[i];
                if (to != null && seen.add(to)) {
                    first.put(to, first.getOrDefault(at, i));
                    if (there.test(to)) {
                        return Optional.of(first.get(to));
                    }
                    open.addLast(to);
                }
            }
        }
        return Optional.empty();
    }
}
