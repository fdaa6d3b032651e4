package dev.countersign.exports;

import dev.countersign.records.Records.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record that was found.
 *
 * @param verification how the version's verification came out; null if it was not done
 * @param files of it in the export
 * @param why code of the reason why not all of it is enclosed; null if it is
 */
record ExportLine(
        Summary summary,
        @Nullable String verification,
        List<EnclosedFile> files,
        @Nullable String why) {

    /** Verified, and found to be another than was signed or hashed. */
    static final String ALTERED = "altered";

    static final String OUT_OF_REACH = "out-of-reach";
    static final String FAILED = "failed";

    /** How the verification comes out of a version that is another than was signed or hashed. */
    static final String INVALID = "INVALID";

    private static final String NOT_DONE = "NOT_DONE";

    /**
     * A file in the export.
     *
     * @param length bytes
     * @param sha256 hexadecimal
     */
    record EnclosedFile(String path, long length, String sha256) {}

    /** Which of two reasons is told: that it was altered before all others, else the first. */
    static String weightier(@Nullable String first, String next) {
        return first == null || ALTERED.equals(next) ? next : first;
    }

    boolean isEnclosed() {
        return why == null;
    }

    boolean isAltered() {
        return INVALID.equals(verification) || NOT_DONE.equals(verification) || ALTERED.equals(why);
    }
}
