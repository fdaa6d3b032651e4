-- Sealing and opening an epoch exclude one another: each takes its lock first and compares afterwards. A checkpoint that was made while
-- an epoch was opened would be the last of a log that nobody can seal any more. A table's lock needs more than the privileges of
-- the application and the sequencer: they cannot hold anybody up with it.

-- The comparisons behind a lock are worth nothing with rows as they were before it.
CREATE FUNCTION worm.demand_newest_rows() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        PERFORM worm.refuse('WORM-040', format('in isolation %s older rows would be compared (expected: read committed)',
            current_setting('transaction_isolation')));
    END IF;
END $$;
REVOKE ALL ON FUNCTION worm.demand_newest_rows() FROM PUBLIC;

-- As before, behind its lock.
CREATE OR REPLACE FUNCTION worm.seal(origin text, first_index bigint, entries uuid[], leaf_hashes bytea[],
        tile_levels integer[], tile_indexes bigint[], tile_widths integer[], tiles bytea[], root bytea, note bytea)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted bigint := cardinality(entries);
    taken bigint;
    sealed bigint;
    head bigint;
    moment timestamptz;
BEGIN
    PERFORM worm.demand_newest_rows();
    -- others that seal are met at the queue's rows and the primary keys; one that opens an epoch has to wait
    LOCK TABLE worm.log_epoch IN SHARE MODE;
    head := 1 + coalesce((SELECT max(l.leaf_index) FROM worm.log_leaf l), -1);
    moment := clock_timestamp();
    IF coalesce(wanted, 0) = 0 OR cardinality(leaf_hashes) IS DISTINCT FROM wanted THEN
        PERFORM worm.refuse('WORM-028', 'nothing is sealed without entries, and each entry has its leaf hash');
    END IF;
    IF first_index IS DISTINCT FROM head THEN
        PERFORM worm.refuse('WORM-029', format('index %s does not follow: the log has %s entries', first_index, head));
    END IF;
    IF starts_with(convert_from(note, 'UTF8'),
            format(E'%s\n%s\n%s\n\n— %s ', origin, head + wanted, encode(root, 'base64'), origin)) IS NOT TRUE THEN
        PERFORM worm.refuse('WORM-030', format('the note is not of origin %s, size %s and this root', origin, head + wanted));
    END IF;
    DELETE FROM worm.log_queue q USING unnest(entries, leaf_hashes) AS g(entry_id, leaf_hash)
    WHERE q.entry_id = g.entry_id AND q.leaf_hash = g.leaf_hash;
    GET DIAGNOSTICS taken = ROW_COUNT;
    INSERT INTO worm.log_leaf (leaf_index, entry_id, leaf_hash, recorded_at)
    SELECT head + g.place - 1, g.entry_id, g.leaf_hash, moment
    FROM unnest(entries, leaf_hashes) WITH ORDINALITY AS g(entry_id, leaf_hash, place)
    JOIN worm.audit_entry a ON a.entry_id = g.entry_id
    WHERE taken = wanted AND g.leaf_hash = a.leaf_hash AND g.leaf_hash = sha256('\x00'::bytea || a.entry);
    GET DIAGNOSTICS sealed = ROW_COUNT;
    IF sealed <> wanted THEN
        PERFORM worm.refuse('WORM-031', format('entry %s has another leaf hash', g.entry_id))
            FROM unnest(entries, leaf_hashes) AS g(entry_id, leaf_hash) JOIN worm.audit_entry a ON a.entry_id = g.entry_id
            WHERE g.leaf_hash IS DISTINCT FROM a.leaf_hash OR g.leaf_hash IS DISTINCT FROM sha256('\x00'::bytea || a.entry);
        PERFORM worm.refuse('WORM-032', format('%s of %s entries do not wait in the queue', wanted - taken, wanted));
    END IF;
    INSERT INTO worm.log_tile (level, tile_index, width, tile, recorded_at)
    SELECT t.level, t.tile_index, t.width, t.tile, moment
    FROM unnest(tile_levels, tile_indexes, tile_widths, tiles) AS t(level, tile_index, width, tile);
    INSERT INTO worm.checkpoint (origin, size, root, note, recorded_at)
    VALUES (origin, head + wanted, root, note, moment);
END $$;

-- The number follows all that are stored and that of the checkpoint the witnesses showed: an older copy of the database has forgotten epochs
-- that witnesses know.
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
        AND NOT EXISTS (SELECT FROM worm.certificate_event c WHERE c.key_id = e.key_id);
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
