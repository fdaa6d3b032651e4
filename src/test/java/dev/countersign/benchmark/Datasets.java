package dev.countersign.benchmark;

import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.LogLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Installations with much in them: filled once, and found again by the benchmarks that follow in a run. */
final class Datasets {

    private static final String COMPLETE = "complete";
    private static final long BATCH = 10_000;
    /** Rows as the application would append them, past the functions that append one at a time. */
    private static final String RECORDS = """
            WITH home AS (SELECT organisation AS org, installation_id, environment FROM worm.installation),
            content AS MATERIALIZED (
                SELECT n, ('01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id, c.bytes, sha256(c.bytes) AS hash
                FROM generate_series(?::bigint, ?::bigint) n CROSS JOIN LATERAL (SELECT convert_to(format(
                    '{"documentNumber":"SOP-%s","procedure":[{"heading":"Daily check","id":"1","steps":[%s]}],"purpose":"%s"}', n,
                    '{"criterion":"100.00 g ± 0.02 g","id":"1.1","instruction":"Weigh the check weight."}',
                    repeat('Balances weigh within their limits. ', 15)), 'UTF8') AS bytes) c),
            made AS MATERIALIZED (
                SELECT c.*, convert_to(format('{"attachments":[],"author":{"id":"author","kind":"person","printedName":"Ada Author"},'
                    || '"content":{"length":%s,"mediaType":"application/json","sha256":"%s"},"createdAt":"2026-01-01T00:00:00.000000Z",'
                    || '"environment":"%s","format":"countersign/version/v1","installation":"%s","organisation":"%s",'
                    || '"previousSha256":null,"reason":null,"recordId":"%s","source":{"businessKey":null,"integration":null},'
                    || '"title":"Calibration of balances, SOP-%s","type":"sop","version":1}', octet_length(c.bytes),
                    encode(c.hash, 'hex'), environment, installation_id, org, id, n), 'UTF8') AS manifest
                FROM content c, home),
            told AS MATERIALIZED (
                SELECT id, entry_id, convert_to(format('{"actingSystem":"countersign/benchmark","actor":{"id":"author","kind":"person"},'
                    || '"entryId":"%s","environment":"%s","format":"countersign/audit-entry/v1","installation":"%s",'
                    || '"new":{"attachments":[],"contentSha256":"%s","sha256":"%s","type":"sop","version":1},"old":{},'
                    || '"organisation":"%s","previousRecordEntry":null,"reason":null,"recordId":"%s","recordSequence":1,'
                    || '"recordVersion":1,"significance":"high","source":{"address":null,"device":null,"integration":null,'
                    || '"session":null},"subject":"record:%s","time":"2026-01-01T00:00:00.000000Z","type":"record.version-appended"}',
                    entry_id, environment, installation_id, encode(hash, 'hex'), encode(sha256(manifest), 'hex'), org, id, id),
                    'UTF8') AS entry
                FROM made, home, LATERAL (SELECT ('01920000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid AS entry_id) e),
            entries AS (INSERT INTO worm.audit_entry SELECT org, entry_id, sha256('\\x00'::bytea || entry), entry, 'author',
                'record.version-appended', id, 1, '2026-01-01Z', clock_timestamp() FROM told, home),
            queue AS (INSERT INTO worm.log_queue SELECT entry_id, sha256('\\x00'::bytea || entry) FROM told),
            blobs AS (INSERT INTO worm.blob SELECT org, hash, bytes, octet_length(bytes), clock_timestamp() FROM made, home),
            records AS (INSERT INTO worm.record SELECT org, id, 'sop', clock_timestamp() FROM made, home)
            INSERT INTO worm.record_version SELECT org, id, 1, sha256(manifest), manifest, 'sop',
                'Calibration of balances, SOP-' || n, 'author', 'person', hash, NULL, '2026-01-01Z', clock_timestamp()
            FROM made, home""";

    /** Different words of contents; each version has some forty of them, the first ones far more often than the last. */
    static final int WORDS = 20_000;

    /** What lists and searches read, without the facts behind it. */
    private static final String SUMMARIES = """
            WITH made AS MATERIALIZED (
                SELECT n, ('01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id, 'Calibration of balances, SOP-' || n AS title
                FROM generate_series(?::bigint, ?::bigint) n),
            words AS (INSERT INTO app.record_words SELECT 'demo', id, 1, array_to_tsvector(
                ARRAY['calibration', 'of', 'balances', 'sop', n::text, id::text] || CASE WHEN n %% 10 = 3 THEN ARRAY['centrifuges'] ELSE '{}' END
                || (SELECT array_agg(DISTINCT 'w' || floor(%d * power(random(), 3))) FROM generate_series(1, 45) g WHERE n = n))
                FROM made)
            INSERT INTO app.record_summary (organisation, record_id, version, sha256, type, title, status, effective_version, started_by, updated_at)
            SELECT 'demo', id, 1, sha256(title::bytea), (ARRAY['sop', 'test-suite', 'batch-record'])[1 + n %% 3], title,
                (ARRAY['draft', 'in-review', 'in-rework', 'effective', 'effective'])[1 + n %% 5],
                CASE WHEN n %% 5 > 2 THEN 1 END, 'user' || n %% 1000, '2026-01-01Z'::timestamptz + n * interval '1 second'
            FROM made""".formatted(WORDS);

    private Datasets() {}

    /** Fills an installation. */
    @FunctionalInterface
    private interface Filling {
        void fill(Installation installation) throws SQLException, IOException;
    }

    /** A sealed audit trail that verifies. */
    static Installation log(long entries) throws SQLException, IOException {
        return filled("log-" + entries, installation -> {
            new LogLoad(installation.context()).append(entries);
            waitUntilSealed(installation);
        });
    }

    static void waitUntilSealed(Installation installation) throws SQLException, IOException {
        while (!"0".equals(installation.ask("SELECT count(*) FROM worm.log_queue"))) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Records of one version each, with contents of their own, and the sealed entries that tell of them. */
    static Installation records(long count) throws SQLException, IOException {
        return filled("versions-" + count, installation -> {
            try (Connection superuser = installation.connect(DatabaseRoles.SUPERUSER)) {
                try (Statement statement = superuser.createStatement()) {
                    statement.execute("SET session_replication_role = replica");
                    statement.execute("SET synchronous_commit = off");
                }
                insert(superuser, RECORDS, count);
            }
            waitUntilSealed(installation);
        });
    }

    /** As many rows of lists and searches. */
    static Installation summaries(long count) throws SQLException, IOException {
        return filled("summaries-" + count, installation -> {
            installation.asSuperuser("DROP INDEX app.record_words_by_word");
            try (Connection superuser = installation.connect(DatabaseRoles.SUPERUSER)) {
                insert(superuser, SUMMARIES, count);
            }
            installation.asSuperuser("CREATE INDEX record_words_by_word ON app.record_words USING gin (words)");
        });
    }

    private static void insert(Connection superuser, String rows, long count) throws SQLException {
        try (PreparedStatement insert = superuser.prepareStatement(rows)) {
            for (long first = 0; first < count; first += BATCH) {
                insert.setLong(1, first);
                insert.setLong(2, Math.min(count, first + BATCH) - 1);
                insert.execute();
            }
        }
    }

    /** The record of that number. */
    static UUID record(long number) {
        return new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    private static Installation filled(String name, Filling filling) throws SQLException, IOException {
        Path mark = Installation.FOLDER.resolve(name).resolve(COMPLETE);
        if (Files.exists(mark)) {
            return Installation.open(name);
        }
        Installation installation = Installation.fresh(name);
        try {
            long start = System.nanoTime();
            filling.fill(installation);
            installation.settle();
            Files.createFile(mark);
            System.out.println("Made " + name + " in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
            return installation;
        } catch (SQLException | IOException | RuntimeException e) {
            installation.close();
            throw e;
        }
    }
}
