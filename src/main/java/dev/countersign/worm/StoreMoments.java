package dev.countersign.worm;

/**
 * Rows that were not recorded when they say they were made: table, key, what was expected. The store refuses a fact whose own time is more than 5 s
 * off its clock; the rest of a minute is for a transaction that has to wait before it writes the row: nobody is to be alarmed by a lock. Compared without subtracting, which infinite times refuse.
 */
final class StoreMoments {

    static final String SQL = String.join(
            "\nUNION ALL\n",
            own("record_version", "t.record_id || ' ' || t.version", "t.created_at"),
            own("record_event", "t.record_id || ' ' || t.sequence", "t.created_at"),
            own("signature_plan", "t.record_id || ' ' || t.sequence", "t.created_at"),
            own("signature", "t.signature_id::text", "t.signed_at"),
            own("enrolment", "t.key_id::text", "t.enrolled_at"),
            own("certificate_event", "t.event_id::text", "t.created_at"),
            own("audit_entry", "t.entry_id::text", "t.created_at"),
            beside(
                    "record",
                    "t.record_id::text",
                    "record_version o ON o.organisation = t.organisation"
                            + " AND o.record_id = t.record_id AND o.version = 1",
                    "o.created_at",
                    "its first version"),
            beside(
                    "certificate",
                    "encode(t.sha256, 'hex')",
                    "enrolment o ON o.organisation = t.organisation" + " AND o.certificate_sha256 = t.sha256",
                    "o.enrolled_at",
                    "its enrolment"),
            beside(
                    "certificate",
                    "encode(t.sha256, 'hex')",
                    "audit_entry o ON t.authority AND o.organisation = t.organisation"
                            + " AND o.type IN ('authority.begun', 'authority.renewed')"
                            + " AND position(convert_to('certificate:' || encode(t.sha256, 'hex'), 'UTF8') IN o.entry) > 0",
                    "o.created_at",
                    "the entry that tells of it"),
            beside(
                    "log_epoch",
                    "t.epoch::text",
                    "audit_entry o ON o.entry_id = t.entry_id",
                    "o.created_at",
                    "the entry that tells of it"),
            "SELECT 'witness_receipt', t.origin || ' ' || t.size || ' ' || t.witness, 'received after its checkpoint was made, and not"
                    + " later than now' FROM worm.witness_receipt t JOIN worm.checkpoint o ON o.origin = t.origin AND o.size = t.size"
                    + " WHERE t.recorded_at < o.recorded_at - interval '1 min' OR t.recorded_at > clock_timestamp() + interval '1 min'");

    private StoreMoments() {}

    private static String own(String table, String key, String time) {
        return "SELECT '" + table + "', " + key + ", 'recorded within a minute of its own time, ' || " + time
                + " FROM worm." + table + " t WHERE " + far(time);
    }

    private static String beside(String table, String key, String join, String time, String what) {
        return "SELECT '" + table + "', " + key + ", 'recorded within a minute of " + what + ", ' || " + time
                + " FROM worm." + table + " t JOIN worm." + join + " WHERE " + far(time);
    }

    private static String far(String time) {
        return "t.recorded_at NOT BETWEEN " + time + " - interval '1 min' AND " + time + " + interval '1 min'";
    }
}
