package dev.countersign.worm;

/** Where the sequencer gets its connection. */
@FunctionalInterface
public interface SealingSessions {

    /**
     * A session of its own, outside the application's pool.
     *
     * @throws org.springframework.dao.DataAccessException if the server cannot be reached or refuses
     */
    SealingSession open();
}
