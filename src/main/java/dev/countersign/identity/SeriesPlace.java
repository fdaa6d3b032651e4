package dev.countersign.identity;

import java.util.Optional;

/**
 * The next place in a person's series of signatures, where one component is enough (11.200(a)(1)(i)). Whether there is one is for whoever
 * knows meanings and their policies to say; it is asked in the transaction that judges the component, and that transaction commits whatever
 * comes of it.
 */
public interface SeriesPlace {

    /** Takes it, so that nobody else does; empty if no series of this person and session goes on. Says nothing of any component. */
    Optional<ContinuedSeries> take();

    /** The component did not hold: the series is over. */
    void failed();
}
