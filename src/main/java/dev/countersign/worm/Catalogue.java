package dev.countersign.worm;

import java.util.List;

/** What the database itself knows of the things that guard the store: tables, triggers, functions, rights, roles (WRM-02). */
public interface Catalogue {

    /** All of them at this moment, ordered by kind and name. */
    List<Guard> guards();

    /** One at a time looks and tells, of all nodes; until the caller's transaction ends. */
    void lock();

    /**
     * One of them.
     *
     * @param kind e.g. {@code trigger}
     * @param name e.g. {@code worm.signature.refuse_row_change}
     * @param definition everything that matters of it, as text
     */
    record Guard(String kind, String name, String definition) {}
}
