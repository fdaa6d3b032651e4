package dev.countersign.records;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import java.util.List;
import java.util.UUID;

/**
 * What a record type demands beyond its schema, told by the module whose type it is. Every door to the store asks it: there is no other way
 * for a version to be written.
 */
public interface TypeRule {

    /** Code of the record type. */
    String recordType();

    /** What is wrong with a version that follows the schema, with pointers as in {@code /content/questions/0}. Touches no database. */
    default List<InputError> violations(NewVersion version) {
        return List.of();
    }

    /**
     * Asked in the transaction that writes the version, before it is appended.
     *
     * @throws dev.countersign.ledger.RefusedException if this caller may not write that
     */
    default void demand(Caller caller, UUID recordId, Intake intake) {}
}
