package dev.countersign.signing;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What signing with one meaning asks for (11.200(a)(1)).
 *
 * @param components all of them at every signature, or at the first of a series
 * @param idle longest time from one signature of a series to the next
 * @param longest time from the first signature of a series to the last
 * @param signatures how many a series has at most, the first included
 * @param recordsPerList how many records may be signed with one proof over a list of them; 0 for none (WFL-08)
 * @param listReading what of each record of a list the signer must have been shown
 */
record MeaningPolicy(
        @DefaultValue("EVERY_TIME") Asked components,
        @DefaultValue("5m") Duration idle,
        @DefaultValue("30m") Duration longest,
        @DefaultValue("20") int signatures,
        @DefaultValue("0") int recordsPerList,
        @DefaultValue("OPENED") Reading listReading) {

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(15);
    private static final Duration LONGEST_SERIES = Duration.ofHours(2);
    private static final int MOST = 100;

    /** More than that is no list that anybody reads. */
    static final int LONGEST_LIST = 200;

    /** What is demanded before a record is signed in a list. */
    enum Reading {
        /** The record itself, on its own page, in this session. */
        OPENED,
        /** Its line in the list. */
        SUMMARY
    }

    enum Asked {
        EVERY_TIME,
        SERIES
    }

    boolean allowsLists() {
        return recordsPerList > 0;
    }

    boolean allowsSeries() {
        return components == Asked.SERIES;
    }

    /** @throws IllegalArgumentException if a series of it would be no single continuous period any more */
    void demandWithin(String meaning) {
        demand(idle.compareTo(Duration.ZERO) > 0 && idle.compareTo(LONGEST_IDLE) <= 0, meaning, "idle", idle, "15m");
        demand(
                longest.compareTo(idle) >= 0 && longest.compareTo(LONGEST_SERIES) <= 0,
                meaning,
                "longest",
                longest,
                "2h, and no less than idle");
        demand(signatures >= 2 && signatures <= MOST, meaning, "signatures", signatures, "100, and 2 or more");
    }

    private static void demand(boolean holds, String meaning, String name, Object value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException("countersign.signing.meanings." + meaning + "." + name + " is " + value
                    + " (expected: at most " + bound + "; a series is one short, continuous period, 11.200(a)(1)(i))");
        }
    }
}
