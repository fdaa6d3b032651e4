-- AUD-04: whoever reviews the audit trail reads the exceptions first, and they are few among very many entries. What an entry says of its significance
-- is in its bytes alone. These are canonical: members are in the order of their names and quotes within texts are escaped, so that nothing but the entry's
-- own member reads like this.
CREATE INDEX audit_entry_of_exceptions
    ON worm.audit_entry (organisation, created_at)
    WHERE position('"significance":"exception","source":{'::bytea IN entry) > 0;

-- what one person ran into, among all that they did and all that others ran into
CREATE INDEX audit_entry_of_exceptions_by_actor
    ON worm.audit_entry (organisation, actor_id, created_at)
    WHERE position('"significance":"exception","source":{'::bytea IN entry) > 0;
