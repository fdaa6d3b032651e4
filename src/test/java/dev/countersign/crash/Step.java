package dev.countersign.crash;

/** Where an entry is on its way from being written to being witnessed when everything ends. */
enum Step {
    /** Its caller's transaction has written it and is not committed: it never was. */
    WRITTEN,
    /** Its transaction is on disk; its caller was not told. */
    COMMITTED,
    /** Its caller was answered, and nobody has begun to seal it. */
    QUEUED,
    /** The sequencer's transaction has begun. */
    SEALING,
    /** It has taken the entry out of the queue. */
    DEQUEUED,
    /** It has written the leaf. */
    LEAF_WRITTEN,
    /** It has written the tiles. */
    TILES_WRITTEN,
    /** Its transaction is on disk; the sequencer was not told. */
    SEALED,
    /** The checkpoint is there, and no witness has it. */
    CHECKPOINTED,
    /** The witness file has it; its receipt is not stored. */
    IN_THE_FILE,
    /** The witness on the network was asked, and has not got it. */
    ASKED,
    /** The witness on the network has it; its answer is on the way. */
    WITNESSED,
    /** Its answer came, and is not stored. */
    ANSWERED,
    /** Everything is done. */
    RECEIPTED
}
