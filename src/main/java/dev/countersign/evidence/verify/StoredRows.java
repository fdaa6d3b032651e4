package dev.countersign.evidence.verify;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the checks of the whole store read of it: rows, one at a time, and versions as exhibits. */
public interface StoredRows {

    /** What is asked for; columns and order are the store's promise. */
    enum Scan {
        SIZES,
        LEAVES,
        WAITING,
        TILES,
        TILE_ADDRESSES,
        CHECKPOINTS,
        CHECKPOINTS_OUTSIDE,
        EPOCHS,
        MOMENT,
        COSIGNATURES,
        TIMESTAMPS,
        TIMESTAMPS_TOLD,
        CHANGES,
        CERTIFYING,
        KEY_ENTRIES,
        MISSING,
        MOMENTS,
        GUARDS,
        GUARDS_TOLD,
        MIGRATIONS,
        VERSIONS,
        EVENTS,
        PLANS,
        ENROLMENTS,
        CERTIFICATE_EVENTS,
        SIGNATURES,
        CERTIFICATES,
        BLOBS,
        BLOB,
        VERSIONS_OF,
        SIGNATURES_OF,
        AGO,
        RECORDS,
        EVENTS_OF,
        PLANS_OF,
        FOUNDERS
    }

    /** A row's columns, numbered from 0. */
    interface Row {

        byte @Nullable [] bytes(int column);

        @Nullable
        String text(int column);

        int size();
    }

    /** Gives each row to the reader, which must not ask anything else before the last. */
    void each(Scan scan, Consumer<Row> reader, Object... values);

    /** Where all facts must come from. */
    Exhibit.Home home();

    Enrolments enrolments();

    /** All versions of a record, as they lie in the store. */
    List<Exhibit> versionsOf(String recordId);
}
