package dev.countersign.copies;

/** A place outside the database that takes bytes once and never changes them (WRM-04). */
interface CopyDestination {

    /** Stable and unique among the places of an installation. */
    String name();

    /** Where it is, without credentials: progress is kept under it, and another place begins from nothing. */
    String place();

    /**
     * Whether what was copied before can be there.
     *
     * @throws CopyFailedException if the place was copied to and now holds nothing of this installation
     */
    void demandBegun() throws CopyFailedException;

    /**
     * Stores bytes; on disk, or as durable, when it returns. The same bytes again change nothing.
     *
     * @param path as {@link CopyLayout} makes it
     * @throws CopyFailedException if they cannot be stored, or others are there under that name
     */
    void store(String path, byte[] bytes) throws CopyFailedException;
}
