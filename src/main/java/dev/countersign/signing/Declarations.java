package dev.countersign.signing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Record types that one person signs alone, whoever wrote them, with a meaning of their own (SIG-04): they go through the process {@code
 * declaration} and no other type does. What such a signature opens is the gate that its meaning names, and nothing else.
 */
public final class Declarations {

    /** What somebody completed a course with (TRN-01). */
    public static final String TRAINING_COMPLETION = "training-completion";

    /** The meaning by type. */
    private static final Map<String, String> MEANINGS = Map.of(TRAINING_COMPLETION, "training-completion");

    private Declarations() {}

    /** Codes of the record types. */
    public static Set<String> types() {
        return MEANINGS.keySet();
    }

    public static boolean isOne(String recordType) {
        return MEANINGS.containsKey(recordType);
    }

    /** What the author signs such a record with; empty for a type that more people sign. */
    static Optional<String> meaning(String recordType) {
        return Optional.ofNullable(MEANINGS.get(recordType));
    }
}
