-- What witnesses gave for checkpoints (AUD-02): evidence that a checkpoint was known outside, and how long a witness's memory was.
-- Receipts are checked by whoever reads them: a false one is found by verification, and proves nothing.

ALTER TABLE worm.witness_receipt ADD CONSTRAINT witness_receipt_is_small
    CHECK (octet_length(receipt) BETWEEN 1 AND 65535 AND length(witness) BETWEEN 1 AND 255);
CREATE INDEX witness_receipt_by_witness ON worm.witness_receipt (witness, origin, size);

CREATE FUNCTION worm.append_witness_receipt(origin text, size bigint, witness text, receipt bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO worm.witness_receipt (origin, size, witness, receipt, recorded_at)
    VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT DO NOTHING;
$$;

REVOKE ALL ON FUNCTION worm.append_witness_receipt(text, bigint, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worm.append_witness_receipt(text, bigint, text, bytea) TO countersign_app;
