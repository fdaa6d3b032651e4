package dev.countersign.worm;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What the whole store is read by when it is verified: the SQL of schema {@code worm} past the application's mappers. Times come as
 * facts write them, hashes in hexadecimal, everything but facts as text, so that what is compared is what a person would read; where
 * rows are many, that text is made here ({@link ColumnType}).
 */
public enum StoreQuery {
    HOME("SELECT organisation, installation_id::text, environment FROM worm.installation"),

    /** How many leaves and records there are to read, for whoever waits. */
    SIZES(
            "SELECT (SELECT coalesce(1 + max(leaf_index), 0) FROM worm.log_leaf)::text, (SELECT count(*) FROM worm.record)::text"),

    /** After an index, so many: in the order of the log, by index alone. */
    LEAVES(
            "SELECT l.leaf_index, l.entry_id, l.leaf_hash, l.recorded_at, " + entryColumns()
                    + " FROM worm.log_leaf l LEFT JOIN LATERAL (SELECT * FROM worm.audit_entry e WHERE e.entry_id = l.entry_id"
                    + " LIMIT 1) a ON true WHERE l.leaf_index > %s ORDER BY l.leaf_index LIMIT %s",
            leafTypes(ColumnType.NUMBER, ColumnType.TIME)),
    WAITING(
            "SELECT '', q.entry_id, q.leaf_hash, '', " + entryColumns()
                    + " FROM worm.log_queue q LEFT JOIN worm.audit_entry a ON a.entry_id = q.entry_id",
            leafTypes(ColumnType.TEXT, ColumnType.TEXT)),
    /** That were complete with more than so many leaves, up to so many. */
    TILES("SELECT t.level::text, t.tile_index::text, t.width::text, t.tile, " + time("t.recorded_at")
            + " FROM (SELECT %1$s::bigint AS after, %2$s::bigint AS last) r CROSS JOIN generate_series(0, 6) g (level)"
            + " JOIN worm.log_tile t ON t.level = g.level AND t.tile_index BETWEEN r.after >> (8 * g.level + 8)"
            + " AND r.last >> (8 * g.level + 8)"
            + " WHERE ((t.tile_index << 8) + t.width) << (8 * t.level) > r.after"
            + " AND ((t.tile_index << 8) + t.width) << (8 * t.level) <= r.last"),
    TILE_ADDRESSES("SELECT level::text, tile_index::text, width::text FROM worm.log_tile"),
    /** Of sizes above the first and up to the second. */
    CHECKPOINTS("SELECT origin, size::text, encode(root, 'hex'), note, " + time("recorded_at")
            + " FROM worm.checkpoint c WHERE size > %s AND size <= %s ORDER BY c.size, c.origin"),
    CHECKPOINTS_OUTSIDE("SELECT origin, size::text, encode(root, 'hex'), note, " + time("recorded_at")
            + " FROM worm.checkpoint c WHERE size < 1 OR size > %s ORDER BY c.size, c.origin"),

    /** Epochs after the first: who decided by their keys, and what they signed. */
    EPOCHS("SELECT epoch::text, statement, origin, base_size::text, encode(base_root, 'hex'), entry_id::text,"
            + " first_key_id::text, first_signature, second_key_id::text, second_signature FROM worm.log_epoch e"
            + " ORDER BY e.epoch"),
    /** The database's time. */
    MOMENT("SELECT " + time("clock_timestamp()")),
    /** Receipts of witnesses that sign, with their checkpoints' notes; memos of those that cannot sign are left out. */
    COSIGNATURES("SELECT r.origin, r.size::text, r.witness, r.receipt, c.note FROM worm.witness_receipt r"
            + " LEFT JOIN worm.checkpoint c ON c.origin = r.origin AND c.size = r.size"
            + " WHERE NOT starts_with(r.witness, 'rfc3161/') AND (r.witness NOT IN ('file', 's3')"
            + " OR substr(r.receipt, 1, 3) = '\\xe28094'::bytea)"),
    /** Tokens of timestamp authorities, each checkpoint's in their order, with its note. */
    TIMESTAMPS("SELECT r.origin, r.size::text, r.witness, r.receipt, c.note FROM worm.witness_receipt r"
            + " LEFT JOIN worm.checkpoint c ON c.origin = r.origin AND c.size = r.size"
            + " WHERE starts_with(r.witness, 'rfc3161/') ORDER BY r.size, r.origin, length(r.witness), r.witness"),
    TIMESTAMPS_TOLD("SELECT entry FROM worm.audit_entry WHERE type = 'checkpoint.timestamped'"),
    /** Entries that change records, in order. Qualified: the bare name would order by the text that is given out. */
    CHANGES("SELECT a.entry_id::text, a.entry, a.record_id::text, a.record_sequence::text FROM worm.audit_entry a"
            + " WHERE a.record_sequence IS NOT NULL ORDER BY a.organisation, a.record_id, a.record_sequence"),
    /** Where in the log authorities began and certificates came in. */
    CERTIFYING(
            "SELECT a.entry, l.leaf_index::text FROM worm.audit_entry a JOIN worm.log_leaf l ON l.entry_id = a.entry_id"
                    + " WHERE a.type IN ('authority.renewed', 'key.certified')"),
    KEY_ENTRIES("SELECT entry FROM worm.audit_entry WHERE type IN ('key.certified', 'key.ended')"),
    END_ENTRIES("SELECT entry, encode(leaf_hash, 'hex') FROM worm.audit_entry WHERE " + here("")
            + " AND type = 'key.ended'"),
    /** Entries that tell of a passkey, by the hash of its credential's id. */
    PASSKEY_ENTRIES("SELECT entry, encode(leaf_hash, 'hex') FROM worm.audit_entry a WHERE " + here("a.")
            + " AND a.type IN ('passkey.registered', 'passkey.suspended', 'passkey.revoked')"
            + " AND position('\"credentialIdSha256\":\"%s\"'::bytea IN a.entry) > 0 ORDER BY a.created_at"),
    /** Entries that tell of a series of signatures, by the signature it began with and its id; looked for where they can be. */
    SERIES_ENTRIES("SELECT a.entry, encode(a.leaf_hash, 'hex') FROM worm.signature s JOIN worm.audit_entry a"
            + " ON a.organisation = s.organisation AND a.created_at > s.signed_at - interval '1 minute'"
            + " AND a.created_at < s.signed_at + interval '3 hours' WHERE s.signature_id = '%s' AND " + here("s.")
            + " AND a.type IN ('signing.series-begun', 'signing.series-ended')"
            + " AND position('\"seriesId\":\"%s\"'::bytea IN a.entry) > 0 ORDER BY a.created_at"),
    STATEMENT("SELECT s.statement FROM worm.signature s WHERE s.signature_id = '%s' AND " + here("s.")),
    MISSING(StoreReferences.SQL),
    MOMENTS(StoreMoments.SQL),
    /** Kind, name, definition of what guards the store, as PostgreSQL knows it now. */
    GUARDS(StoreCatalogue.SQL),
    MIGRATIONS("SELECT script FROM app.flyway_schema_history WHERE success AND starts_with(script, 'worm/')"),
    /** The newest entry that tells of them. */
    GUARDS_TOLD("SELECT entry FROM worm.audit_entry a WHERE a.type = 'catalogue.fingerprinted'"
            + " ORDER BY a.created_at DESC, a.entry_id DESC LIMIT 1"),

    VERSIONS("SELECT record_id::text || ' ' || version, manifest, encode(sha256, 'hex'), organisation, record_id::text,"
            + " version::text, type, title, author_id, author_kind, encode(content_sha256, 'hex'),"
            + " encode(previous_sha256, 'hex'), " + time("created_at") + " FROM worm.record_version"),
    EVENTS("SELECT record_id::text || ' ' || sequence, event, NULL, organisation, event_id::text, record_id::text,"
            + " version::text, status, actor_id, " + time("created_at") + " FROM worm.record_event"),
    PLANS("SELECT record_id::text || ' ' || sequence, plan, encode(sha256, 'hex'), organisation, record_id::text, "
            + time("created_at") + " FROM worm.signature_plan"),
    ENROLMENTS(
            "SELECT key_id::text, statement, NULL, organisation, key_id::text, user_id, officer_id, officer_key_id::text,"
                    + " founder::text, translate(encode(public_key, 'base64'), E'\\n', ''), encode(certificate_sha256, 'hex'), "
                    + time("enrolled_at") + " FROM worm.enrolment"),
    CERTIFICATE_EVENTS("SELECT event_id::text, bytes, NULL, organisation, event_id::text, key_id::text, event, "
            + time("created_at") + " FROM worm.certificate_event"),
    SIGNATURES(
            "SELECT signature_id::text, statement, encode(statement_sha256, 'hex'), organisation, signature_id::text,"
                    + " record_id::text, version::text, encode(plan_sha256, 'hex'), step, meaning, decision, signer_id,"
                    + " key_id::text, encode(intent_sha256, 'hex'), encode(presentation_sha256, 'hex'), "
                    + time("signed_at")
                    + " FROM worm.signature"),
    CERTIFICATES("SELECT encode(sha256, 'hex'), certificate, organisation, authority::text FROM worm.certificate"),
    BLOBS("SELECT encode(sha256, 'hex'), bytes, organisation, length::text FROM worm.blob"),

    /** After an id, so many. */
    RECORDS("SELECT d.record_id::text FROM (SELECT DISTINCT v.record_id FROM worm.record_version v" + " WHERE "
            + here("v.") + " AND v.record_id > '%s' ORDER BY v.record_id LIMIT %s) d"),
    VERSIONS_OF("SELECT version::text, manifest, encode(sha256, 'hex') FROM worm.record_version v WHERE " + here("")
            + " AND record_id = '%s'" + " ORDER BY v.version"),
    EVENTS_OF("SELECT event FROM worm.record_event WHERE " + here("") + " AND record_id = '%s' ORDER BY sequence"),
    PLANS_OF("SELECT plan FROM worm.signature_plan WHERE " + here("") + " AND record_id = '%s' ORDER BY sequence"),
    SIGNATURES_OF("SELECT signature_id::text, version::text, intent, statement, signature, jws, " + time("recorded_at")
            + " FROM worm.signature WHERE " + here("") + " AND record_id = '%s' ORDER BY sequence"),
    ENTRIES_OF("SELECT entry, encode(leaf_hash, 'hex') FROM worm.audit_entry WHERE " + here("")
            + " AND record_id = '%s' ORDER BY created_at, entry_id"),
    /** So many seconds ago. */
    AGO("SELECT " + time("(clock_timestamp() - interval '1 s' * %s)")),
    BLOB("SELECT bytes FROM worm.blob WHERE " + here("") + " AND sha256 = '\\x%s'::bytea"),
    ENROLMENT(enrolment("e.key_id = '%s'")),
    ENROLMENT_OF_CERTIFICATE(enrolment("e.certificate_sha256 = '\\x%s'::bytea")),
    CERTIFICATE_END(
            "SELECT bytes FROM worm.certificate_event WHERE " + here("") + " AND key_id = '%s' AND event = 'ended'"),
    AUTHORITIES("SELECT certificate FROM worm.certificate WHERE authority ORDER BY recorded_at"),
    FOUNDERS("SELECT public_key FROM worm.enrolment WHERE founder");

    private final String sql;
    private final List<ColumnType> types;

    StoreQuery(String sql) {
        this(sql, List.of());
    }

    StoreQuery(String sql, List<ColumnType> types) {
        this.sql = sql;
        this.types = types;
    }

    /** How the columns are sent; text, and bytes that are no text, where nothing is said. */
    List<ColumnType> types() {
        return types;
    }

    /** @param values numbers, UUIDs, hashes in hexadecimal: nothing that could be anything else */
    String sql(Object... values) {
        for (Object value : values) {
            boolean plain = value instanceof Number
                    || value instanceof UUID
                    || (value instanceof String hex && hex.matches("[0-9a-f]{64}"));
            if (!plain) {
                throw new IllegalArgumentException("no value of a query: " + value.getClass());
            }
        }
        return values.length == 0 ? sql : String.format(Locale.ROOT, sql, values);
    }

    private static String entryColumns() {
        return "a.entry, a.leaf_hash, a.organisation, a.entry_id, a.actor_id, a.type, a.record_id, a.record_sequence,"
                + " a.created_at";
    }

    /** The most rows are of these: the server sends them as they are. */
    private static List<ColumnType> leafTypes(ColumnType index, ColumnType sealed) {
        return List.of(
                index,
                ColumnType.ID,
                ColumnType.HASH,
                sealed,
                ColumnType.TEXT,
                ColumnType.HASH,
                ColumnType.TEXT,
                ColumnType.ID,
                ColumnType.TEXT,
                ColumnType.TEXT,
                ColumnType.ID,
                ColumnType.NUMBER,
                ColumnType.TIME);
    }

    private static String time(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** Every index of records begins with the organisation. */
    private static String here(String table) {
        return table + "organisation = (SELECT i.organisation FROM worm.installation i)";
    }

    private static String enrolment(String condition) {
        return "SELECT e.key_id::text, e.statement, e.officer_signature, c.certificate FROM worm.enrolment e"
                + " JOIN worm.certificate c ON c.organisation = e.organisation AND c.sha256 = e.certificate_sha256 WHERE "
                + here("e.") + " AND " + condition;
    }
}
