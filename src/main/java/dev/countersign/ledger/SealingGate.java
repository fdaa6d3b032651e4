package dev.countersign.ledger;

/** Whether the log may grow. */
interface SealingGate {

    /** Compares the stored log with its witnesses now; whether it may grow then. */
    boolean opens();

    /** Whether it may grow, as of the newest comparison. */
    boolean isOpen();
}
