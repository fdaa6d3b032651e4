package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.LogEpochs.SignedBy;
import dev.countersign.worm.LogStore.StoredTile;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.SealingSession.Queued;
import dev.countersign.worm.SealingSession.Sealing;
import dev.countersign.worm.SealingSessions;
import dev.countersign.worm.WormRefusedException;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** What the database itself refuses when the log is sealed, whatever the sequencer believes. */
@CountersignTest
@Requirement("AUD-02")
class SealTest {

    @Autowired
    private Sequencer sequencer;

    @Autowired
    private SealingSessions sessions;

    @Autowired
    private CheckpointFormat format;

    @Autowired
    private KeyVault vault;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private LogEpochs epochs;

    @Autowired
    private WormStore store;

    @Autowired
    private PlatformTransactionManager transactions;

    private final List<CompletableFuture<Void>> late = new ArrayList<>();
    private LogDatabase database;
    private SealingSession session;

    @BeforeEach
    void nobodyElseSealsAndThreeEntriesWait(
            @Autowired HikariDataSource application, @Value("${countersign.data-directory}") Path data) {
        log.newest();
        sequencer.stop();
        database = new LogDatabase(application.getJdbcUrl(), data);
        session = sessions.open();
        for (int i = 0; i < 3; i++) {
            ledger.appendAlone(Caller.system("tests"), new TestEvent("test.sealed", "entry:" + i));
        }
    }

    @AfterEach
    void theSequencerGoesOn() {
        session.close();
        sequencer.start();
        ledger.appendAlone(Caller.system("tests"), new TestEvent("test.sealed", "after"));
        Ledger.Page last = ledger.search(new Ledger.Filter(null, null, null, "test.sealed", null), 0, 10);
        log.covering(last.items().stream().map(Ledger.Entry::entryId).toList());
        assertThat(sequencer.state().failure()).isNull();
    }

    @Test
    void takesInWhatWaitsUnderOneCheckpoint() {
        Sealing sealing = next();
        session.seal(sealing);
        assertThat(session.size())
                .isEqualTo(sealing.firstIndex() + sealing.entries().size());
        assertThat(session.queued(10)).doesNotContainAnyElementsOf(sealing.entries());
        assertThat(log.newest().root()).isEqualTo(sealing.root());
        assertThat(log.inclusion(sealing.firstIndex(), log.newest().size()).leafHash())
                .isEqualTo(sealing.entries().get(0).leafHash());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1_000_000})
    void refusesAGapAndASecondLeafAtOneIndex(long shift) {
        Sealing good = next();
        assertRefused("WORM-029", () -> session.seal(sealing(good.firstIndex() + shift, good.entries())));
    }

    @Test
    void refusesAWrongLeafHash() {
        Sealing good = next();
        List<Queued> entries = new ArrayList<>(good.entries());
        entries.set(1, new Queued(entries.get(1).entryId(), Digest.of(new byte[] {1})));
        assertRefused("WORM-031", () -> session.seal(sealing(good.firstIndex(), entries)));
        entries.set(1, new Queued(entries.get(1).entryId(), entries.get(0).leafHash()));
        assertRefused("WORM-031", () -> session.seal(sealing(good.firstIndex(), entries)));
    }

    @Test
    @Requirement("WRM-02")
    void refusesAnEntryWhoseStoredBytesWereChangedWhileItWaited() throws SQLException {
        Sealing good = next();
        try (Connection superuser = database.as("countersign_superuser");
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("SET LOCAL event_triggers = off");
            statement.execute("ALTER TABLE worm.audit_entry DISABLE TRIGGER ALL");
            statement.execute("UPDATE worm.audit_entry SET entry = entry || ' '::bytea WHERE entry_id = '"
                    + good.entries().get(2).entryId() + "'");
            assertThatThrownBy(() -> seal(superuser, good)).hasMessageContaining("WORM-031");
            superuser.rollback();
        }
    }

    @Test
    void refusesAnEntryThatDoesNotWait() throws SQLException {
        Sealing good = next();
        String sealed = database.one("SELECT entry_id FROM worm.log_leaf WHERE leaf_index = 0");
        Digest sealedHash = session.leafHashes(0, 1).get(0);
        for (Queued absent :
                List.of(new Queued(UUID.fromString(sealed), sealedHash), new Queued(UUID.randomUUID(), sealedHash))) {
            List<Queued> entries = new ArrayList<>(good.entries());
            entries.add(absent);
            assertRefused("WORM-032", () -> session.seal(sealing(good.firstIndex(), entries)));
        }
    }

    @Test
    void refusesAnEntryTwice() {
        Sealing good = next();
        List<Queued> twice = new ArrayList<>(good.entries());
        twice.add(twice.get(0));
        assertRefused("WORM-032", () -> session.seal(sealing(good.firstIndex(), twice)));
    }

    @Test
    void refusesANoteThatSaysSomethingElseAndAnEmptyCheckpoint() {
        Sealing good = next();
        Sealing another = sealing(good.firstIndex(), good.entries().subList(0, 1));
        assertRefused(
                "WORM-030",
                () -> session.seal(new Sealing(
                        good.origin(), good.firstIndex(), good.entries(), List.of(), good.root(), another.note())));
        assertRefused(
                "WORM-030",
                () -> session.seal(new Sealing(
                        "another/1", good.firstIndex(), good.entries(), List.of(), good.root(), good.note())));
        assertRefused("WORM-028", () -> session.seal(sealing(good.firstIndex(), List.of())));
    }

    @Test
    void lettingASecondSequencerInSealsNothingTwice() throws SQLException {
        Sealing good = next();
        try (Connection first = database.as("countersign_sequencer")) {
            first.setAutoCommit(false);
            seal(first, good);
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> session.seal(good));
            Awaitility.await()
                    .until(() -> !database.ask("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND usename = 'countersign_sequencer'")
                            .isEmpty());
            first.commit();
            assertThatThrownBy(second::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(WormRefusedException.class, e -> assertThat(e.rule())
                            .isEqualTo("WORM-032"));
        }
        assertThat(session.size()).isEqualTo(good.firstIndex() + good.entries().size());
    }

    @Test
    void aSecondSequencerWithOtherEntriesFailsAtTheIndex() throws SQLException {
        Sealing all = next();
        Sealing mine = sealing(all.firstIndex(), all.entries().subList(0, 1));
        Sealing other = sealing(all.firstIndex(), all.entries().subList(1, 2));
        try (Connection first = database.as("countersign_sequencer")) {
            first.setAutoCommit(false);
            seal(first, mine);
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> session.seal(other));
            Awaitility.await()
                    .until(() -> !database.ask("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND usename = 'countersign_sequencer'")
                            .isEmpty());
            first.commit();
            assertThatThrownBy(second::join).cause().isInstanceOf(DuplicateKeyException.class);
        }
        assertThat(session.queued(10)).contains(all.entries().get(1));
    }

    @Test
    void anEpochIsComparedWithWhatWasSealedWhileItWaited() throws SQLException {
        Sealing good = next();
        try (Connection first = database.as("countersign_sequencer")) {
            first.setAutoCommit(false);
            seal(first, good);
            CompletableFuture<Void> epoch = CompletableFuture.runAsync(() -> openEpoch(status -> {}));
            awaitLock("countersign_app");
            first.commit();
            assertThatThrownBy(epoch::join).cause().isInstanceOfSatisfying(WormRefusedException.class, e -> assertThat(
                            e.rule())
                    .isEqualTo("WORM-034"));
        }
    }

    @Test
    void nothingIsSealedWhileAnEpochIsOpened() {
        Sealing good = next();
        openEpoch(status -> {
            CompletableFuture<Void> sealed = CompletableFuture.runAsync(() -> session.seal(good));
            awaitLock("countersign_sequencer");
            assertThat(sealed).isNotDone();
            late.add(sealed);
        });
        late.forEach(CompletableFuture::join);
        assertThat(session.size()).isEqualTo(good.firstIndex() + good.entries().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
    void refusesToCompareWithRowsOfBeforeTheLock(String isolation) throws SQLException {
        Sealing good = next();
        try (Connection connection = database.as("countersign_sequencer");
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL " + isolation);
            assertThatThrownBy(() -> seal(connection, good)).hasMessageContaining("WORM-040");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; LOCK TABLE worm.log_epoch IN SHARE MODE",
                "BEGIN; LOCK TABLE worm.log_epoch IN ROW EXCLUSIVE MODE"
            })
    void neitherRoleCanKeepTheOtherFromSealing(String attempt) throws SQLException {
        assertNotPermitted("countersign_app", attempt);
        assertNotPermitted("countersign_sequencer", attempt);
    }

    @Test
    void anEpochComesAfterEachThatIsStoredOrWasWitnessed() {
        assertEpochRefused("WORM-033", 1, format.origin(), null);
        assertEpochRefused("WORM-033", 3, format.origin(), 3);
        assertEpochRefused("WORM-034", 4, format.inEpoch(2).origin(), 3);
    }

    private void assertEpochRefused(String rule, int number, String baseOrigin, @Nullable Integer witnessed) {
        assertThatThrownBy(() -> openEpoch(number, baseOrigin, witnessed, status -> {}))
                .isInstanceOfSatisfying(
                        WormRefusedException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    private void awaitLock(String role) {
        Awaitility.await().until(() -> !database.ask("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND usename = '" + role + "'")
                .isEmpty());
    }

    /** As far as the database can tell, a decision of two people; it is taken back. */
    private void openEpoch(Consumer<TransactionStatus> meanwhile) {
        openEpoch(2, format.origin(), null, meanwhile);
    }

    private void openEpoch(
            int number, String baseOrigin, @Nullable Integer witnessed, Consumer<TransactionStatus> meanwhile) {
        Checkpoint newest = log.newest();
        Stated shown =
                witnessed == null ? null : new Stated(format.inEpoch(witnessed).origin(), 1, newest.root());
        byte[] statement = EpochStatement.write(
                store.installation(),
                format.name(),
                number,
                new Situation("a test", new Stated(baseOrigin, newest.size(), newest.root()), shown),
                "a test",
                store.now());
        UUID waiting = session.queued(1).get(0).entryId();
        List<UUID> keys = store.founders().stream().map(StoredEnrolment::keyId).toList();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            status.setRollbackOnly();
            epochs.open(
                    statement,
                    waiting,
                    new SignedBy(keys.get(0), new byte[64]),
                    new SignedBy(keys.get(1), new byte[64]));
            meanwhile.accept(status);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT worm.seal('o', 0, '{}', '{}', '{}', '{}', '{}', '{}', '', '')",
                "DELETE FROM worm.log_queue",
                "UPDATE worm.log_queue SET leaf_hash = leaf_hash",
                "TRUNCATE worm.log_queue",
                "INSERT INTO worm.log_queue SELECT entry_id, leaf_hash FROM worm.audit_entry",
                "INSERT INTO worm.checkpoint VALUES ('o', 1, '', '', now())"
            })
    void theApplicationCannotSealNorTouchTheQueue(String attempt) throws SQLException {
        assertNotPermitted("countersign_app", attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM worm.log_queue",
                "INSERT INTO worm.log_leaf VALUES (1000000, gen_random_uuid(), sha256(''), now())",
                "INSERT INTO worm.checkpoint VALUES ('o', 1, sha256(''), '', now())",
                "SELECT worm.append_entry('{}')",
                "SELECT entry FROM worm.audit_entry",
                "SELECT * FROM app.person",
                "CREATE TEMP TABLE log_leaf (id int)"
            })
    void theSequencerCanSealAndNothingElse(String attempt) throws SQLException {
        assertNotPermitted("countersign_sequencer", attempt);
    }

    private void assertNotPermitted(String role, String attempt) throws SQLException {
        try (Connection connection = database.as(role);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attempt))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    private void assertRefused(String rule, ThrowingCallable seal) {
        Sealing before = next();
        assertThatThrownBy(seal).isInstanceOfSatisfying(WormRefusedException.class, e -> assertThat(e.rule())
                .isEqualTo(rule));
        assertNothingSealed(before);
    }

    private void assertNothingSealed(Sealing before) {
        assertThat(session.size()).isEqualTo(before.firstIndex());
        assertThat(session.queued(4096)).isEqualTo(before.entries());
    }

    /** What a good sequencer would do next. */
    private Sealing next() {
        List<Queued> entries = session.queued(4096);
        assertThat(entries).hasSizeGreaterThanOrEqualTo(3);
        return sealing(session.size(), entries);
    }

    /** Signed as it should be, over whatever it is. */
    private Sealing sealing(long firstIndex, List<Queued> entries) {
        RightEdge edge = RightEdge.of(session.size(), this::stored);
        entries.forEach(entry -> edge.append(entry.leafHash()));
        Digest root = edge.root();
        byte[] note = format.write(firstIndex + entries.size(), root, message -> vault.sign(KeyName.LOG, message));
        return new Sealing(format.origin(), firstIndex, entries, edge.takeTiles(), root, note);
    }

    private List<Digest> stored(int level, long index, int width) {
        return level == 0
                ? session.leafHashes(index * 256, index * 256 + width)
                : Tiles.hashes(session.tile(level, index, width).orElseThrow(), 0, width);
    }

    private static void seal(Connection connection, Sealing sealing) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT worm.seal(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            List<StoredTile> tiles = sealing.tiles();
            statement.setString(1, sealing.origin());
            statement.setLong(2, sealing.firstIndex());
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid",
                            sealing.entries().stream().map(Queued::entryId).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "bytea",
                            sealing.entries().stream()
                                    .map(e -> e.leafHash().bytes())
                                    .toArray(byte[][]::new)));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "int4", tiles.stream().map(StoredTile::level).toArray()));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "int8", tiles.stream().map(StoredTile::index).toArray()));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "int4", tiles.stream().map(StoredTile::width).toArray()));
            statement.setArray(
                    8,
                    connection.createArrayOf(
                            "bytea", tiles.stream().map(StoredTile::hashes).toArray(byte[][]::new)));
            statement.setBytes(9, sealing.root().bytes());
            statement.setBytes(10, sealing.note());
            statement.execute();
        }
    }
}
