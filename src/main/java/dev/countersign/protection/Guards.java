package dev.countersign.protection;

/** Whether the store is guarded as it should be, so that what is signed now can be relied on later (WRM-02, threats T10 to T13). */
public interface Guards {

    /**
     * Asks what the last looks found; asks no database.
     *
     * @return how far the clocks were apart when the database was last asked for its time, which is what was judged
     * @throws dev.countersign.ledger.RefusedException {@code signing-suspended} if something that guards the store changed
     *     and nobody accepted it, or was not looked at yet; or if this machine's clock and the database's differ too much
     */
    MeasuredClocks demandIntact();
}
