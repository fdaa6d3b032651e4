package dev.countersign.worm;

/** Conditions on an entry {@code a} by a {@link RecordScope} {@code scope}. */
final class ScopeSql {

    private static final String IN =
            "(v.record_id = ANY (#{scope.recordsLiteral}::uuid[]) OR v.type = ANY (#{scope.typesLiteral}::text[]))";

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** Its record is in the scope: it has one of the ids, or its first version one of the types. */
    static final String COVERED = "EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = a.organisation"
            + " AND v.record_id = a.record_id AND v.version = 1 AND " + IN + ")";

    /** No id of a record out of the scope stands anywhere in it, however that is written. */
    private static final String NAMES_NO_OTHER =
            "NOT EXISTS (SELECT FROM regexp_matches(convert_from(a.entry, 'UTF8'), '" + ID + "', 'gi') AS named (id)"
                    + " JOIN worm.record_version v ON v.organisation = a.organisation AND v.record_id = named.id[1]::uuid"
                    + " AND v.version = 1 WHERE " + IN + " IS NOT TRUE)";

    /**
     * It is about a record of the scope, or about none. About none: then it names none that is not, wherever an id may stand in it, and it is
     * no entry of those that tell of records in other ways, as what somebody searched for does, and calls of the engine that were refused.
     * About one: a link of it names none that is not either. In canonical JSON no text can hold the bytes of a subject: its quotes are
     * escaped.
     */
    static final String READABLE = " AND CASE WHEN a.record_id IS NOT NULL THEN " + COVERED
            + " AND (a.type NOT IN ('record.linked', 'record.unlinked') OR " + NAMES_NO_OTHER + ")"
            + " ELSE a.type &lt;&gt; ALL (ARRAY['inspection.viewed', 'search.saved', 'search.deleted', 'export.requested', 'export.finished',"
            + " 'export.failed', 'export.downloaded', 'export.cancelled']) AND NOT EXISTS (SELECT FROM unnest(ARRAY['records', 'sign', 'task',"
            + " 'process', 'alert', 'models', 'deployment', 'engine-rest', 'camunda', 'GET ', 'HEAD ', 'POST ', 'PUT ', 'PATCH ',"
            + " 'DELETE ', 'OPTIONS '])"
            + " AS one (kind) WHERE position(convert_to('\"subject\":\"' || one.kind, 'UTF8') IN a.entry) &gt; 0)"
            + " AND " + NAMES_NO_OTHER + " END";

    private ScopeSql() {}
}
