package dev.countersign.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found so far. At most 500 findings of a set are told: nobody mends more at once. */
final class Findings {

    private static final int MOST = 500;

    private final List<Finding> found = new ArrayList<>();

    void add(ModelRule rule, String resource, Element at, String message) {
        add(new Finding(rule, resource, at.nearestId(), message, rule.remedy(), at.line()));
    }

    void add(ModelRule rule, String resource, int line, String message) {
        add(new Finding(rule, resource, null, message, rule.remedy(), line));
    }

    private void add(Finding finding) {
        if (found.size() < MOST && !found.contains(finding)) {
            found.add(finding);
        }
    }

    /** Whether the resource breaks one of the rules. */
    boolean breaks(String resource, List<ModelRule> rules) {
        return found.stream().anyMatch(one -> one.resource().equals(resource) && rules.contains(one.rule()));
    }

    /** Whether anything was found in the resource. */
    boolean anyIn(String resource) {
        return found.stream().anyMatch(one -> one.resource().equals(resource));
    }

    List<Finding> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Finding::resource)
                        .thenComparingInt(Finding::line)
                        .thenComparing(Finding::rule))
                .toList();
    }
}
