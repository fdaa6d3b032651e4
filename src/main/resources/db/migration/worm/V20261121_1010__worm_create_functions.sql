-- The append functions: the only way into the write-once tables. Each takes a fact's exact bytes, extracts every column
-- from them, sets recorded_at and sequence itself and refuses a fact whose own time is more than 5 s from the clock.

CREATE INDEX record_event_by_version ON worm.record_event (organisation, record_id, version, sequence);
CREATE UNIQUE INDEX signature_once_per_step
    ON worm.signature (organisation, record_id, version, step, signer_id);
CREATE INDEX signature_by_key ON worm.signature (organisation, key_id);

CREATE FUNCTION worm.refuse(rule text, detail text) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% %', rule, detail;
END $$;

-- Parses a fact and demands its format and this installation.
CREATE FUNCTION worm.fact(bytes bytea, expected_format text) RETURNS jsonb LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := convert_from(bytes, 'UTF8')::jsonb;
    home worm.installation;
BEGIN
    SELECT * INTO home FROM worm.installation;
    IF fact ->> 'format' IS DISTINCT FROM expected_format THEN
        PERFORM worm.refuse('WORM-002', format('format %s (expected: %s)', fact ->> 'format', expected_format));
    END IF;
    IF fact ->> 'organisation' IS DISTINCT FROM home.organisation
        OR fact ->> 'installation' IS DISTINCT FROM home.installation_id::text
        OR fact ->> 'environment' IS DISTINCT FROM home.environment THEN
        PERFORM worm.refuse('WORM-003', 'the fact is of another installation, organisation or environment');
    END IF;
    RETURN fact;
END $$;

CREATE FUNCTION worm.fact_time(value text) RETURNS timestamptz LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := value::timestamptz;
BEGIN
    IF value IS NULL OR value !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'
        OR moment NOT BETWEEN clock_timestamp() - interval '5 s' AND clock_timestamp() + interval '5 s' THEN
        PERFORM worm.refuse('WORM-004', format('time %s is more than 5 s from the database''s clock', value));
    END IF;
    RETURN moment;
END $$;

CREATE FUNCTION worm.create_installation(organisation text, installation uuid, environment text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO worm.installation (organisation, installation_id, environment, recorded_at)
    VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION worm.lock_record(record uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT FROM worm.record r
    WHERE r.organisation = (SELECT i.organisation FROM worm.installation i) AND r.record_id = $1
    FOR NO KEY UPDATE;
$$;

CREATE FUNCTION worm.append_blob(bytes bytea) RETURNS bytea LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO worm.blob (organisation, sha256, bytes, length, recorded_at)
    SELECT i.organisation, sha256($1), $1, octet_length($1), clock_timestamp() FROM worm.installation i
    ON CONFLICT DO NOTHING;
    SELECT sha256($1);
$$;

-- The version in force, if one is: its own last event says effective.
CREATE FUNCTION worm.version_in_force(org text, record uuid) RETURNS integer LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT last.version FROM (SELECT DISTINCT ON (e.version) e.version, e.status FROM worm.record_event e
        WHERE e.organisation = $1 AND e.record_id = $2 ORDER BY e.version, e.sequence DESC) last
    WHERE last.status = 'effective';
$$;

CREATE FUNCTION worm.append_version(manifest bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(manifest, 'countersign/version/v1');
    org text := fact ->> 'organisation';
    id uuid := (fact ->> 'recordId')::uuid;
    number integer := (fact ->> 'version')::integer;
    previous bytea := decode(fact ->> 'previousSha256', 'hex');
    moment timestamptz := worm.fact_time(fact ->> 'createdAt');
    last worm.record_version;
    last_status text;
    missing text;
BEGIN
    IF number = 1 THEN
        INSERT INTO worm.record VALUES (org, id, fact ->> 'type', clock_timestamp());
    ELSE
        PERFORM worm.lock_record(id);
        SELECT * INTO last FROM worm.record_version v
            WHERE v.organisation = org AND v.record_id = id ORDER BY v.version DESC LIMIT 1;
        SELECT e.status INTO last_status FROM worm.record_event e
            WHERE e.organisation = org AND e.record_id = id ORDER BY e.sequence DESC LIMIT 1;
        IF last.version IS DISTINCT FROM number - 1 OR last.sha256 IS DISTINCT FROM previous
            OR last.type IS DISTINCT FROM fact ->> 'type' THEN
            PERFORM worm.refuse('WORM-005', format('version %s does not follow the latest version of record %s', number, id));
        END IF;
        IF coalesce(fact ->> 'reason', '') = '' THEN
            PERFORM worm.refuse('WORM-006', format('version %s of record %s has no reason for change', number, id));
        END IF;
        -- a revision that was withdrawn leaves the version in force, which can be revised anew
        IF last_status NOT IN ('draft', 'in-rework', 'effective')
            AND NOT (last_status = 'withdrawn' AND worm.version_in_force(org, id) IS NOT NULL) THEN
            PERFORM worm.refuse('WORM-007', format('record %s is %s and takes no new version', id, last_status));
        END IF;
    END IF;
    SELECT a ->> 'sha256' INTO missing FROM jsonb_array_elements(fact -> 'attachments') a
        WHERE NOT EXISTS (SELECT FROM worm.blob b WHERE b.organisation = org AND b.sha256 = decode(a ->> 'sha256', 'hex')
            AND b.length = (a ->> 'length')::bigint) LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM worm.refuse('WORM-008', format('attachment %s is not in the store', missing));
    END IF;
    INSERT INTO worm.record_version (organisation, record_id, version, sha256, manifest, type, title, author_id,
        author_kind, content_sha256, previous_sha256, created_at, recorded_at)
    VALUES (org, id, number, sha256(manifest), manifest, fact ->> 'type', fact ->> 'title', fact #>> '{author,id}',
        fact #>> '{author,kind}', decode(fact #>> '{content,sha256}', 'hex'), previous, moment, clock_timestamp());
END $$;

CREATE FUNCTION worm.append_signature_plan(plan bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(plan, 'countersign/signature-plan/v1');
    org text := fact ->> 'organisation';
    id uuid := (fact ->> 'recordId')::uuid;
    moment timestamptz := worm.fact_time(fact ->> 'createdAt');
    last_status text;
BEGIN
    PERFORM worm.lock_record(id);
    SELECT e.status INTO last_status FROM worm.record_event e
        WHERE e.organisation = org AND e.record_id = id ORDER BY e.sequence DESC LIMIT 1;
    -- a plan that could be exchanged while people sign would be no plan
    IF last_status IS DISTINCT FROM 'draft' THEN
        PERFORM worm.refuse('WORM-009', format('record %s is %s; a plan is fixed before review begins', id, last_status));
    END IF;
    IF coalesce(jsonb_array_length(fact -> 'steps'), 0) = 0 THEN
        PERFORM worm.refuse('WORM-010', 'a plan without steps asks for no signature');
    END IF;
    INSERT INTO worm.signature_plan (organisation, record_id, sequence, sha256, plan, created_at, recorded_at)
    VALUES (org, id, 1 + (SELECT coalesce(max(p.sequence), 0) FROM worm.signature_plan p
        WHERE p.organisation = org AND p.record_id = id), sha256(plan), plan, moment, clock_timestamp());
END $$;

CREATE FUNCTION worm.append_authority_certificate(certificate bytea) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO worm.certificate (organisation, sha256, certificate, authority, recorded_at)
    SELECT i.organisation, sha256($1), $1, true, clock_timestamp() FROM worm.installation i
    ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION worm.append_enrolment(statement bytea, officer_signature bytea, certificate bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(statement, 'countersign/enrolment/v1');
    org text := fact ->> 'organisation';
    officer text := fact #>> '{proofing,officer,userId}';
    officer_key uuid := (fact #>> '{proofing,officer,keyId}')::uuid;
    is_founder boolean := (fact ->> 'founder')::boolean;
    moment timestamptz := worm.fact_time(fact ->> 'enrolledAt');
BEGIN
    IF decode(fact ->> 'certificateSha256', 'hex') IS DISTINCT FROM sha256(certificate) THEN
        PERFORM worm.refuse('WORM-011', 'the enrolment statement names another certificate');
    END IF;
    -- serialises the count of founders
    PERFORM pg_advisory_xact_lock(hashtext('worm.enrolment'));
    IF is_founder AND ((SELECT count(*) FROM worm.enrolment e WHERE e.organisation = org AND e.founder) >= 2
        OR EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = org AND NOT e.founder)) THEN
        PERFORM worm.refuse('WORM-012', 'the two founders are enrolled; nobody else can be one');
    END IF;
    IF NOT is_founder AND NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = org
        AND e.key_id = officer_key AND e.user_id = officer) THEN
        PERFORM worm.refuse('WORM-013', format('proofing officer %s has no enrolled key %s', officer, officer_key));
    END IF;
    INSERT INTO worm.certificate VALUES (org, sha256(certificate), certificate, false, clock_timestamp());
    INSERT INTO worm.enrolment (organisation, key_id, user_id, officer_id, officer_key_id, founder, public_key,
        certificate_sha256, statement, officer_signature, enrolled_at, recorded_at)
    VALUES (org, (fact #>> '{key,keyId}')::uuid, fact #>> '{person,userId}', officer, officer_key, is_founder,
        decode(fact #>> '{key,publicKey}', 'base64'), sha256(certificate), statement, officer_signature, moment,
        clock_timestamp());
END $$;

CREATE FUNCTION worm.append_certificate_event(event bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(event, 'countersign/certificate-event/v1');
BEGIN
    INSERT INTO worm.certificate_event (organisation, event_id, key_id, event, bytes, created_at, recorded_at)
    VALUES (fact ->> 'organisation', (fact ->> 'eventId')::uuid, (fact ->> 'keyId')::uuid, fact ->> 'event', event,
        worm.fact_time(fact ->> 'createdAt'), clock_timestamp());
END $$;

CREATE FUNCTION worm.append_signature(intent bytea, statement bytea, signature bytea, jws text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said jsonb := worm.fact(intent, 'countersign/intent/v1');
    fact jsonb := worm.fact(statement, 'countersign/signature/v1');
    org text := fact ->> 'organisation';
    id uuid := (said ->> 'recordId')::uuid;
    number integer := (said ->> 'version')::integer;
    signer text := fact #>> '{signer,userId}';
    key uuid := (fact #>> '{signer,keyId}')::uuid;
    moment timestamptz := worm.fact_time(fact ->> 'signedAt');
    newest worm.record_version;
    plan worm.signature_plan;
    step jsonb;
    last_status text;
BEGIN
    PERFORM worm.lock_record(id);
    IF fact -> 'intent' IS DISTINCT FROM said OR fact ->> 'intentSha256' IS DISTINCT FROM encode(sha256(intent), 'hex')
        OR said ->> 'person' IS DISTINCT FROM signer THEN
        PERFORM worm.refuse('WORM-014', 'statement and intent do not belong together');
    END IF;
    SELECT * INTO newest FROM worm.record_version v
        WHERE v.organisation = org AND v.record_id = id ORDER BY v.version DESC LIMIT 1;
    SELECT e.status INTO last_status FROM worm.record_event e
        WHERE e.organisation = org AND e.record_id = id ORDER BY e.sequence DESC LIMIT 1;
    IF newest.version IS DISTINCT FROM number
        OR encode(newest.sha256, 'hex') IS DISTINCT FROM said ->> 'versionSha256'
        OR last_status IS DISTINCT FROM 'in-review' THEN
        PERFORM worm.refuse('WORM-015', format('version %s of record %s is not the one in review', number, id));
    END IF;
    SELECT * INTO plan FROM worm.signature_plan p
        WHERE p.organisation = org AND p.record_id = id ORDER BY p.sequence DESC LIMIT 1;
    SELECT s INTO step FROM jsonb_array_elements(convert_from(plan.plan, 'UTF8')::jsonb -> 'steps') s
        WHERE s ->> 'code' = said ->> 'planStep';
    IF encode(plan.sha256, 'hex') IS DISTINCT FROM said ->> 'planSha256' OR step IS NULL
        OR said #>> '{meaning,code}' IS DISTINCT FROM
            (CASE said ->> 'decision' WHEN 'approve' THEN step ->> 'meaning' ELSE 'rejection' END) THEN
        PERFORM worm.refuse('WORM-016', format('step %s with this meaning is not in the plan of record %s',
            said ->> 'planStep', id));
    END IF;
    IF NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = org AND e.key_id = key AND e.user_id = signer
            AND encode(e.certificate_sha256, 'hex') = fact #>> '{signer,certificateSha256}')
        OR EXISTS (SELECT FROM worm.certificate_event c WHERE c.organisation = org AND c.key_id = key) THEN
        PERFORM worm.refuse('WORM-017', format('person %s has no enrolled, current key %s', signer, key));
    END IF;
    INSERT INTO worm.signature (organisation, signature_id, record_id, version, sequence, plan_sha256, step, meaning,
        decision, signer_id, key_id, intent_sha256, statement_sha256, presentation_sha256, intent, statement, signature,
        jws, signed_at, recorded_at)
    VALUES (org, (fact ->> 'signatureId')::uuid, id, number,
        1 + (SELECT coalesce(max(s.sequence), 0) FROM worm.signature s WHERE s.organisation = org AND s.record_id = id),
        plan.sha256, said ->> 'planStep', said #>> '{meaning,code}', said ->> 'decision', signer, key, sha256(intent),
        sha256(statement), decode(said ->> 'presentationSha256', 'hex'), intent, statement, signature, jws, moment,
        clock_timestamp());
END $$;

-- WFL-11: the plan's signatures, in order, by different and independent people with current keys, none rejecting, over
-- exactly this version. PostgreSQL cannot check Ed25519: the release door does, and verification finds a false row.
CREATE FUNCTION worm.demand_signatures(org text, id uuid, number integer) RETURNS void LANGUAGE plpgsql STABLE
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
                AND NOT EXISTS (SELECT FROM worm.certificate_event c WHERE c.organisation = org AND c.key_id = s.key_id
                    AND c.created_at <= s.signed_at)
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

CREATE FUNCTION worm.append_record_event(event bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(event, 'countersign/record-event/v1');
    org text := fact ->> 'organisation';
    id uuid := (fact ->> 'recordId')::uuid;
    number integer := (fact ->> 'version')::integer;
    new_status text := fact ->> 'status';
    moment timestamptz := worm.fact_time(fact ->> 'createdAt');
    newest worm.record_version;
    old_status text;
    record_status text;
    next_sequence bigint;
    allowed text[];
BEGIN
    PERFORM worm.lock_record(id);
    SELECT * INTO newest FROM worm.record_version v
        WHERE v.organisation = org AND v.record_id = id ORDER BY v.version DESC LIMIT 1;
    SELECT e.status INTO old_status FROM worm.record_event e
        WHERE e.organisation = org AND e.record_id = id AND e.version = number ORDER BY e.sequence DESC LIMIT 1;
    SELECT e.status, e.sequence INTO record_status, next_sequence FROM worm.record_event e
        WHERE e.organisation = org AND e.record_id = id ORDER BY e.sequence DESC LIMIT 1;
    allowed := CASE coalesce(old_status, 'none')
        WHEN 'none' THEN ARRAY['draft']
        WHEN 'draft' THEN ARRAY['in-review', 'withdrawn']
        WHEN 'in-review' THEN ARRAY['in-rework', 'approved', 'withdrawn']
        WHEN 'in-rework' THEN ARRAY['withdrawn']
        WHEN 'approved' THEN ARRAY['effective']
        WHEN 'effective' THEN ARRAY['superseded', 'obsolete']
        ELSE ARRAY[]::text[] END;
    IF NOT new_status = ANY (allowed) OR record_status = 'obsolete'
        OR (record_status = 'withdrawn' AND worm.version_in_force(org, id) IS NULL) THEN
        PERFORM worm.refuse('WORM-018', format('version %s of record %s is %s and cannot become %s', number, id,
            coalesce(old_status, 'new'), new_status));
    END IF;
    IF fact ->> 'versionSha256' IS DISTINCT FROM encode((SELECT v.sha256 FROM worm.record_version v
            WHERE v.organisation = org AND v.record_id = id AND v.version = number), 'hex')
        OR (new_status <> 'superseded' AND newest.version <> number) THEN
        PERFORM worm.refuse('WORM-019', format('version %s with this hash is not the latest of record %s', number, id));
    END IF;
    IF new_status IN ('approved', 'effective') THEN
        PERFORM worm.demand_signatures(org, id, number);
    END IF;
    IF new_status = 'superseded' AND record_status IS DISTINCT FROM 'approved' THEN
        PERFORM worm.refuse('WORM-026', format('version %s of record %s is superseded only by an approved one', number, id));
    END IF;
    INSERT INTO worm.record_event (organisation, event_id, record_id, sequence, version, status, actor_id, event,
        created_at, recorded_at)
    VALUES (org, (fact ->> 'eventId')::uuid, id, 1 + coalesce(next_sequence, 0), number, new_status,
        fact #>> '{actor,id}', event, moment, clock_timestamp());
END $$;

-- An entry and its place in the queue, in one statement (a locked chain head would lose group commit).
CREATE FUNCTION worm.append_entry(entry bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(entry, 'countersign/audit-entry/v1');
    org text := fact ->> 'organisation';
    record uuid := (fact ->> 'recordId')::uuid;
    number bigint := (fact ->> 'recordSequence')::bigint;
    moment timestamptz := worm.fact_time(fact ->> 'time');
    previous worm.audit_entry;
BEGIN
    IF number IS NOT NULL THEN
        SELECT * INTO previous FROM worm.audit_entry a WHERE a.organisation = org AND a.record_id = record
            AND a.record_sequence IS NOT NULL ORDER BY a.record_sequence DESC LIMIT 1;
        IF number <> coalesce(previous.record_sequence, 0) + 1
            OR decode(fact ->> 'previousRecordEntry', 'hex') IS DISTINCT FROM previous.leaf_hash THEN
            PERFORM worm.refuse('WORM-027', format('entry %s does not follow the last entry of record %s', number, record));
        END IF;
    END IF;
    WITH appended AS (
        INSERT INTO worm.audit_entry (organisation, entry_id, leaf_hash, entry, actor_id, type, record_id,
            record_sequence, created_at, recorded_at)
        VALUES (org, (fact ->> 'entryId')::uuid, sha256('\x00'::bytea || entry), entry, fact #>> '{actor,id}',
            fact ->> 'type', record, number, moment, clock_timestamp())
        RETURNING entry_id, leaf_hash)
    INSERT INTO worm.log_queue SELECT a.entry_id, a.leaf_hash FROM appended a;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA worm FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA worm FROM PUBLIC;
GRANT USAGE ON SCHEMA worm TO countersign_app;
GRANT SELECT ON ALL TABLES IN SCHEMA worm TO countersign_app;
GRANT EXECUTE ON FUNCTION worm.create_installation(text, uuid, text), worm.lock_record(uuid), worm.append_blob(bytea),
    worm.append_version(bytea), worm.append_signature_plan(bytea), worm.append_authority_certificate(bytea),
    worm.append_enrolment(bytea, bytea, bytea), worm.append_certificate_event(bytea),
    worm.append_signature(bytea, bytea, bytea, text), worm.append_record_event(bytea), worm.append_entry(bytea)
    TO countersign_app;
