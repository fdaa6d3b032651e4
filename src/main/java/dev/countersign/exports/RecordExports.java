package dev.countersign.exports;

import dev.countersign.ledger.Caller;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Exports of what a search found (CPY-06), of people alone, each seen by whoever asked for it. What is asked for is made in the background; the
 * person's right to read counts when it is asked for, for each record, and when it is fetched.
 */
public interface RecordExports {

    /** So many records one export has at most. */
    int most();

    /**
     * Asks for one; told in the audit trail.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code invalid-parameter}, {@code nothing-found}, {@code
     *     too-large}, {@code export-under-way}, {@code busy}
     */
    Export request(Caller caller, ExportAsked asked);

    /** The person's own, newest first. */
    List<Export> of(Caller caller, int most);

    /** @throws dev.countersign.ledger.RefusedException {@code export-not-found}, also for other people's */
    Export find(Caller caller, UUID exportId);

    /**
     * Ends one that waits or runs, or takes away the result of one that is done; told in the audit trail.
     *
     * @throws dev.countersign.ledger.RefusedException {@code export-not-found}, {@code export-ended}
     */
    Export cancel(Caller caller, UUID exportId);

    /**
     * The result, for reading at once; told in the audit trail.
     *
     * @throws dev.countersign.ledger.RefusedException {@code export-not-found}, {@code export-not-ready}, {@code not-authorized} where the right
     *     to read has ended or become less since, {@code export-elsewhere} where the file lies on another node
     */
    Path open(Caller caller, UUID exportId);

    /**
     * An export.
     *
     * @param total how many records were found; null before it began
     * @param done how many of them were looked at so far
     * @param length of the result, bytes; null before it is done
     * @param sha256 of the result, hexadecimal; null before it is done
     * @param expiresAt when the result is taken away; null before it is done
     * @param why code of the reason why it failed; null for any other
     */
    record Export(
            UUID exportId,
            ExportAsked asked,
            ExportState state,
            @Nullable Integer total,
            int done,
            Instant askedAt,
            @Nullable Instant endedAt,
            @Nullable Instant expiresAt,
            @Nullable Long length,
            @Nullable String sha256,
            @Nullable String why) {}
}
