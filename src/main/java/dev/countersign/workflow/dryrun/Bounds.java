package dev.countersign.workflow.dryrun;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** What ends a search that would not end by itself, counted over all processes of a set. */
final class Bounds {

    static final int MOST_RUNS = 500;
    static final int MOST_CHOICES = 5_000;
    static final int MOST_CHOICES_OF_A_RUN = 100;
    static final int MOST_SITUATIONS = 5_000;
    static final int LONGEST_VARIABLES = 1 << 20;
    static final Duration LONGEST = Duration.ofMinutes(2);

    private final Clock clock;
    private final Instant end;
    private final Set<String> met = new TreeSet<>();
    private int runs;
    private int choices;
    private int situations;

    Bounds(Clock clock) {
        this.clock = clock;
        this.end = clock.instant().plus(LONGEST);
    }

    /** @return number of the run that begins; 0 if none may begin any more */
    int run() {
        if (runs == MOST_RUNS) {
            met.add("the search ended after " + MOST_RUNS + " runs");
            return 0;
        }
        return isOver() ? 0 : ++runs;
    }

    /** @param ofRun how many choices its run has made already */
    boolean mayChoose(int ofRun) {
        if (ofRun == MOST_CHOICES_OF_A_RUN) {
            met.add("a run was left after " + MOST_CHOICES_OF_A_RUN + " choices");
            return false;
        }
        choices++;
        return !isOver();
    }

    /** @param variables characters of all variables of a situation */
    boolean mayHold(long variables) {
        if (variables > LONGEST_VARIABLES) {
            met.add("a run was left with more than " + LONGEST_VARIABLES + " characters in its variables");
            return false;
        }
        return true;
    }

    /** A situation that was not met before. */
    void situation() {
        situations++;
    }

    /** @param choice that goes on being one, and was made {@code times} times in a run */
    void leave(String choice, int times) {
        met.add("after " + times + " times in one run it was left at that: " + choice);
    }

    private boolean isOver() {
        if (situations >= MOST_SITUATIONS) {
            met.add("the search ended after " + MOST_SITUATIONS + " situations");
            return true;
        }
        if (choices >= MOST_CHOICES) {
            met.add("the search ended after " + MOST_CHOICES + " choices");
        } else if (clock.instant().isAfter(end)) {
            met.add("the search ended after " + LONGEST.toSeconds() + " seconds");
        } else {
            return false;
        }
        return true;
    }

    /** A sentence each. */
    Set<String> met() {
        return met;
    }
}
