package dev.countersign.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * A database of a test's own on the application's server: schema worm by the same migrations, without its triggers, with a few
 * records of the application and what they rest on. Whoever is superuser there can do what no trigger refuses.
 */
final class ProofDatabase implements AutoCloseable {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration/worm");
    private static final String KEYS =
            "WITH RECURSIVE k (key_id) AS (SELECT s.key_id FROM worm.signature s WHERE s.record_id IN"
                    + " (%1$s) UNION SELECT e.officer_key_id FROM worm.enrolment e JOIN k ON k.key_id = e.key_id) SELECT key_id FROM k";

    private static final String DROP_CHECKS =
            "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM"
                    + " pg_constraint WHERE contype = 'c' AND connamespace = 'worm'::regnamespace LOOP"
                    + " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$";

    private final String url;
    private final Properties passwords = new Properties();
    private final String name = "proof_" + UUID.randomUUID().toString().replace("-", "");

    ProofDatabase(String applicationUrl, Path data) throws IOException {
        this.url = applicationUrl;
        try (Reader reader = Files.newBufferedReader(data.resolve("database-passwords.properties"))) {
            passwords.load(reader);
        }
    }

    String url() {
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    String password(String role) {
        return passwords.getProperty(role);
    }

    Connection superuser() throws SQLException {
        return DriverManager.getConnection(url(), "countersign_superuser", password("countersign_superuser"));
    }

    /** @param others how many entries beside those of the records and keys */
    void create(List<UUID> records, int others) throws SQLException, IOException {
        try (Connection source =
                DriverManager.getConnection(url, "countersign_superuser", password("countersign_superuser"))) {
            execute(source, "CREATE DATABASE " + name + " TEMPLATE template0");
            try (Connection target = superuser()) {
                execute(target, "CREATE SCHEMA worm");
                for (Path migration : migrations()) {
                    execute(target, Files.readString(migration));
                }
                for (String table : tables()) {
                    execute(target, "ALTER TABLE worm." + table + " DISABLE TRIGGER ALL");
                }
                execute(target, DROP_CHECKS);
                source.setAutoCommit(false);
                source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                copyAll(source, target, records, others);
                execute(target, "INSERT INTO worm.log_queue SELECT entry_id, leaf_hash FROM worm.audit_entry");
            }
            source.rollback();
        }
    }

    /** Appends the application's newest entries of nobody; they wait to be sealed. */
    void addWaiting(int count) throws SQLException, IOException {
        try (Connection source =
                        DriverManager.getConnection(url, "countersign_superuser", password("countersign_superuser"));
                Connection target = superuser()) {
            copy(
                    source,
                    target,
                    "audit_entry",
                    "entry_id IN (SELECT entry_id FROM worm.audit_entry WHERE type = 'test.verified' ORDER BY entry_id DESC LIMIT "
                            + count + ")");
            execute(
                    target,
                    "INSERT INTO worm.log_queue SELECT a.entry_id, a.leaf_hash FROM worm.audit_entry a WHERE NOT EXISTS"
                            + " (SELECT FROM worm.log_leaf l WHERE l.entry_id = a.entry_id)");
        }
    }

    /** In the order of their names, which is that of their times. */
    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted().toList();
        }
    }

    static List<String> tables() {
        return List.of(
                "installation",
                "blob",
                "record",
                "record_version",
                "record_event",
                "signature_plan",
                "certificate",
                "enrolment",
                "certificate_event",
                "signature",
                "audit_entry",
                "log_leaf",
                "log_tile",
                "checkpoint",
                "log_epoch",
                "witness_receipt",
                "log_queue");
    }

    private static void copyAll(Connection source, Connection target, List<UUID> records, int others)
            throws SQLException, IOException {
        String ids = records.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        String keys = KEYS.formatted(ids);
        copy(source, target, "installation", "true");
        for (String table : List.of("record", "record_version", "record_event", "signature_plan", "signature")) {
            copy(source, target, table, "record_id IN (" + ids + ")");
        }
        copy(
                source,
                target,
                "blob",
                "sha256 IN (SELECT content_sha256 FROM worm.record_version WHERE record_id IN (" + ids + ") UNION"
                        + " SELECT presentation_sha256 FROM worm.signature WHERE record_id IN (" + ids + ") UNION"
                        + " SELECT decode(a ->> 'sha256', 'hex') FROM worm.record_version v, jsonb_array_elements("
                        + "convert_from(v.manifest, 'UTF8')::jsonb -> 'attachments') a WHERE v.record_id IN (" + ids
                        + "))");
        copy(source, target, "enrolment", "key_id IN (" + keys + ")");
        copy(source, target, "certificate_event", "key_id IN (" + keys + ")");
        copy(
                source,
                target,
                "certificate",
                "authority OR sha256 IN (SELECT certificate_sha256 FROM worm.enrolment WHERE key_id IN (" + keys
                        + "))");
        copy(
                source,
                target,
                "audit_entry",
                "record_id IN (" + ids
                        + ") OR entry_id IN (SELECT entry_id FROM worm.audit_entry WHERE record_id IS NULL"
                        + " AND type NOT LIKE 'key.%' AND type NOT LIKE 'catalogue.%'"
                        + " AND type <> 'checkpoint.timestamped' ORDER BY entry_id DESC LIMIT "
                        + others
                        + ") OR (type IN ('key.certified', 'key.ended') AND"
                        + " (convert_from(entry, 'UTF8')::jsonb #>> '{new,keyId}')::uuid IN (" + keys + "))");
    }

    private static void copy(Connection source, Connection target, String table, String condition)
            throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        source.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "COPY (SELECT * FROM worm." + table + " WHERE " + condition + ") TO STDOUT (FORMAT binary)",
                        rows);
        target.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY worm." + table + " FROM STDIN (FORMAT binary)",
                        new ByteArrayInputStream(rows.toByteArray()));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection source =
                DriverManager.getConnection(url, "countersign_superuser", password("countersign_superuser"))) {
            execute(source, "DROP DATABASE " + name + " WITH (FORCE)");
        }
    }
}
