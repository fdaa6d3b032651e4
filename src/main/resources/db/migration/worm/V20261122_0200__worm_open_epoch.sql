-- Epochs of the sealed log (AUD-02, T11): after history was lost, two people decide to go on with what is left. The tree continues;
-- its checkpoints carry a new origin, and the first entry under it is that decision. PostgreSQL cannot check the two signatures: the
-- application does, before it trusts the row, and so does verification.

CREATE TABLE worm.log_epoch (
    epoch            integer PRIMARY KEY CHECK (epoch > 1),
    origin           text NOT NULL UNIQUE,
    base_size        bigint NOT NULL CHECK (base_size > 0),
    base_root        bytea NOT NULL CHECK (octet_length(base_root) = 32),
    entry_id         uuid NOT NULL UNIQUE,
    statement        bytea NOT NULL,
    first_key_id     uuid NOT NULL,
    first_signature  bytea NOT NULL CHECK (octet_length(first_signature) = 64),
    second_key_id    uuid NOT NULL,
    second_signature bytea NOT NULL CHECK (octet_length(second_signature) = 64),
    recorded_at      timestamptz NOT NULL,
    CHECK (first_key_id <> second_key_id)
);

CREATE TRIGGER refuse_row_change BEFORE UPDATE OR DELETE ON worm.log_epoch
    FOR EACH ROW EXECUTE FUNCTION worm.refuse_change();
CREATE TRIGGER refuse_statement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON worm.log_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION worm.refuse_change();
ALTER TABLE worm.log_epoch ENABLE ALWAYS TRIGGER refuse_row_change;
ALTER TABLE worm.log_epoch ENABLE ALWAYS TRIGGER refuse_statement_change;

-- Opens the next epoch on top of what is stored; the entry that tells it waits in the queue of the same transaction.
CREATE FUNCTION worm.open_epoch(statement bytea, entry uuid, first_key uuid, first_signature bytea, second_key uuid,
        second_signature bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact jsonb := worm.fact(statement, 'countersign/log-epoch/v1');
    next_epoch integer := 1 + coalesce((SELECT max(e.epoch) FROM worm.log_epoch e), 1);
    size bigint := 1 + coalesce((SELECT max(l.leaf_index) FROM worm.log_leaf l), -1);
    newest worm.checkpoint;
    people text[];
BEGIN
    SELECT * INTO newest FROM worm.checkpoint c ORDER BY c.size DESC, c.recorded_at DESC LIMIT 1;
    IF fact ->> 'epoch' IS DISTINCT FROM next_epoch::text
        OR fact ->> 'origin' IS DISTINCT FROM format('countersign.dev/%s/%s', fact ->> 'installation', next_epoch) THEN
        PERFORM worm.refuse('WORM-033', format('the next epoch is %s', next_epoch));
    END IF;
    IF newest.size IS DISTINCT FROM size OR fact ->> 'baseSize' IS DISTINCT FROM size::text
        OR fact ->> 'baseRoot' IS DISTINCT FROM encode(newest.root, 'hex') THEN
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
    VALUES (next_epoch, fact ->> 'origin', size, newest.root, entry, statement, first_key, first_signature, second_key,
        second_signature, clock_timestamp());
END $$;

-- Once an epoch is open, no checkpoint of another is made, and none before the decision is the epoch's first entry.
CREATE FUNCTION worm.demand_epoch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    newest worm.log_epoch;
BEGIN
    SELECT * INTO newest FROM worm.log_epoch e ORDER BY e.epoch DESC LIMIT 1;
    IF newest.epoch IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.origin IS DISTINCT FROM newest.origin THEN
        PERFORM worm.refuse('WORM-037', format('the log is in the epoch of %s, not in that of %s', newest.origin, NEW.origin));
    END IF;
    IF NOT EXISTS (SELECT FROM worm.log_leaf l WHERE l.leaf_index = newest.base_size AND l.entry_id = newest.entry_id) THEN
        PERFORM worm.refuse('WORM-038', format('the first entry of %s is the decision that opened it', newest.origin));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demand_epoch BEFORE INSERT ON worm.checkpoint FOR EACH ROW EXECUTE FUNCTION worm.demand_epoch();
ALTER TABLE worm.checkpoint ENABLE ALWAYS TRIGGER demand_epoch;

REVOKE ALL ON FUNCTION worm.open_epoch(bytea, uuid, uuid, bytea, uuid, bytea), worm.demand_epoch() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worm.open_epoch(bytea, uuid, uuid, bytea, uuid, bytea) TO countersign_app;
GRANT SELECT ON worm.log_epoch TO countersign_app, countersign_sequencer;
