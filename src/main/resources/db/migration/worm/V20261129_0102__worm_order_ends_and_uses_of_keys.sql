-- KEY-05: a certificate's end and a use of its key that are written at the same time come one after the other. Otherwise a signature could be
-- appended with a time after an end that was not committed yet, accepted now and refused by every verifier for ever.

-- Whether the key's certificate has not ended, and does not before the caller's transaction does. Volatile: what is asked after the wait sees
-- what was committed meanwhile.
CREATE FUNCTION worm.counts_until_commit(org text, key uuid) RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('worm.key/' || key, 0));
    RETURN NOT worm.has_ended(org, key, 'infinity');
END $$;
REVOKE ALL ON FUNCTION worm.counts_until_commit(text, uuid) FROM PUBLIC;

-- whoever ends a certificate waits for those who use its key, and takes the end's time after that
CREATE OR REPLACE FUNCTION worm.append_certificate_event(event bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(event, 'countersign/certificate-event/v1');
    key uuid := (fact ->> 'keyId')::uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('worm.key/' || key, 0));
    INSERT INTO worm.certificate_event (organisation, event_id, key_id, event, bytes, created_at, recorded_at)
    VALUES (fact ->> 'organisation', (fact ->> 'eventId')::uuid, key, fact ->> 'event', event,
        worm.fact_time(fact ->> 'createdAt'), clock_timestamp());
END $$;

CREATE OR REPLACE FUNCTION worm.append_enrolment(statement bytea, officer_signature bytea, certificate bytea) RETURNS void
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
    IF NOT is_founder AND (NOT EXISTS (SELECT FROM worm.enrolment e WHERE e.organisation = org
            AND e.key_id = officer_key AND e.user_id = officer) OR NOT worm.counts_until_commit(org, officer_key)) THEN
        PERFORM worm.refuse('WORM-013', format('proofing officer %s has no enrolled, current key %s', officer, officer_key));
    END IF;
    INSERT INTO worm.certificate VALUES (org, sha256(certificate), certificate, false, clock_timestamp());
    INSERT INTO worm.enrolment (organisation, key_id, user_id, officer_id, officer_key_id, founder, public_key,
        certificate_sha256, statement, officer_signature, enrolled_at, recorded_at)
    VALUES (org, (fact #>> '{key,keyId}')::uuid, fact #>> '{person,userId}', officer, officer_key, is_founder,
        decode(fact #>> '{key,publicKey}', 'base64'), sha256(certificate), statement, officer_signature, moment,
        clock_timestamp());
END $$;

CREATE OR REPLACE FUNCTION worm.append_signature(intent bytea, statement bytea, signature bytea, jws text) RETURNS void
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
    recorded timestamptz;
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
        OR NOT worm.counts_until_commit(org, key) THEN
        PERFORM worm.refuse('WORM-017', format('person %s has no enrolled, current key %s', signer, key));
    END IF;
    -- the time compared is the one that is written: what took long up to here is refused now, not doubted for ever
    recorded := clock_timestamp();
    IF moment NOT BETWEEN recorded - interval '5 s' AND recorded + interval '5 s' THEN
        PERFORM worm.refuse('WORM-004', format('time %s is more than 5 s from the database''s clock', fact ->> 'signedAt'));
    END IF;
    INSERT INTO worm.signature (organisation, signature_id, record_id, version, sequence, plan_sha256, step, meaning,
        decision, signer_id, key_id, intent_sha256, statement_sha256, presentation_sha256, intent, statement, signature,
        jws, signed_at, recorded_at)
    VALUES (org, (fact ->> 'signatureId')::uuid, id, number,
        1 + (SELECT coalesce(max(s.sequence), 0) FROM worm.signature s WHERE s.organisation = org AND s.record_id = id),
        plan.sha256, said ->> 'planStep', said #>> '{meaning,code}', said ->> 'decision', signer, key, sha256(intent),
        sha256(statement), decode(said ->> 'presentationSha256', 'hex'), intent, statement, signature, jws, moment,
        recorded);
END $$;

CREATE OR REPLACE FUNCTION worm.open_epoch(statement bytea, entry uuid, first_key uuid, first_signature bytea, second_key uuid,
        second_signature bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(statement, 'countersign/log-epoch/v1');
    name text := format('countersign.dev/%s/', fact ->> 'installation');
    number integer := substring(fact ->> 'epoch' FROM '^[1-9][0-9]{0,8}$')::integer;
    last_epoch worm.log_epoch;
    witnessed integer := substring(fact #>> '{witnessed,origin}' FROM '/([1-9][0-9]{0,8})$')::integer;
    size bigint;
    newest worm.checkpoint;
    people text[];
BEGIN
    PERFORM worm.demand_newest_rows();
    -- against what seals and against another that opens an epoch: what is compared below stays so until the commit
    LOCK TABLE worm.log_epoch IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO last_epoch FROM worm.log_epoch e ORDER BY e.epoch DESC LIMIT 1;
    size := 1 + coalesce((SELECT max(l.leaf_index) FROM worm.log_leaf l), -1);
    SELECT * INTO newest FROM worm.checkpoint c ORDER BY c.size DESC, c.recorded_at DESC LIMIT 1;
    IF (number > greatest(last_epoch.epoch, witnessed, 1)) IS NOT TRUE OR fact ->> 'origin' IS DISTINCT FROM name || number THEN
        PERFORM worm.refuse('WORM-033', format('an epoch comes after each that is stored or was witnessed (expected: more than %s)',
            greatest(last_epoch.epoch, witnessed, 1)));
    END IF;
    IF newest.size IS DISTINCT FROM size OR fact ->> 'baseSize' IS DISTINCT FROM size::text
        OR fact ->> 'baseRoot' IS DISTINCT FROM encode(newest.root, 'hex')
        OR fact ->> 'baseOrigin' IS DISTINCT FROM coalesce(last_epoch.origin, name || 1) THEN
        PERFORM worm.refuse('WORM-034', format('the decision is not about the log that is stored, of size %s', size));
    END IF;
    SELECT array_agg(DISTINCT e.user_id) INTO people FROM worm.enrolment e
    WHERE e.key_id IN (first_key, second_key)
        AND worm.counts_until_commit(e.organisation, e.key_id);
    IF coalesce(array_length(people, 1), 0) <> 2 THEN
        PERFORM worm.refuse('WORM-035', 'an epoch is opened by two people with current keys');
    END IF;
    IF NOT EXISTS (SELECT FROM worm.log_queue q WHERE q.entry_id = entry) THEN
        PERFORM worm.refuse('WORM-036', 'the entry that tells of the decision waits to be sealed');
    END IF;
    INSERT INTO worm.log_epoch (epoch, origin, base_size, base_root, entry_id, statement, first_key_id, first_signature,
        second_key_id, second_signature, recorded_at)
    VALUES (number, fact ->> 'origin', size, newest.root, entry, statement, first_key, first_signature, second_key,
        second_signature, clock_timestamp());
END $$;
