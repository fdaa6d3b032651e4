package dev.countersign.witness;

import java.util.List;

/**
 * All configured witnesses.
 *
 * @param all the file first
 * @param formerKeys verifier keys that witnesses had before: what they cosigned then still counts
 */
public record Witnesses(List<Witness> all, List<String> formerKeys) {

    /** Witnesses that had no other keys. */
    public Witnesses(List<Witness> all) {
        this(all, List.of());
    }
}
