-- Sealing (AUD-02): the sequencer's one way into leaves, tiles and checkpoints. What is queued is taken by presence, never by
-- "later than the last": an entry of a slow transaction becomes visible after entries with higher ids, and is sealed then.

-- The queue is emptied all the time: what is dead in it would be read again and again.
ALTER TABLE worm.log_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 1);

-- append_entry inserts entry and queue row in one statement, seal reads every entry it takes in, and no entry is ever deleted: a
-- foreign key says nothing more, and would lock each entry's row once when it is appended and once when it is sealed.
ALTER TABLE worm.log_queue DROP CONSTRAINT log_queue_entry_id_fkey;
ALTER TABLE worm.log_leaf DROP CONSTRAINT log_leaf_entry_id_fkey;

-- Hashes do not compress.
ALTER TABLE worm.log_tile ALTER COLUMN tile SET STORAGE EXTERNAL;
ALTER TABLE worm.log_tile ADD CONSTRAINT log_tile_holds_hashes CHECK (octet_length(tile) = 32 * width);
ALTER TABLE worm.log_leaf ADD CONSTRAINT log_leaf_is_hash CHECK (octet_length(leaf_hash) = 32);
ALTER TABLE worm.checkpoint ADD CONSTRAINT checkpoint_root_is_hash CHECK (octet_length(root) = 32);
CREATE INDEX checkpoint_by_size ON worm.checkpoint (size);

-- Appends entries[i] with leaf_hashes[i] at first_index + i - 1, the tiles that this completes, and the signed checkpoint of the
-- size that follows. A second sequencer at work waits at the queue's rows and then finds them gone, or fails at the
-- primary key of the leaves: each entry is sealed once, whoever believes to lead.
CREATE FUNCTION worm.seal(origin text, first_index bigint, entries uuid[], leaf_hashes bytea[],
        tile_levels integer[], tile_indexes bigint[], tile_widths integer[], tiles bytea[], root bytea, note bytea)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted bigint := cardinality(entries);
    taken bigint;
    sealed bigint;
    head bigint := 1 + coalesce((SELECT max(l.leaf_index) FROM worm.log_leaf l), -1);
    moment timestamptz := clock_timestamp();
BEGIN
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

REVOKE ALL ON FUNCTION worm.seal(text, bigint, uuid[], bytea[], integer[], bigint[], integer[], bytea[], bytea, bytea)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    worm.seal(text, bigint, uuid[], bytea[], integer[], bigint[], integer[], bytea[], bytea, bytea)
    TO countersign_sequencer;
GRANT USAGE ON SCHEMA worm TO countersign_sequencer;
GRANT SELECT ON worm.log_queue, worm.log_leaf, worm.log_tile, worm.checkpoint TO countersign_sequencer;
