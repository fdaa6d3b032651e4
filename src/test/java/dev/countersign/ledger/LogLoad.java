package dev.countersign.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.ledger.EntryFormat.Sequence;
import dev.countersign.worm.WormStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Fills the audit trail fast, for benchmarks: the bytes that the application writes, through the function that it calls, many to a
 * statement. Of eight entries seven are of one record, two of those change it; they are of a thousand people and twenty types.
 */
public final class LogLoad {

    public static final int PEOPLE = 1_000;
    public static final int TYPES = 20;
    private static final int STATEMENT = 2_000;
    private static final int OF_A_RECORD = 8;
    private static final int CONNECTIONS = 2;

    private final WormStore store;
    private final Identifiers identifiers;
    private final HikariDataSource pool;
    private final EntryFormat format;
    private long first;

    public LogLoad(ApplicationContext context) {
        this.store = context.getBean(WormStore.class);
        this.identifiers = context.getBean(Identifiers.class);
        this.pool = context.getBean(HikariDataSource.class);
        this.format = new EntryFormat(store.installation(), "countersign/benchmark");
    }

    private record Happened(
            String type, String subject, @Nullable RecordReference record) implements AuditEvent {
        @Override
        public Map<String, Object> after() {
            return Map.of("sha256", Digest.of(new byte[0]).hex(), "status", "in-review", "version", 1);
        }
    }

    public static String person(long number) {
        return "person-" + number % PEOPLE;
    }

    public static String type(long number) {
        return "benchmark.happened-" + number % TYPES;
    }

    /** The record that the entry of that number is about. */
    public static UUID record(long number) {
        return new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L | number / OF_A_RECORD);
    }

    /** An entry as it is written, with what stands in columns beside it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Entry(String organisation, UUID entryId, Instant time, String actor, String type, byte[] bytes) {}

    /** An entry about no record, of this moment by this machine's clock, which is the database's. */
    public Entry entry(long number) {
        return entry(number, Instant.now().truncatedTo(ChronoUnit.MICROS), null, null);
    }

    /** Appends so many more; whoever seals does so meanwhile. */
    public synchronized void append(long more) {
        AtomicLong next = new AtomicLong(first);
        long count = first + more;
        // records begin with a statement: the next ones have not begun yet
        first += (more + STATEMENT - 1) / STATEMENT * STATEMENT;
        CompletableFuture.allOf(IntStream.range(0, CONNECTIONS)
                        .mapToObj(one -> CompletableFuture.runAsync(() -> appendFrom(next, count)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private void appendFrom(AtomicLong next, long count) {
        try (Connection connection = pool.getConnection()) {
            set(connection, "off");
            try (PreparedStatement append = connection.prepareStatement(
                    "SELECT count(worm.append_entry(entry)::text) FROM"
                            + " (SELECT entry FROM unnest(?::bytea[]) WITH ORDINALITY AS one (entry, place) ORDER BY place) o")) {
                for (long first = next.getAndAdd(STATEMENT); first < count; first = next.getAndAdd(STATEMENT)) {
                    Array entries =
                            connection.createArrayOf("bytea", statement(first, Math.min(count, first + STATEMENT)));
                    append.setArray(1, entries);
                    append.execute();
                }
            } finally {
                set(connection, "on");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Connection connection, String synchronously) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = " + synchronously);
        }
    }

    /** Records begin anew with each statement: nobody else writes of them meanwhile. */
    private byte[][] statement(long first, long end) {
        Instant now = store.now();
        List<byte[]> entries = new ArrayList<>();
        String previous = null;
        for (long number = first; number < end; number++) {
            int place = (int) (number % OF_A_RECORD);
            RecordReference record =
                    place == OF_A_RECORD - 1 ? null : new RecordReference(record(number), 1, place < 2);
            Sequence sequence = place < 2 ? new Sequence(place + 1L, place == 0 ? null : previous) : null;
            byte[] entry = entry(number, now.plusNanos(1_000 * (number - first)), record, sequence)
                    .bytes();
            previous = place == 0 ? Digest.ofLeaf(entry).hex() : previous;
            entries.add(entry);
        }
        return entries.toArray(byte[][]::new);
    }

    private Entry entry(long number, Instant time, @Nullable RecordReference record, @Nullable Sequence sequence) {
        // neither number is a multiple of the other's: each person does everything
        Caller caller = Caller.person(person(number / 3), "session-" + number / 40, "10.1.2.3");
        String subject = record == null ? "session:" + number : "record:" + record.recordId();
        UUID id = identifiers.next();
        byte[] bytes = format.write(id, time, caller, new Happened(type(number), subject, record), sequence);
        return new Entry(store.installation().organisation(), id, time, caller.actorId(), type(number), bytes);
    }
}
