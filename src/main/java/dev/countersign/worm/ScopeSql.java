package dev.countersign.worm;

/** Conditions on an entry {@code a} by a {@link RecordScope} {@code scope}. */
final class ScopeSql {

    private static final String IN =
            "(v.record_id = ANY (#{scope.recordsLiteral}::uuid[]) OR v.type = ANY (#{scope.typesLiteral}::text[]))";

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** Its record is in the scope: it has one of the ids, or its first version one of the types. */
    static final String COVERED = "EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = a.organisation"
            + " AND v.record_id = a.record_id AND v.version = 1 AND " + IN + ")";

    /**
     * It is about a record of the scope, or about none: then it names none that is not, wherever an id may stand in it, and it is no entry of
     * those that tell of records in other ways, as what inspectors searched for does. In canonical JSON no text can hold the bytes of a
     * subject: its quotes are escaped.
     */
    static final String READABLE = " AND CASE WHEN a.record_id IS NOT NULL THEN " + COVERED
            + " ELSE a.type &lt;&gt; 'inspection.viewed' AND NOT EXISTS (SELECT FROM unnest(ARRAY['records', 'signature',"
            + " 'signing', 'task', 'process', 'alert', 'models'])"
            + " AS one (kind) WHERE position(convert_to('\"subject\":\"' || one.kind, 'UTF8') IN a.entry) &gt; 0)"
            + " AND NOT EXISTS (SELECT FROM regexp_matches(convert_from(a.entry, 'UTF8'), '" + ID
            + "', 'g') AS named (id)"
            + " JOIN worm.record_version v ON v.organisation = a.organisation AND v.record_id = named.id[1]::uuid AND v.version = 1"
            + " WHERE NOT " + IN + ") END";

    private ScopeSql() {}
}
