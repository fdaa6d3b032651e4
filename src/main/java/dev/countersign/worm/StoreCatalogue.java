package dev.countersign.worm;

/**
 * What PostgreSQL itself knows of the things that guard the store: kind, name, definition. Of schema {@code worm} everything; of
 * {@code app} and {@code engine}, whose rows may change, owners, rights, triggers, rules, policies and functions; event triggers, our roles,
 * their memberships and settings. Owners' rights over what is theirs are left out: they follow from ownership, and versions of
 * PostgreSQL name them differently. Every role may read it.
 */
final class StoreCatalogue {

    static final String SQL = """
            WITH governed AS (
                SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_catalog.pg_namespace n
                 WHERE n.nspname IN ('worm', 'app', 'engine')),
            relation AS (
                SELECT c.*, g.nspname, g.nspname || '.' || c.relname AS name
                  FROM pg_catalog.pg_class c JOIN governed g ON g.oid = c.relnamespace),
            granted AS (
                SELECT 'r' || c.oid AS object, c.relowner AS owner, coalesce(c.relacl, acldefault('r', c.relowner)) AS acl
                  FROM relation c WHERE c.relkind <> 'S'
                UNION ALL
                SELECT 'r' || c.oid, c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
                  FROM relation c WHERE c.relkind = 'S'
                UNION ALL
                SELECT 'n' || n.oid, n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
                  FROM pg_catalog.pg_namespace n
                UNION ALL
                SELECT 'f' || p.oid, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)) FROM pg_catalog.pg_proc p
                UNION ALL
                SELECT 'd' || d.oid, d.datdba, coalesce(d.datacl, acldefault('d', d.datdba)) FROM pg_catalog.pg_database d
                 WHERE d.datname = current_database()
                UNION ALL
                SELECT 'c' || a.attrelid || ' ' || a.attnum, c.relowner, a.attacl
                  FROM pg_catalog.pg_attribute a JOIN relation c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
                UNION ALL
                SELECT 'p' || d.oid, d.defaclrole, d.defaclacl FROM pg_catalog.pg_default_acl d),
            right_of AS (
                SELECT t.object, string_agg(t.line, ', ' ORDER BY t.line COLLATE "C") AS rights FROM (
                    SELECT g.object, coalesce(r.rolname, 'PUBLIC') || ' ' || a.privilege_type
                           || CASE WHEN a.is_grantable THEN ' grantable' ELSE '' END AS line
                      FROM granted g CROSS JOIN LATERAL aclexplode(g.acl) a
                      LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
                     WHERE a.grantee <> g.owner) t
                 GROUP BY t.object),
            found AS (
                SELECT 'schema' AS kind, n.nspname::text AS name, 'owner ' || o.rolname || '; rights ' || coalesce(w.rights, 'none')
                       AS definition
                  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner
                  LEFT JOIN right_of w ON w.object = 'n' || n.oid
                 WHERE n.nspname IN ('worm', 'app', 'engine', 'public')
                UNION ALL
                SELECT 'database', 'rights', coalesce(w.rights, 'none') FROM pg_catalog.pg_database d
                  LEFT JOIN right_of w ON w.object = 'd' || d.oid WHERE d.datname = current_database()
                UNION ALL
                SELECT 'settings', coalesce(r.rolname, 'everybody') || CASE WHEN s.setdatabase = 0 THEN '' ELSE ' here' END,
                       array_to_string(s.setconfig, '; ')
                  FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
                  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                 WHERE (s.setdatabase = 0 OR d.datname = current_database())
                   AND (s.setrole = 0 OR starts_with(r.rolname, 'countersign_'))
                UNION ALL
                SELECT 'role', r.rolname, concat_ws(' ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
                       CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
                       CASE WHEN r.rolcreatedb THEN 'CREATEDB' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                       CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
                       CASE WHEN r.rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END)
                  FROM pg_catalog.pg_roles r WHERE starts_with(r.rolname, 'countersign_')
                UNION ALL
                SELECT DISTINCT 'member', m.rolname || ' of ' || r.rolname, 'can become it'
                  FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
                  JOIN pg_catalog.pg_roles m ON m.oid = a.member
                 WHERE starts_with(r.rolname, 'countersign_') OR starts_with(m.rolname, 'countersign_')
                UNION ALL
                SELECT 'default rights', o.rolname || ' ' || coalesce(n.nspname, 'everywhere') || ' ' || d.defaclobjtype::text,
                       coalesce(w.rights, 'none')
                  FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
                  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
                  LEFT JOIN right_of w ON w.object = 'p' || d.oid
                UNION ALL
                SELECT 'table', c.name, 'kind ' || c.relkind::text || '; owner ' || o.rolname || '; persistence ' || c.relpersistence::text
                       || '; row security ' || c.relrowsecurity || ', forced ' || c.relforcerowsecurity
                       || '; children ' || (SELECT count(*) FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
                       || '; disabled key triggers ' || (SELECT count(*) FROM pg_catalog.pg_trigger t
                            WHERE t.tgrelid = c.oid AND t.tgisinternal AND t.tgenabled <> 'O')
                       || '; rights ' || coalesce(w.rights, 'none')
                       || CASE WHEN c.relkind IN ('v', 'm') THEN '; ' || pg_get_viewdef(c.oid) ELSE '' END
                  FROM relation c JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
                  LEFT JOIN right_of w ON w.object = 'r' || c.oid
                 WHERE c.relkind NOT IN ('i', 'I', 't', 'c')
                UNION ALL
                SELECT 'column rights', c.name || '.' || a.attname, coalesce(w.rights, 'none')
                  FROM pg_catalog.pg_attribute a JOIN relation c ON c.oid = a.attrelid
                  LEFT JOIN right_of w ON w.object = 'c' || a.attrelid || ' ' || a.attnum WHERE a.attacl IS NOT NULL
                UNION ALL
                SELECT 'column', c.name || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
                       || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || ' storage ' || a.attstorage::text
                       || CASE WHEN a.attgenerated = '' THEN '' ELSE ' generated' END
                       || CASE WHEN a.attidentity = '' THEN '' ELSE ' identity' END
                       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                  FROM pg_catalog.pg_attribute a JOIN relation c ON c.oid = a.attrelid
                  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                 WHERE c.nspname = 'worm' AND c.relkind NOT IN ('i', 'I', 't') AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT 'constraint', c.name || '.' || k.conname, pg_get_constraintdef(k.oid) || '; valid ' || k.convalidated
                  FROM pg_catalog.pg_constraint k JOIN relation c ON c.oid = k.conrelid
                 WHERE c.nspname = 'worm' AND k.contype IN ('c', 'p', 'u', 'f', 'x', 't')
                UNION ALL
                SELECT 'index', c.name, pg_get_indexdef(i.indexrelid) || '; valid ' || i.indisvalid || ', ready ' || i.indisready
                  FROM pg_catalog.pg_index i JOIN relation c ON c.oid = i.indexrelid WHERE c.nspname = 'worm'
                UNION ALL
                SELECT 'trigger', c.name || '.' || t.tgname, pg_get_triggerdef(t.oid) || '; enabled ' || t.tgenabled::text
                  FROM pg_catalog.pg_trigger t JOIN relation c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
                UNION ALL
                SELECT 'rule', c.name || '.' || r.rulename, pg_get_ruledef(r.oid) || '; enabled ' || r.ev_enabled::text
                  FROM pg_catalog.pg_rewrite r JOIN relation c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
                UNION ALL
                SELECT 'policy', c.name || '.' || p.polname, 'for ' || p.polcmd::text || '; permissive ' || p.polpermissive || '; to '
                       || (SELECT string_agg(coalesce(r.rolname, 'PUBLIC'), ', ' ORDER BY r.rolname)
                             FROM unnest(p.polroles) u LEFT JOIN pg_catalog.pg_roles r ON r.oid = u)
                       || coalesce('; using ' || pg_get_expr(p.polqual, p.polrelid), '')
                       || coalesce('; check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
                  FROM pg_catalog.pg_policy p JOIN relation c ON c.oid = p.polrelid
                UNION ALL
                SELECT 'function', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                       'owner ' || CASE WHEN o.rolsuper THEN 'a superuser' ELSE o.rolname END
                       || '; rights ' || coalesce(w.rights, 'none') || '; kind ' || p.prokind::text || '; language ' || l.lanname
                       || CASE WHEN p.prosecdef THEN '; security definer' ELSE '; security invoker' END
                       || '; volatility ' || p.provolatile::text || '; strict ' || p.proisstrict
                       || '; settings ' || coalesce(array_to_string(p.proconfig, '; '), 'none')
                       || '; returns ' || coalesce(pg_get_function_result(p.oid), 'nothing') || E'\\n'
                       || coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
                  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                  JOIN pg_catalog.pg_roles o ON o.oid = p.proowner JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                  LEFT JOIN right_of w ON w.object = 'f' || p.oid
                 WHERE n.nspname IN ('worm', 'app', 'engine')
                    OR (n.nspname = 'public' AND starts_with(p.proname, 'countersign_'))
                UNION ALL
                SELECT 'event trigger', e.evtname, 'on ' || e.evtevent || '; enabled ' || e.evtenabled::text || '; tags '
                       || coalesce(array_to_string(e.evttags, ', '), 'all') || '; calls ' || n.nspname || '.' || p.proname
                  FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid
                  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace)
            SELECT f.kind, f.name, f.definition FROM found f ORDER BY f.kind COLLATE "C", f.name COLLATE "C"
            """;

    private StoreCatalogue() {}
}
