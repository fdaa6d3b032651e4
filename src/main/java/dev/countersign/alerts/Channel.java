package dev.countersign.alerts;

/** A way to tell people of an alert. It takes its time, on a thread of its own; nobody waits for it. */
interface Channel {

    /** For the page, the health page and the audit trail; of a given name there is one. */
    String name();

    /**
     * Tells. It may have been told although this throws: what is told twice carries the same id.
     *
     * @throws ChannelFailedException if it is not certain that it was told
     */
    void tell(Notice notice) throws ChannelFailedException;
}
