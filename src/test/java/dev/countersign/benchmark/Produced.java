package dev.countersign.benchmark;

import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.SealWatch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Entries of one type, appended by the application's own door at an even pace, and how long each waited to be sealed. */
final class Produced {

    private static final Caller PRODUCER = Caller.system("benchmark");

    private final Installation installation;
    private final Ledger ledger;
    private final String type;
    private final Map<String, Long> committed = new ConcurrentHashMap<>();

    Produced(Installation installation, String type) {
        this.installation = installation;
        this.ledger = installation.part(Ledger.class);
        this.type = type;
    }

    private record Happened(String type, String subject) implements AuditEvent {}

    /** @param rate entries a second; who comes late is not waited for */
    void produce(int producers, int rate, Duration duration) {
        AtomicInteger next = new AtomicInteger();
        long count = duration.toMillis() * rate / 1_000;
        long start = System.nanoTime();
        List<CompletableFuture<Void>> all = IntStream.range(0, producers)
                .mapToObj(producer -> CompletableFuture.runAsync(
                        () -> {
                            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                                awaitMoment(start + number * 1_000_000_000L / rate);
                                ledger.appendAlone(PRODUCER, new Happened(type, "entry:" + number));
                                committed.put("entry:" + number, System.nanoTime());
                            }
                        },
                        command -> new Thread(command, "producer").start()))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    long count() {
        return committed.size();
    }

    /** Nanoseconds from each commit to the moment a covering checkpoint was seen, of those that were sealed. */
    long[] lags(SealWatch sealing) throws SQLException, IOException {
        awaitNothingWaiting(installation, sealing);
        try (Connection connection = installation.pool().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT l.leaf_index, convert_from(a.entry, 'UTF8')::jsonb ->> 'subject' FROM worm.audit_entry a"
                                + " JOIN worm.log_leaf l ON l.entry_id = a.entry_id WHERE a.type = ?")) {
            query.setString(1, type);
            long[] lags = new long[committed.size()];
            int found = 0;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long lag = sealing.sealedAt(rows.getLong(1)) - committed.get(rows.getString(2));
                    // sealed before the one who committed was told so
                    lags[found++] = Math.max(0, lag);
                }
            }
            return java.util.Arrays.copyOf(lags, found);
        }
    }

    /** Until the queue is empty, and the watch has seen all that is sealed. */
    static void awaitNothingWaiting(Installation installation, SealWatch sealing) throws SQLException, IOException {
        while (!"0".equals(installation.ask("SELECT count(*) FROM worm.log_queue"))) {
            LockSupport.parkNanos(10_000_000);
        }
        sealing.await(Long.parseLong(installation.ask("SELECT max(size) FROM worm.checkpoint")));
    }

    private static void awaitMoment(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
