-- Event triggers that refuse DDL on schema worm to everybody but migrations, the owner included, in replica mode too. Only a
-- superuser may create them; on a server that gives out none, db-init says so.

-- Neither what leaves the schema (SET SCHEMA, RENAME), nor a GRANT, nor a table that inherits carries its name: so what is there, who
-- may do what with it and what inherits from it is compared before and after.
CREATE OR REPLACE FUNCTION public.countersign_worm_state() RETURNS text LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT md5(concat_ws(' ',
        (SELECT string_agg(c.relname || c.relkind::text || c.relowner || coalesce(c.relacl::text, ''), ' ' ORDER BY c.oid)
           FROM pg_class c WHERE c.relnamespace = to_regnamespace('worm')),
        (SELECT string_agg(a.attrelid || a.attname || a.attacl::text, ' ' ORDER BY a.attrelid, a.attnum)
           FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          WHERE c.relnamespace = to_regnamespace('worm') AND a.attacl IS NOT NULL),
        (SELECT string_agg(p.proname || p.proowner || coalesce(p.proacl::text, ''), ' ' ORDER BY p.oid)
           FROM pg_proc p WHERE p.pronamespace = to_regnamespace('worm')),
        (SELECT n.nspowner || coalesce(n.nspacl::text, '') FROM pg_namespace n WHERE n.nspname = 'worm'),
        (SELECT string_agg(d.defaclnamespace || d.defaclobjtype::text || d.defaclacl::text, ' ' ORDER BY d.oid)
           FROM pg_default_acl d WHERE d.defaclrole = to_regrole('countersign_owner')),
        (SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent
          WHERE c.relnamespace = to_regnamespace('worm'))))
$$;

CREATE OR REPLACE FUNCTION public.countersign_before_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('countersign.worm_state', public.countersign_worm_state(), true);
END $$;

CREATE OR REPLACE FUNCTION public.countersign_refuse_worm_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offence text;
BEGIN
    IF session_user = 'countersign_migrator' THEN
        RETURN;
    END IF;
    SELECT command_tag || ' ' || coalesce(object_identity, '') INTO offence FROM pg_event_trigger_ddl_commands()
        -- rules, triggers and policies have no schema of their own: "name on worm.table"
        WHERE schema_name = 'worm' OR object_identity ~ '(^| )worm(\.|$)' LIMIT 1;
    IF offence IS NULL
       AND public.countersign_worm_state() IS DISTINCT FROM current_setting('countersign.worm_state', true) THEN
        offence := tg_tag;
    END IF;
    IF offence IS NOT NULL THEN
        RAISE EXCEPTION 'DB-001 % by % is refused: schema worm is changed by migrations alone', offence, session_user
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION public.countersign_refuse_worm_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offence text;
BEGIN
    IF session_user = 'countersign_migrator' THEN
        RETURN;
    END IF;
    SELECT object_identity INTO offence FROM pg_event_trigger_dropped_objects()
        -- rules, triggers and policies have no schema of their own: "name on worm.table"
        WHERE schema_name = 'worm' OR object_identity ~ '(^| )worm(\.|$)' LIMIT 1;
    IF offence IS NOT NULL THEN
        RAISE EXCEPTION 'DB-001 dropping % by % is refused: schema worm is changed by migrations alone',
            offence, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

REVOKE ALL ON FUNCTION public.countersign_worm_state(), public.countersign_before_change(),
    public.countersign_refuse_worm_change(), public.countersign_refuse_worm_drop() FROM PUBLIC;

DROP EVENT TRIGGER IF EXISTS countersign_before_change;
DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_change;
DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_drop;
DROP FUNCTION IF EXISTS public.countersign_worm_members();
CREATE EVENT TRIGGER countersign_before_change ON ddl_command_start
    EXECUTE FUNCTION public.countersign_before_change();
CREATE EVENT TRIGGER countersign_refuse_worm_change ON ddl_command_end
    EXECUTE FUNCTION public.countersign_refuse_worm_change();
CREATE EVENT TRIGGER countersign_refuse_worm_drop ON sql_drop
    EXECUTE FUNCTION public.countersign_refuse_worm_drop();
ALTER EVENT TRIGGER countersign_before_change ENABLE ALWAYS;
ALTER EVENT TRIGGER countersign_refuse_worm_change ENABLE ALWAYS;
ALTER EVENT TRIGGER countersign_refuse_worm_drop ENABLE ALWAYS;
