package dev.countersign.evidence;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a superuser does to one row.
 *
 * @param table the table where it must be found
 * @param sql the statement; it changes exactly one row, or two of one table
 */
record Tampering(String table, String sql) {

    /** Table and column of everything that is bytes. */
    private static final List<String> BYTES = List.of(
            "audit_entry entry",
            "audit_entry leaf_hash",
            "log_leaf leaf_hash",
            "log_tile tile",
            "checkpoint root",
            "checkpoint note",
            "record_version manifest",
            "record_version sha256",
            "record_version content_sha256",
            "record_event event",
            "signature_plan plan",
            "signature_plan sha256",
            "signature intent",
            "signature statement",
            "signature signature",
            "signature intent_sha256",
            "signature statement_sha256",
            "signature plan_sha256",
            "signature presentation_sha256",
            "enrolment statement",
            "enrolment officer_signature",
            "enrolment public_key",
            "enrolment certificate_sha256",
            "certificate_event bytes",
            "certificate certificate",
            "certificate sha256",
            "blob bytes",
            "blob sha256",
            "log_queue leaf_hash",
            "log_epoch statement",
            "log_epoch base_root",
            "log_epoch first_signature",
            "log_epoch second_signature",
            "witness_receipt receipt");

    private static final List<String> DELETABLE = List.of(
            "audit_entry",
            "log_leaf",
            "log_tile",
            "checkpoint",
            "record",
            "record_version",
            "record_event",
            "signature_plan",
            "signature",
            "enrolment",
            "certificate_event",
            "certificate",
            "blob",
            "log_queue",
            "log_epoch");

    private static final List<String> CHANGES = List.of(
            "audit_entry actor_id = actor_id || 'x'",
            "audit_entry type = 'nothing.happened'",
            "audit_entry record_id = gen_random_uuid()",
            "audit_entry created_at = created_at + interval '1 h'",
            "audit_entry organisation = 'other'",
            "audit_entry record_sequence = coalesce(record_sequence, 0) + 100",
            "log_leaf leaf_index = leaf_index + 100000",
            "log_leaf recorded_at = recorded_at + interval '1 s'",
            "log_leaf entry_id = gen_random_uuid()",
            "log_tile recorded_at = recorded_at + interval '1 s'",
            "log_tile tile_index = tile_index + 3",
            "checkpoint recorded_at = recorded_at + interval '1 s'",
            "checkpoint size = size + 1000000",
            "checkpoint origin = origin || 'x'",
            "record type = 'other'",
            "record_version title = title || '!'",
            "record_version author_id = 'somebody'",
            "record_version created_at = created_at - interval '1 s'",
            "record_version version = version + 10",
            "record_version author_kind = 'service-account'",
            "record_event status = 'obsolete'",
            "record_event actor_id = 'somebody'",
            "record_event sequence = sequence + 10",
            "signature_plan created_at = created_at - interval '1 s'",
            "signature step = 'other'",
            "signature meaning = 'other'",
            "signature signer_id = 'somebody'",
            "signature jws = jws || 'A'",
            "signature signed_at = signed_at + interval '1 s'",
            "signature decision = 'reject'",
            "signature recorded_at = recorded_at + interval '1 h'",
            "signature key_id = gen_random_uuid()",
            "enrolment user_id = 'somebody'",
            "enrolment officer_id = 'somebody'",
            "enrolment founder = NOT founder",
            "enrolment enrolled_at = enrolled_at - interval '1 s'",
            "certificate_event created_at = created_at + interval '1 s'",
            "certificate_event key_id = gen_random_uuid()",
            "certificate_event bytes = " + rewritten("has left the plant", "was never trusted"),
            "certificate_event bytes = " + rewritten("\"kind\":\"person\"", "\"kind\":\"system\""),
            "certificate_event bytes = " + rewritten("\"id\":\"", "\"id\":\"x"),
            "certificate authority = NOT authority",
            "blob length = length + 1",
            "log_queue entry_id = gen_random_uuid()",
            "log_epoch epoch = epoch + 10",
            "log_epoch origin = origin || '0'",
            "log_epoch base_size = base_size + 1",
            "log_epoch entry_id = gen_random_uuid()",
            "log_epoch second_key_id = first_key_id",
            "witness_receipt witness = 'somebody.else/1'",
            "witness_receipt size = size + 1000000",
            "witness_receipt recorded_at = recorded_at - interval '1 h'",
            "witness_receipt recorded_at = recorded_at + interval '1 h'",
            "audit_entry recorded_at = recorded_at + interval '2 min'",
            "record recorded_at = recorded_at - interval '2 min'",
            "record_version recorded_at = recorded_at + interval '2 min'",
            "record_event recorded_at = recorded_at - interval '2 min'",
            "signature_plan recorded_at = recorded_at + interval '2 min'",
            "enrolment recorded_at = recorded_at - interval '2 min'",
            "certificate_event recorded_at = recorded_at + interval '2 min'",
            "certificate recorded_at = CASE WHEN authority THEN recorded_at ELSE recorded_at + interval '2 min' END",
            "log_epoch recorded_at = recorded_at + interval '2 min'",
            "audit_entry entry_id = gen_random_uuid()",
            "certificate_event event = 'begun'",
            "certificate_event event_id = gen_random_uuid()",
            "enrolment key_id = gen_random_uuid()",
            "enrolment officer_key_id = gen_random_uuid()",
            "log_epoch first_key_id = second_key_id",
            "log_tile level = level + 3",
            "log_tile width = width - 1",
            "record record_id = gen_random_uuid()",
            "record_event created_at = created_at + interval '1 s'",
            "record_event event_id = gen_random_uuid()",
            "record_event record_id = gen_random_uuid()",
            "record_event version = version + 10",
            "record_version previous_sha256 = sha256(sha256)",
            "record_version record_id = gen_random_uuid()",
            "record_version type = 'other'",
            "signature record_id = gen_random_uuid()",
            "signature sequence = sequence + 10",
            "signature signature_id = gen_random_uuid()",
            "signature version = version + 10",
            "signature_plan record_id = gen_random_uuid()",
            "signature_plan sequence = sequence + 10",
            "witness_receipt origin = origin || 'x'",
            "blob organisation = 'other'",
            "certificate organisation = 'other'",
            "certificate_event organisation = 'other'",
            "enrolment organisation = 'other'",
            "record organisation = 'other'",
            "record_event organisation = 'other'",
            "record_version organisation = 'other'",
            "signature organisation = 'other'",
            "signature_plan organisation = 'other'");

    private static final List<String> INSERTS = List.of(
            "audit_entry SELECT organisation, gen_random_uuid(), leaf_hash, entry, actor_id, type, NULL, NULL, created_at, recorded_at",
            "log_leaf SELECT (SELECT 1 + max(leaf_index) FROM worm.log_leaf), gen_random_uuid(), leaf_hash, recorded_at",
            "log_tile SELECT level, tile_index + 7, width, tile, recorded_at",
            "checkpoint SELECT origin, size + 500000, root, note, recorded_at",
            "record SELECT organisation, gen_random_uuid(), type, recorded_at",
            "record_version SELECT organisation, record_id, version + 7, sha256(manifest || '1'), manifest || ' ', type, title,"
                    + " author_id, author_kind, content_sha256, sha256, created_at, recorded_at",
            "record_event SELECT organisation, gen_random_uuid(), record_id, sequence + 100, version, status, actor_id, event,"
                    + " created_at, recorded_at",
            "signature_plan SELECT organisation, record_id, sequence + 1, sha256(sha256), plan, created_at, recorded_at",
            "signature SELECT organisation, gen_random_uuid(), record_id, version, sequence + 100, plan_sha256, step, meaning,"
                    + " decision, signer_id || 'x', key_id, sha256(intent_sha256), sha256(statement_sha256), presentation_sha256, intent,"
                    + " statement, signature, jws, signed_at, recorded_at",
            "certificate_event SELECT organisation, gen_random_uuid(), gen_random_uuid(), event, bytes, created_at, recorded_at",
            "certificate SELECT organisation, sha256(sha256), certificate, false, recorded_at",
            "blob SELECT organisation, sha256(sha256), bytes, length, recorded_at",
            "log_queue SELECT gen_random_uuid(), leaf_hash",
            "log_epoch SELECT epoch + 10, origin || '0', base_size, base_root, gen_random_uuid(), statement, first_key_id,"
                    + " first_signature, second_key_id, second_signature, recorded_at");

    private static String rewritten(String what, String by) {
        return "convert_to(replace(convert_from(bytes, 'UTF8'), '" + what + "', '" + by + "'), 'UTF8')";
    }

    /** Table and column of everything that is flipped or changed. */
    static Set<String> columns() {
        Set<String> columns = new TreeSet<>(BYTES);
        CHANGES.forEach(change -> columns.add(change.substring(0, change.indexOf(" = "))));
        return columns;
    }

    /** The table that the statement changes: where an entry was taken out of the queue, it is found among the entries. */
    String changed() {
        return sql.replaceFirst("^(UPDATE|DELETE FROM|INSERT INTO) worm\\.([a-z_]+) .*", "$2");
    }

    static Tampering random(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> flipped(random);
            case 4, 5 -> deleted(random);
            case 6 -> inserted(random);
            case 7 -> swapped(random);
            default -> changed(random);
        };
    }

    private static Tampering flipped(Random random) {
        return flipped(random, pick(random, BYTES));
    }

    private static Tampering flipped(Random random, String bytes) {
        String[] place = bytes.split(" ");
        String at = "(" + random.nextInt(1 << 20) + " % (8 * octet_length(" + place[1] + ")))";
        return new Tampering(
                place[0],
                "UPDATE worm." + place[0] + " SET " + place[1] + " = set_bit(" + place[1] + ", " + at + ", 1 - get_bit("
                        + place[1] + ", " + at + ")) WHERE ctid = " + row(random, place[0]));
    }

    private static Tampering deleted(Random random) {
        String table = pick(random, DELETABLE);
        // an entry that waits no longer and is not in the log is what shows that it was taken out of the queue
        String found = table.equals("log_queue") ? "audit_entry" : table;
        return new Tampering(found, "DELETE FROM worm." + table + " WHERE ctid = " + row(random, table));
    }

    private static Tampering inserted(Random random) {
        String insert = pick(random, INSERTS);
        String table = insert.substring(0, insert.indexOf(' '));
        return new Tampering(
                table, "INSERT INTO worm." + insert + " FROM worm." + table + " WHERE ctid = " + row(random, table));
    }

    private static Tampering swapped(Random random) {
        String column = pick(random, List.of("signature", "statement", "intent", "jws"));
        int offset = random.nextInt(1 << 20);
        String two = "(SELECT signature_id, " + column + " AS value, row_number() OVER (ORDER BY signature_id) AS n,"
                + " count(*) OVER () AS c FROM worm.signature)";
        return new Tampering(
                "signature",
                "UPDATE worm.signature s SET " + column + " = b.value FROM " + two + " a, " + two
                        + " b WHERE s.signature_id ="
                        + " a.signature_id AND ((a.n = 1 + " + offset + " % a.c AND b.n = 1 + " + (offset + 1)
                        + " % a.c) OR (b.n = 1 + "
                        + offset + " % a.c AND a.n = 1 + " + (offset + 1) + " % a.c))");
    }

    /** One of each column, so that none is left to chance. */
    static List<Tampering> ofEveryColumn(Random random) {
        return Stream.concat(
                        BYTES.stream().map(place -> flipped(random, place)),
                        CHANGES.stream().map(change -> changed(random, change)))
                .toList();
    }

    private static Tampering changed(Random random) {
        return changed(random, pick(random, CHANGES));
    }

    private static Tampering changed(Random random, String change) {
        String table = change.substring(0, change.indexOf(' '));
        String set = change.substring(table.length() + 1);
        String value = set.substring(set.indexOf('=') + 2);
        String column = set.substring(0, set.indexOf(' '));
        return new Tampering(
                table,
                "UPDATE worm." + table + " SET " + set + " WHERE ctid = (SELECT ctid FROM worm." + table + " WHERE "
                        + column
                        + " IS DISTINCT FROM " + value + " ORDER BY ctid OFFSET (" + random.nextInt(1 << 20)
                        + " % (SELECT count(*) FROM worm." + table + " WHERE " + column + " IS DISTINCT FROM " + value
                        + ")) LIMIT 1)");
    }

    private static String row(Random random, String table) {
        return "(SELECT ctid FROM worm." + table + " ORDER BY ctid OFFSET (" + random.nextInt(1 << 20)
                + " % (SELECT count(*) FROM worm." + table + ")) LIMIT 1)";
    }

    private static String pick(Random random, List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
