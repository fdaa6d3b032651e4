package dev.countersign.worm;

/**
 * Rows that others speak of and that are not there, or that are there and nobody speaks of: table, key, what was expected. No constraint
 * says it to a superuser, and a constraint that was dropped says nothing to anybody.
 */
final class StoreReferences {

    static final String SQL = """
            SELECT 'audit_entry', a.entry_id::text, 'an entry is sealed or waits in the queue; this one is neither'
              FROM worm.audit_entry a
             WHERE NOT EXISTS (SELECT FROM worm.log_leaf l WHERE l.entry_id = a.entry_id)
               AND NOT EXISTS (SELECT FROM worm.log_queue q WHERE q.entry_id = a.entry_id)
            UNION ALL
            SELECT 'log_queue', q.entry_id::text, 'what waits is not sealed yet'
              FROM worm.log_queue q JOIN worm.log_leaf l ON l.entry_id = q.entry_id
            UNION ALL
            SELECT 'blob', encode(v.content_sha256, 'hex'), 'the content of version ' || v.version || ' of record ' || v.record_id
              FROM worm.record_version v
             WHERE NOT EXISTS (SELECT FROM worm.blob b WHERE b.organisation = v.organisation AND b.sha256 = v.content_sha256)
            UNION ALL
            SELECT 'blob', encode(s.presentation_sha256, 'hex'), 'what was shown for signature ' || s.signature_id
              FROM worm.signature s
             WHERE NOT EXISTS (SELECT FROM worm.blob b WHERE b.organisation = s.organisation AND b.sha256 = s.presentation_sha256)
            UNION ALL
            SELECT 'record', v.record_id::text, 'a record of type ' || v.type || ', as version ' || v.version || ' says'
              FROM worm.record_version v
             WHERE NOT EXISTS (SELECT FROM worm.record r WHERE r.organisation = v.organisation AND r.record_id = v.record_id
                   AND r.type = v.type)
            UNION ALL
            SELECT 'record', r.record_id::text, 'a record has a version'
              FROM worm.record r
             WHERE NOT EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = r.organisation AND v.record_id = r.record_id)
            UNION ALL
            SELECT 'record_version', e.record_id || ' ' || e.version, 'the version that event ' || e.event_id || ' is about'
              FROM worm.record_event e
             WHERE NOT EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = e.organisation
                   AND v.record_id = e.record_id AND v.version = e.version)
            UNION ALL
            SELECT 'record_version', s.record_id || ' ' || s.version, 'the version that signature ' || s.signature_id || ' is on'
              FROM worm.signature s
             WHERE NOT EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = s.organisation
                   AND v.record_id = s.record_id AND v.version = s.version)
            UNION ALL
            SELECT 'record_version', v.record_id::text, 'versions 1, 2, 3 … without a gap'
              FROM worm.record_version v GROUP BY v.record_id HAVING count(*) <> max(v.version) OR min(v.version) <> 1
            UNION ALL
            SELECT 'record_event', v.record_id::text, 'events 1, 2, 3 … without a gap, at least one'
              FROM worm.record v LEFT JOIN worm.record_event e ON e.organisation = v.organisation AND e.record_id = v.record_id
             GROUP BY v.record_id HAVING count(e.sequence) IS DISTINCT FROM max(e.sequence) OR min(e.sequence) <> 1
            UNION ALL
            SELECT 'signature_plan', p.record_id::text, 'plans 1, 2, 3 … without a gap, of a record'
              FROM worm.signature_plan p LEFT JOIN worm.record r ON r.organisation = p.organisation AND r.record_id = p.record_id
             GROUP BY p.record_id HAVING count(*) <> max(p.sequence) OR min(p.sequence) <> 1 OR count(r.record_id) <> count(*)
            UNION ALL
            SELECT 'signature_plan', encode(s.plan_sha256, 'hex'), 'the plan that signature ' || s.signature_id || ' names'
              FROM worm.signature s
             WHERE NOT EXISTS (SELECT FROM worm.signature_plan p WHERE p.organisation = s.organisation
                   AND p.record_id = s.record_id AND p.sha256 = s.plan_sha256)
            UNION ALL
            SELECT 'signature', s.record_id::text, 'signatures 1, 2, 3 … without a gap; there are '
                   || string_agg(s.sequence || ': ' || s.signature_id, ', ' ORDER BY s.sequence)
              FROM worm.signature s GROUP BY s.record_id HAVING count(*) <> max(s.sequence) OR min(s.sequence) <> 1
            UNION ALL
            SELECT 'signature', a.told, 'the signature that entry ' || a.entry_id || ' tells of'
              FROM (SELECT e.entry_id, substring(encode(e.entry, 'escape') FROM '"subject":"signature:([0-9a-f-]{36})"') AS told
                      FROM worm.audit_entry e WHERE e.type = 'record.signed') a
             WHERE NOT EXISTS (SELECT FROM worm.signature s WHERE s.signature_id::text = a.told)
            UNION ALL
            SELECT 'enrolment', s.key_id::text, 'the enrolment of the key of signature ' || s.signature_id
              FROM worm.signature s
             WHERE NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = s.organisation AND e.key_id = s.key_id
                   AND e.user_id = s.signer_id)
            UNION ALL
            SELECT 'enrolment', x.key_id::text, 'the enrolment that event ' || x.event_id || ' is about'
              FROM worm.certificate_event x
             WHERE NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = x.organisation AND e.key_id = x.key_id)
            UNION ALL
            SELECT 'enrolment', e.officer_key_id::text, 'the enrolment of the officer who enrolled key ' || e.key_id
              FROM worm.enrolment e
             WHERE NOT EXISTS (SELECT FROM worm.enrolment o WHERE o.organisation = e.organisation AND o.key_id = e.officer_key_id)
            UNION ALL
            SELECT 'certificate', encode(e.certificate_sha256, 'hex'), 'the certificate of key ' || e.key_id
              FROM worm.enrolment e
             WHERE NOT EXISTS (SELECT FROM worm.certificate c WHERE c.organisation = e.organisation
                   AND c.sha256 = e.certificate_sha256 AND NOT c.authority)
            UNION ALL
            SELECT 'enrolment', encode(c.sha256, 'hex'), 'the enrolment of the certificate with this SHA-256'
              FROM worm.certificate c
             WHERE NOT c.authority AND NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = c.organisation
                   AND e.certificate_sha256 = c.sha256)
            UNION ALL
            SELECT 'certificate', 'authority', 'the certificate of an authority beside those of people'
              FROM worm.certificate c HAVING count(*) > 0 AND count(*) FILTER (WHERE c.authority) = 0""";

    private StoreReferences() {}
}
