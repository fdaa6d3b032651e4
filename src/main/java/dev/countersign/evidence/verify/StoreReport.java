package dev.countersign.evidence.verify;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came out of checking the whole store.
 *
 * @param size how many leaves were read
 * @param root the root over them, in hexadecimal; null if a leaf is missing, or there is none
 * @param checks each check with how often it was made
 * @param findings the first of what does not hold
 * @param failures how much does not hold, in all
 */
public record StoreReport(long size, @Nullable String root, List<Named> checks, List<Finding> findings, long failures) {

    /**
     * A named check.
     *
     * @param name what it is called
     * @param claim what should hold
     * @param examined how often it was looked at
     * @param failed how often it did not hold
     * @param open why it could not be decided; null if it could
     */
    public record Named(
            String name,
            String claim,
            Report.Result result,
            long examined,
            long failed,
            @Nullable String open) {}

    /**
     * Something that does not hold, and where it lies.
     *
     * @param check the name of the check
     * @param table of schema worm, or the place of copies
     * @param key of the row in that table
     * @param expected what was expected there
     */
    public record Finding(String check, String table, String key, String expected) {}

    /** Whether nothing failed. */
    public boolean holds() {
        return failures == 0;
    }

    /** What a check of that name found first. */
    public Optional<Finding> first(String check) {
        return findings.stream().filter(one -> one.check().equals(check)).findFirst();
    }
}
