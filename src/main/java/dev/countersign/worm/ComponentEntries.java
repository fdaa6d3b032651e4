package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.AuditEntries.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the audit trail tells of the components by which signatures are made; whether it suffices is for others to judge. */
public interface ComponentEntries {

    /** Of a passkey's beginning and ends, by the hash of its credential's id; oldest first. */
    List<StoredEntry> ofPasskey(Digest credentialSha256);

    /** Of a series' beginning and end, looked for where a series that began then has them; oldest first. */
    List<StoredEntry> ofSeries(UUID seriesId, Instant begunAt);
}
