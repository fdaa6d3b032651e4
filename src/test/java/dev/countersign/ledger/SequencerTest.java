package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.SigningKey;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.SealingSessions;
import dev.countersign.worm.WormStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Status;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every committed entry is sealed once, whoever leads and whatever is killed. */
@CountersignTest
@Requirement("AUD-02")
class SequencerTest {

    private static final Caller TESTS = Caller.system("tests");

    @Autowired
    private Sequencer sequencer;

    @Autowired
    private SealingSessions sessions;

    @Autowired
    private CheckpointFormat format;

    @Autowired
    private KeyVault vault;

    @Autowired
    private SealSignal signal;

    @Autowired
    private LogSettings settings;

    @Autowired
    private SealingGate gate;

    @Autowired
    private LogEpochs logEpochs;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private PlatformTransactionManager transactions;

    private final String type = "test." + UUID.randomUUID();
    private LogDatabase database;

    @BeforeEach
    void connect(@Autowired HikariDataSource application, @Value("${countersign.data-directory}") Path data) {
        database = new LogDatabase(application.getJdbcUrl(), data);
    }

    @Test
    void sequencersThatTakeTurnsUnderKillsSealEveryEntryOnce() throws Exception {
        Sequencer second = another(sessions, format);
        Sequencer third = another(sessions, format);
        second.start();
        third.start();
        try {
            List<CompletableFuture<Void>> writers = IntStream.range(0, 3)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> append(150)))
                    .toList();
            List<String> leaders = new ArrayList<>();
            for (int kill = 0; kill < 6; kill++) {
                String leads = Awaitility.await()
                        .until(
                                () -> leader().stream().findFirst(),
                                one -> one.isPresent() && !leaders.contains(one.get()))
                        .orElseThrow();
                leaders.add(leads);
                database.ask("SELECT pg_terminate_backend(" + leads + ")");
            }
            writers.forEach(CompletableFuture::join);
            List<Entry> all = entries();
            assertThat(all).hasSize(450);
            Checkpoint newest = log.covering(all.stream().map(Entry::entryId).toList());
            assertThat(entries()).extracting(Entry::index).doesNotContainNull().doesNotHaveDuplicates();
            assertThatEveryCheckpointHolds(newest);
        } finally {
            second.stop();
            third.stop();
        }
        assertThat(second.state().role()).isEqualTo(Sequencer.Role.STOPPED);
    }

    @Test
    void anEntryOfASlowTransactionIsSealedOnceItIsCommitted() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            ledger.append(TESTS, new TestEvent(type, "slow"));
            // entries are written just before the commit: this comes between the two
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    assertThat(CompletableFuture.supplyAsync(() -> quick(5)).join())
                            .hasSize(5);
                }
            });
        });
        List<Entry> all = entries();
        assertThat(all).hasSize(6);
        log.covering(all.stream().map(Entry::entryId).toList());
        List<Entry> sealed = entries();
        Entry slow = sealed.get(sealed.size() - 1);
        assertThat(new String(slow.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"slow\"");
        assertThat(sealed.subList(0, 5))
                .allSatisfy(quick -> assertThat(quick.index()).isLessThan(slow.index()));
    }

    private List<UUID> quick(int count) {
        append(count);
        List<UUID> ids = entries().stream().map(Entry::entryId).toList();
        log.covering(ids);
        return ids;
    }

    @Test
    void aRolledBackEntryLeavesNothingToSeal() throws SQLException {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            ledger.append(TESTS, new TestEvent(type, "never"));
            status.setRollbackOnly();
        });
        append(1);
        log.covering(entries().stream().map(Entry::entryId).toList());
        assertThat(entries()).hasSize(1);
        assertThat(database.one("SELECT (SELECT count(*) FROM worm.audit_entry) - (SELECT count(*) FROM worm.log_leaf)"
                        + " - (SELECT count(*) FROM worm.log_queue)"))
                .as("entries neither sealed nor waiting")
                .isEqualTo("0");
    }

    @Test
    void sealsAsItsOwnRoleOutsideTheApplicationsPool() throws SQLException {
        assertThat(
                        database.ask(
                                "SELECT a.usename FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                                        + " WHERE l.locktype = 'advisory' AND l.granted AND a.application_name = 'countersign sequencer'"))
                .containsExactly("countersign_sequencer");
    }

    @Test
    void aKeyThatChangedIsSaidAndNothingIsSealedWithIt() {
        append(1);
        log.covering(entries().stream().map(Entry::entryId).toList());
        sequencer.stop();
        Sequencer stranger = another(
                sessions,
                new CheckpointFormat(format.origin(), SigningKey.generate().verifyingKey()));
        try {
            long size = log.newest().size();
            stranger.start();
            append(1);
            Awaitility.await().until(() -> stranger.state().failures() > 1);
            assertThat(stranger.state().failure())
                    .isInstanceOf(LogBrokenException.class)
                    .hasMessageContaining("not signed by this installation's log key");
            assertThat(log.newest().size()).isEqualTo(size);
        } finally {
            stranger.stop();
            sequencer.start();
        }
        log.covering(entries().stream().map(Entry::entryId).toList());
    }

    @Test
    void aFailureIsShownWithoutWhatTheDatabaseSaidAndEndsWithItsCause(@Autowired LogStore store) {
        AtomicBoolean away = new AtomicBoolean(true);
        Sequencer failing = another(
                () -> {
                    if (away.get()) {
                        throw new DataAccessResourceFailureException("db.internal says no to secret");
                    }
                    return sessions.open();
                },
                format);
        SequencerHealthIndicator health = new SequencerHealthIndicator(failing, store);
        failing.start();
        try {
            Awaitility.await().until(() -> failing.state().failures() > 1);
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.health().getDetails())
                    .containsEntry("thisNode", "failing")
                    .containsKeys("failures", "lagMillis", "size");
            assertThat(health.health().toString()).doesNotContain("db.internal", "secret");
            away.set(false);
            Awaitility.await().until(() -> failing.state().failures() == 0);
            assertThat(failing.state().role()).isIn(Sequencer.Role.STANDING_BY, Sequencer.Role.LEADING);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        } finally {
            failing.stop();
        }
    }

    @Test
    void waitingForWhatIsNeverSealedEndsInARefusal() {
        assertNotSealed(() -> waiting(settings.poll()).covering(List.of(UUID.randomUUID())));
        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(status -> log.covering(List.of(UUID.randomUUID()))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void waitingEndsWhenTheThreadIsInterruptedAndLeavesItSo() {
        Log patient = waiting(Duration.ofDays(1));
        Thread.currentThread().interrupt();
        try {
            assertNotSealed(() -> patient.covering(List.of(UUID.randomUUID())));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void assertNotSealed(ThrowingCallable waiting) {
        assertThatThrownBy(waiting).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().code())
                .isEqualTo("not-sealed"));
    }

    /** A log in which nothing is ever sealed. */
    private Log waiting(Duration patience) {
        return new StoredLog(
                new InMemoryLogStore() {
                    @Override
                    public Coverage coverage(java.util.Collection<UUID> entryIds) {
                        return new Coverage(0, null);
                    }
                },
                new Epochs(format, logEpochs, store, vault),
                signal,
                new LogSettings(
                        1,
                        settings.poll(),
                        settings.gathering(),
                        settings.standby(),
                        settings.longestPause(),
                        patience,
                        settings.witnessing(),
                        settings.comparing()));
    }

    private Sequencer another(SealingSessions sessions, CheckpointFormat format) {
        return new Sequencer(sessions, new Epochs(format, logEpochs, store, vault), vault, signal, settings, gate);
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            ledger.appendAlone(TESTS, new TestEvent(type, "entry:" + i));
        }
    }

    private List<Entry> entries() {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 1_000)
                .items();
    }

    private List<String> leader() throws SQLException {
        return database.ask("SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                + " WHERE l.locktype = 'advisory' AND l.granted AND a.application_name = 'countersign sequencer'");
    }

    private void assertThatEveryCheckpointHolds(Checkpoint newest) throws SQLException {
        List<byte[]> leaves = database
                .ask(
                        "SELECT encode(sha256('\\x00'::bytea || a.entry), 'hex') FROM worm.log_leaf l JOIN worm.audit_entry a"
                                + " ON a.entry_id = l.entry_id WHERE l.leaf_index < " + newest.size()
                                + " ORDER BY l.leaf_index")
                .stream()
                .map(HexFormat.of()::parseHex)
                .toList();
        assertThat(leaves).as("no gap").hasSize((int) newest.size());
        List<String> notes = database.ask("SELECT convert_from(note, 'UTF8') FROM worm.checkpoint WHERE size <= "
                + newest.size() + " ORDER BY size DESC LIMIT 50");
        for (String note : notes) {
            LogVerifier.Signed signed =
                    LogVerifier.open(log.verifierKey(), note.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(LogVerifier.root(leaves.subList(0, (int) signed.size())))
                    .as("root of size %s", signed.size())
                    .isEqualTo(signed.root());
        }
    }
}
