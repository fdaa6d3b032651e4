-- AUD-04: what came from one address, one device or one session is asked for as often as what one person did, and an entry says it in its bytes alone.
-- These are canonical: the entry's own source follows its significance, its subject follows its source, and quotes within texts are escaped, so that
-- nothing that somebody typed reads like it. What has none is not in the index. A program needs no index of its own: it is the actor.
CREATE INDEX audit_entry_by_address
    ON worm.audit_entry (organisation,
        substring(encode(entry, 'escape') FROM '"significance":"[a-z]+","source":\{"address":"([^"]*)"'), created_at)
    WHERE substring(encode(entry, 'escape') FROM '"significance":"[a-z]+","source":\{"address":"([^"]*)"') IS NOT NULL;

CREATE INDEX audit_entry_by_device
    ON worm.audit_entry (organisation,
        substring(encode(entry, 'escape') FROM '"device":"([^"]*)","integration":[^,]+,"session":[^,]+\},"subject":'), created_at)
    WHERE substring(encode(entry, 'escape') FROM '"device":"([^"]*)","integration":[^,]+,"session":[^,]+\},"subject":') IS NOT NULL;

CREATE INDEX audit_entry_by_session
    ON worm.audit_entry (organisation,
        substring(encode(entry, 'escape') FROM '"session":"([^"]*)"\},"subject":'), created_at)
    WHERE substring(encode(entry, 'escape') FROM '"session":"([^"]*)"\},"subject":') IS NOT NULL;
