-- What stands in attached files is found too: read in the background, once a version, from the store.
ALTER TABLE app.record_words ADD COLUMN files_read boolean NOT NULL DEFAULT true;
-- counted before each attempt: a file that ends the program is not begun for ever
ALTER TABLE app.record_words ADD COLUMN files_tried smallint NOT NULL DEFAULT 0;

UPDATE app.record_words w SET files_read = false
FROM worm.record_version v
WHERE v.organisation = w.organisation AND v.record_id = w.record_id AND v.version = w.version
  AND jsonb_array_length(COALESCE(convert_from(v.manifest, 'UTF8')::jsonb -> 'attachments', '[]')) > 0;

CREATE INDEX record_words_unread ON app.record_words (organisation, files_tried, record_id, version) WHERE NOT files_read;
