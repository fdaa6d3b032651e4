package dev.countersign.worm;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which records somebody may read (11.10(d)): those of these types, and these. Neither is all there are.
 *
 * @param types codes of record types, lower-case letters, digits and dashes
 */
public record RecordScope(Set<String> types, Set<UUID> records) {

    public static final RecordScope ALL = new RecordScope(Set.of(), Set.of());

    public RecordScope {
        types = Set.copyOf(types);
        records = Set.copyOf(records);
        if (types.stream().anyMatch(type -> !isType(type))) {
            throw new IllegalArgumentException("no codes of record types: " + types);
        }
    }

    /** Whether a text can be the code of a record type; it need not be one. */
    public static boolean isType(String text) {
        return text.matches("[a-z0-9][a-z0-9-]{0,62}");
    }

    public boolean isAll() {
        return types.isEmpty() && records.isEmpty();
    }

    public boolean covers(String type, UUID recordId) {
        return isAll() || types.contains(type) || records.contains(recordId);
    }

    /** Sorted, with commas between them: how both are kept. */
    public String typesText() {
        return String.join(",", new TreeSet<>(types));
    }

    /** As {@link #typesText}. */
    public String recordsText() {
        return records.stream().map(UUID::toString).sorted().collect(Collectors.joining(","));
    }

    /** From what {@link #typesText} and {@link #recordsText} made. */
    public static RecordScope ofTexts(String types, String records) {
        return new RecordScope(
                Set.of(parts(types)),
                Arrays.stream(parts(records)).map(UUID::fromString).collect(Collectors.toSet()));
    }

    private static String[] parts(String text) {
        return text.isEmpty() ? new String[0] : text.split(",");
    }

    /** An array literal of {@code text}; quoted, since {@code null} is no element but a word of such a literal. */
    String typesLiteral() {
        return types.stream().sorted().map(type -> '"' + type + '"').collect(Collectors.joining(",", "{", "}"));
    }

    /** An array literal of {@code uuid}. */
    String recordsLiteral() {
        return "{" + recordsText() + "}";
    }
}
