package dev.countersign.workflow;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What runs beside what was signed.
 *
 * @param deploymentId the one deployment that holds the expected set; empty if none does
 * @param mismatches every difference; none if what runs equals what was signed
 */
record ModelComparison(String deploymentId, List<Mismatch> mismatches) {

    /**
     * @param what runs, e.g. {@code process record-approval version 3}
     * @param expected SHA-256 of what was signed; null if nobody signed it
     * @param found SHA-256 of what is there; null if it is gone
     */
    record Mismatch(
            String what,
            String resource,
            @Nullable String expected,
            @Nullable String found) {

        String sentence() {
            return "%s: %s has SHA-256 %s (expected: %s)"
                    .formatted(
                            what,
                            resource,
                            found == null ? "none, it is gone" : found,
                            expected == null ? "one that was signed or released" : expected);
        }

        Map<String, Object> facts() {
            return Map.of(
                    "what",
                    what,
                    "resource",
                    resource,
                    "expected",
                    expected == null ? "" : expected,
                    "found",
                    found == null ? "" : found);
        }
    }

    boolean equal() {
        return mismatches.isEmpty();
    }

    String sentence() {
        return mismatches.stream().map(Mismatch::sentence).collect(Collectors.joining("; "));
    }
}
