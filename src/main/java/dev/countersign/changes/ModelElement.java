package dev.countersign.changes;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * An element of a model that has an id, with everything it says.
 *
 * @param label as people call it, e.g. {@code step “Review”}
 * @param facts what it says, by names for people; the order is that of the text
 */
record ModelElement(String label, Map<String, String> facts) {

    /** Everything it says, in one line; without what the label says already. */
    String summary() {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getKey().equals("name"))
                .map(fact -> fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("; "));
    }
}
