-- What records are found by: the words of a version, of what it says as well as of what it is known by. A row for each version, written with it
-- and never again, so that a change of status touches no index of words. A projection: the facts are in schema worm.
CREATE TABLE app.record_words (
    organisation text NOT NULL,
    record_id    uuid NOT NULL,
    version      integer NOT NULL,
    words        tsvector NOT NULL,
    PRIMARY KEY (organisation, record_id, version)
);

-- Of versions that are there already: their words as far as SQL cuts them. A database of locale C knows no letters but those of ASCII: ICU does.
DO $$
BEGIN
    EXECUTE format($words$
        INSERT INTO app.record_words (organisation, record_id, version, words)
        SELECT v.organisation, v.record_id, v.version, COALESCE(s.words, ''::tsvector) || COALESCE(said.words, ''::tsvector)
        FROM worm.record_version v
        LEFT JOIN app.record_summary s USING (organisation, record_id)
        LEFT JOIN worm.blob b ON b.organisation = v.organisation AND b.sha256 = v.content_sha256
        LEFT JOIN LATERAL (
            SELECT array_to_tsvector(array_agg(DISTINCT word)) AS words
            FROM (SELECT word
                  FROM jsonb_path_query(convert_from(b.bytes, 'UTF8')::jsonb, 'strict $.**') part,
                       regexp_split_to_table(lower((part #>> '{}') COLLATE %I), '[^[:alnum:]]+') word
                  WHERE jsonb_typeof(part) IN ('string', 'number') AND octet_length(word) BETWEEN 1 AND 100
                  LIMIT 5000) found) said ON TRUE$words$,
        COALESCE((SELECT 'und-x-icu' FROM pg_collation WHERE collname = 'und-x-icu' LIMIT 1), 'default'));
END
$$;

CREATE INDEX record_words_by_word ON app.record_words USING gin (words);
ALTER TABLE app.record_summary DROP COLUMN words;
