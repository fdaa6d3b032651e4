package dev.countersign.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the application's role could do and must not (WRM-01): asked of the server itself, at every start. */
final class RightsCheck {

    private static final String EXCESSES = """
            SELECT 'it ' || CASE WHEN r.rolname = current_user THEN 'is' ELSE 'is a member of ' || r.rolname || ', which is' END
                   || CASE WHEN r.rolsuper THEN ' superuser' WHEN r.rolbypassrls THEN ' BYPASSRLS' ELSE ' CREATEROLE' END
              FROM pg_catalog.pg_roles r
             WHERE (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole) AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
            UNION ALL
            SELECT 'it is a member of ' || r.rolname
              FROM pg_catalog.pg_roles r
             WHERE r.rolname IN ('countersign_owner', 'countersign_migrator', 'pg_write_all_data',
                                 'pg_write_server_files', 'pg_execute_server_program')
               AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
            UNION ALL
            SELECT 'it owns ' || n.nspname || '.' || c.relname
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('engine', 'app', 'worm') AND pg_catalog.pg_has_role(current_user, c.relowner, 'MEMBER')
            UNION ALL
            SELECT 'it may create things in schema ' || n.nspname
              FROM pg_catalog.pg_namespace n
             WHERE n.nspname IN ('engine', 'app', 'worm', 'public')
               AND pg_catalog.has_schema_privilege(current_user, n.oid, 'CREATE')
            UNION ALL
            SELECT 'it may create schemas or temporary tables'
             WHERE pg_catalog.has_database_privilege(current_user, current_database(), 'CREATE, TEMPORARY')
            UNION ALL
            SELECT 'it may write worm.' || c.relname
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'worm' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
               AND pg_catalog.has_table_privilege(current_user, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
            """;

    private RightsCheck() {}

    /** Each a short sentence about the current user; none for a role as {@code db-init} makes it. */
    static List<String> excesses(Connection connection) throws SQLException {
        List<String> excesses = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(EXCESSES)) {
            while (rows.next()) {
                excesses.add(rows.getString(1));
            }
        }
        return excesses;
    }
}
