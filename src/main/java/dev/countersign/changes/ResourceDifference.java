package dev.countersign.changes;

import dev.countersign.crypto.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one resource of a set.
 *
 * @param kind {@code added}, {@code removed}, {@code changed} or {@code same}
 * @param before SHA-256 of the bytes before; null if it was not there
 * @param after SHA-256 of the bytes after; null if it is gone
 * @param changes every difference in words; empty unless {@code changed}, and never empty then
 */
public record ResourceDifference(
        String name,
        String kind,
        @Nullable Digest before,
        @Nullable Digest after,
        List<ModelChange> changes) {

    /**
     * One difference.
     *
     * @param id of the element in the model, of the one that is drawn elsewhere too; empty where it is about no element
     * @param element what it is about, as people call it, e.g. {@code step “Review”}
     * @param fact what of it, e.g. {@code role}; empty where the element itself came or went
     * @param kind {@code added}, {@code removed} or {@code changed}
     */
    public record ModelChange(
            String id,
            String element,
            String fact,
            String kind,
            @Nullable String before,
            @Nullable String after) {

        /** How an element is marked in a drawing: {@code added}, {@code removed}, {@code changed} or {@code moved}. */
        public String mark() {
            if (element.equals(ModelElements.DRAWING)) {
                return "moved";
            }
            return fact.isEmpty() ? kind : "changed";
        }

        /** The whole of it, e.g. {@code step “Review”: role changes from qa-analyst to qa-manager}. */
        public String sentence() {
            if (fact.isEmpty()) {
                String facts = kind.equals("added") ? after : before;
                String told = facts == null || facts.isEmpty() ? "" : " (" + facts + ")";
                return element + (kind.equals("added") ? " is new" : " is gone") + told;
            }
            return switch (kind) {
                case "added" -> element + ": " + fact + " is new: " + after;
                case "removed" -> element + ": " + fact + " is gone: " + before;
                default -> element + ": " + fact + " changes from " + before + " to " + after;
            };
        }
    }
}
