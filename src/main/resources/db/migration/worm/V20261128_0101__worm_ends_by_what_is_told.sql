-- KEY-05: when a certificate ended is read from the bytes of its event and from those of the audit entry that tells of it. A column beside
-- them says nothing, and an event that was taken away leaves its entry. Which of the two is true PostgreSQL cannot tell: either counts, and
-- the release door compares them.
CREATE FUNCTION worm.has_ended(org text, key uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM worm.certificate_event c WHERE c.organisation = org AND c.key_id = key
            AND coalesce((convert_from(c.bytes, 'UTF8')::jsonb ->> 'createdAt')::timestamptz, '-infinity') <= moment)
        OR EXISTS (SELECT FROM worm.audit_entry a WHERE a.organisation = org AND a.type = 'key.ended'
            AND position(convert_to('"keyId":"' || key || '"', 'UTF8') IN a.entry) > 0
            AND coalesce((convert_from(a.entry, 'UTF8')::jsonb ->> 'time')::timestamptz, '-infinity') <= moment)
$$;
REVOKE ALL ON FUNCTION worm.has_ended(text, uuid, timestamptz) FROM PUBLIC;

CREATE OR REPLACE FUNCTION worm.demand_signatures(org text, id uuid, number integer) RETURNS void LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan worm.signature_plan;
    this_version worm.record_version;
    wanted_step jsonb;
    wanted integer;
    signers text[];
    after_sequence bigint := 0;
    reached bigint;
    culprit text;
BEGIN
    SELECT * INTO this_version FROM worm.record_version v
        WHERE v.organisation = org AND v.record_id = id AND v.version = number;
    SELECT * INTO plan FROM worm.signature_plan p
        WHERE p.organisation = org AND p.record_id = id ORDER BY p.sequence DESC LIMIT 1;
    IF plan.plan IS NULL THEN
        PERFORM worm.refuse('WORM-020', format('record %s has no signature plan', id));
    END IF;
    IF EXISTS (SELECT FROM worm.signature s WHERE s.organisation = org AND s.record_id = id AND s.version = number
        AND s.decision = 'reject') THEN
        PERFORM worm.refuse('WORM-021', format('version %s of record %s was rejected', number, id));
    END IF;
    FOR wanted_step IN SELECT s FROM jsonb_array_elements(convert_from(plan.plan, 'UTF8')::jsonb -> 'steps')
        WITH ORDINALITY AS t(s, position) ORDER BY t.position LOOP
        IF wanted_step ->> 'applies' = 'person-drafted' AND this_version.author_kind <> 'person' THEN
            CONTINUE;
        END IF;
        wanted := (wanted_step ->> 'count')::integer;
        SELECT array_agg(w.signer_id), max(w.sequence) INTO signers, reached FROM (
            SELECT s.signer_id, s.sequence FROM worm.signature s
            WHERE s.organisation = org AND s.record_id = id AND s.version = number AND s.step = wanted_step ->> 'code'
                AND s.meaning = wanted_step ->> 'meaning' AND s.decision = 'approve' AND s.plan_sha256 = plan.sha256
                AND s.sequence > after_sequence
                AND NOT worm.has_ended(org, s.key_id, s.signed_at)
            ORDER BY s.sequence LIMIT wanted) w;
        IF wanted < 1 OR coalesce(array_length(signers, 1), 0) < wanted THEN
            PERFORM worm.refuse('WORM-022', format('version %s of record %s lacks the signatures of step %s',
                number, id, wanted_step ->> 'code'));
        END IF;
        IF wanted_step ->> 'role' = '' AND signers <> ARRAY[this_version.author_id] THEN
            PERFORM worm.refuse('WORM-023', format('step %s is not signed by the author', wanted_step ->> 'code'));
        END IF;
        SELECT u INTO culprit FROM unnest(signers) u WHERE
            (wanted_step -> 'independentOf' ? 'author' AND EXISTS (SELECT FROM worm.record_version v WHERE v.organisation = org
                AND v.record_id = id AND v.author_kind = 'person' AND v.author_id = u))
            OR EXISTS (SELECT FROM worm.signature s WHERE s.organisation = org AND s.record_id = id AND s.signer_id = u
                AND wanted_step -> 'independentOf' ? s.step)
            LIMIT 1;
        IF culprit IS NOT NULL THEN
            PERFORM worm.refuse('WORM-024', format('person %s had another hand in record %s and signed step %s',
                culprit, id, wanted_step ->> 'code'));
        END IF;
        after_sequence := reached;
    END LOOP;
    IF after_sequence = 0 THEN
        PERFORM worm.refuse('WORM-025', format('no step of the plan applies to version %s of record %s', number, id));
    END IF;
END $$;
