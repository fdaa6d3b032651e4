package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.crypto.OpensslAuthority.Lie;
import dev.countersign.crypto.TimestampHash;
import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.TimestampToken;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.TimestampChains.Chain;
import dev.countersign.witness.TestTimestamps;
import dev.countersign.witness.TimestampSettings;
import dev.countersign.witness.Timestamps;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.StoreQuery;
import dev.countersign.worm.StoreReading;
import dev.countersign.worm.StoreReading.Row;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.ibatis.session.SqlSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Timestamps of checkpoints by an authority that is openssl. What a test stamps is rolled back, so that none finds another's. */
@CountersignTest
@Requirement("KEY-04")
class TimestampingTest {

    private static final Caller TESTS = Caller.system("tests");

    @Autowired
    private TimestampChains chains;

    @Autowired
    private Witnessing witnessing;

    @Autowired
    private LogStore store;

    @Autowired
    private WormStore worm;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private DataSource application;

    @Autowired
    private SqlSession session;

    @TempDir
    private Path folder;

    private final String type = "test." + UUID.randomUUID();
    private final String name = "rfc3161 " + type;
    private final RecoveryMode recovery = new RecoveryMode();
    private OpensslAuthority openssl;
    private TimestampSettings settings;

    @BeforeEach
    void anAuthorityIsSetUp() throws IOException {
        openssl = lasting(400);
        settings = TestTimestamps.settings(openssl);
        recovery.leave();
        sealed(3);
    }

    @AfterEach
    void itIsClosed() {
        openssl.close();
    }

    @Test
    @Requirement("AUD-02")
    void theNewestCheckpointGetsATokenThatTheAuditTrailTells() {
        rolledBack(() -> {
            Timestamping node = timestamping(settings);
            node.look();
            Chain chain = newest();
            assertThat(chain.tokens()).hasSize(1);
            assertThat(opensslTakes(chain.newest(), chain.note())).isTrue();
            assertThat(node.state().size()).isEqualTo(chain.size());
            assertThat(node.state().alarm()).isNull();
            assertThatVerificationReads(chain);
        });
    }

    @Test
    void whatWasStampedWithinTheHourIsNotStampedAgainUnlessTheApplicationStops() {
        Timestamping node = timestamping(settings);
        rolledBack(() -> {
            node.look();
            long size = newest().size();
            seal(4);
            node.look();
            assertThat(newest().size()).isEqualTo(size);
            node.last();
            assertThat(newest().size()).isGreaterThan(size);
            assertThat(openssl.requests()).as("of which one before the stop").isEqualTo(2);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, WIT-010",
        "NOT_FOUND, WIT-011",
        "GARBAGE, WIT-012",
        "ANOTHER_NONCE, WIT-012",
        "ANOTHER_IMPRINT, WIT-012",
        "DATED_YESTERDAY, WIT-012"
    })
    void anAuthorityThatFailsGivesAlarmStatesTheBacklogAndStopsNothing(Lie lie, String number) {
        long before = newestSize();
        Timestamping node = timestamping(settings);
        openssl.lie(lie);
        node.look();
        assertThat(newestSize()).as("no false token is kept").isEqualTo(before);
        assertThat(alarms()).singleElement().asString().contains(number, "notWitnessed");
        Health told = health(node);
        assertThat(told.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat((Map<String, Object>) told.getDetails().get(name))
                .hasEntrySatisfying(
                        "alarm", alarm -> assertThat(alarm.toString()).startsWith(number))
                .hasEntrySatisfying(
                        "notWitnessed", backlog -> assertThat((long) backlog).isPositive());
        assertThat(sealed(2)).as("sealing goes on").isPositive();
        assertThat(recovery.refusalToSign()).isEmpty();

        node.look();
        assertThat(alarms()).as("on record once").hasSize(1);
        openssl.lie(Lie.NONE);
        rolledBack(() -> {
            int asked = openssl.requests();
            node.look();
            assertThat(openssl.requests()).as("less often while it fails").isEqualTo(asked);
            node.look();
            assertThat(newest().size()).isGreaterThan(before);
            assertThat(node.state().alarm()).isNull();
        });
    }

    @Test
    void aTokenThatIsDatedElsewhereIsFalseByTheDatabasesClock() {
        Timestamping node = timestamping(settings);
        openssl.lie(Lie.DATED_YESTERDAY);
        node.look();
        assertThat(node.state().why()).contains("database's clock");
    }

    @Test
    void anExpiredCertificateOfTheAuthorityIsAnAlarm() throws IOException {
        openssl.signing(Instant.now().minus(Duration.ofDays(9)), Instant.now().minus(Duration.ofDays(1)));
        Timestamping node = timestamping(settings);
        node.look();
        assertThat(node.state().alarm()).isEqualTo(WitnessAlarm.FALSE_RECEIPT);
    }

    @Test
    void aLogInRecoveryModeGetsNoToken() {
        recovery.enter("a witness knows better");
        timestamping(settings).look();
        assertThat(openssl.requests()).isZero();
    }

    @Test
    void aTokenGetsAnotherOverItselfBeforeItsAuthoritysCertificateEnds() throws IOException {
        openssl.signing(Instant.now().minus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(30)));
        rolledBack(() -> {
            timestamping(settings).look();
            long size = newest().size();
            assertThat(newest().tokens()).as("nothing better was to be had").hasSize(1);

            signing(2_000);
            Timestamping node = timestamping(settings);
            node.look();
            Chain chain = newest();
            assertThat(chain.size()).isEqualTo(size);
            assertThat(chain.tokens()).hasSize(2);
            byte[] covered = joined(chain.note(), chain.tokens().get(0));
            assertThat(opensslTakes(chain.newest(), covered)).isTrue();
            assertThat(node.state().alarm()).isNull();
            timestamping(settings).look();
            assertThat(newest().tokens()).as("once").hasSize(2);
        });
    }

    @Test
    void aTokenThatCannotBeRenewedBeforeItEndsIsAnAlarm() throws IOException {
        openssl.signing(Instant.now().minus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(30)));
        rolledBack(() -> {
            Timestamping node = timestamping(settings);
            node.look();
            assertThat(node.state().alarm()).isEqualTo(WitnessAlarm.NOT_RENEWED);
            assertThat(node.state().why()).contains("does not last longer");
            int asked = openssl.requests();
            node.look();
            assertThat(openssl.requests()).as("not at every look").isEqualTo(asked);
        });
    }

    @Test
    void aTokenOverAHashThatEndsGetsAnotherOverABetterOne() {
        rolledBack(() -> {
            timestamping(settings).look();
            timestamping(TestTimestamps.over(settings, TimestampHash.SHA_512, List.of(TimestampHash.SHA_256)))
                    .look();
            Chain chain = newest();
            assertThat(chain.tokens()).hasSize(2);
            TimestampToken renewed = parsed(chain.newest());
            assertThat(renewed.hash()).isEqualTo(TimestampHash.SHA_512);
            assertThat(renewed.covers(joined(chain.note(), chain.tokens().get(0))))
                    .isTrue();
        });
    }

    @Test
    void withoutAnAuthorityNothingIsAskedAndNothingIsMissing() {
        Timestamping none = new Timestamping(
                new Timestamps(Optional.empty(), Optional.empty()), settings, chains, store, worm, recovery, ledger);
        none.look();
        none.last();
        assertThat(none.name()).isEmpty();
        assertThat(health(none).getDetails()).doesNotContainKey(name);
    }

    /** What is written just before a commit is written now; the verification reads it past the mappers. */
    private void assertThatVerificationReads(Chain chain) {
        TransactionSynchronizationUtils.triggerBeforeCommit(false);
        StoreReading reading = StoreReading.within(DataSourceUtils.getConnection(application));
        List<Row> tokens = new ArrayList<>();
        reading.each(StoreQuery.TIMESTAMPS, tokens::add);
        assertThat(tokens).singleElement().satisfies(row -> {
            assertThat(row.text(0) + " " + row.text(1) + " " + row.text(2))
                    .isEqualTo(chain.origin() + " " + chain.size() + " rfc3161/1");
            assertThat(row.bytes(3)).isEqualTo(chain.newest());
            assertThat(row.bytes(4)).isEqualTo(chain.note());
        });
        List<String> told = new ArrayList<>();
        reading.each(StoreQuery.TIMESTAMPS_TOLD, row -> told.add(row.text(0)));
        assertThat(told)
                .singleElement()
                .asString()
                .contains(
                        "\"tokenSha256\":\"" + Digest.of(chain.newest()),
                        "\"origin\":\"" + chain.origin(),
                        "\"size\":\"" + chain.size(),
                        "\"number\":\"1\"");
    }

    private Timestamping timestamping(TimestampSettings given) {
        return new Timestamping(
                TestTimestamps.named(name, TestTimestamps.configured(given)),
                given,
                chains,
                store,
                worm,
                recovery,
                ledger);
    }

    private Health health(Timestamping node) {
        return new WitnessesHealthIndicator(witnessing, node, recovery, store, worm).health();
    }

    private Chain newest() {
        return chains.newest(head().origin()).orElseThrow();
    }

    private long newestSize() {
        return chains.newest(head().origin()).map(Chain::size).orElse(0L);
    }

    private StoredCheckpoint head() {
        return store.newest().orElseThrow();
    }

    private void rolledBack(Runnable acts) {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            acts.run();
        });
    }

    private OpensslAuthority lasting(int days) throws IOException {
        Instant now = Instant.now();
        return new OpensslAuthority(folder).signing(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(days)));
    }

    private void signing(int days) {
        try {
            openssl.signing(
                    Instant.now().minus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(days)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean opensslTakes(byte[] token, byte[] message) {
        try {
            return openssl.opensslTakes(token, message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TimestampToken parsed(byte[] token) {
        try {
            return TimestampToken.parse(token);
        } catch (TimestampRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private long sealed(int count) {
        for (int i = 0; i < count; i++) {
            ledger.appendAlone(TESTS, new TestEvent(type, "entry:" + i));
        }
        List<UUID> entries = ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 1_000).items().stream()
                .map(Entry::entryId)
                .toList();
        return log.covering(entries).size();
    }

    /** While the test's own transaction is open, which then asks anew. */
    private void seal(int count) {
        Thread other = new Thread(() -> sealed(count));
        other.start();
        try {
            other.join();
            session.clearCache();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> alarms() {
        return ledger.search(new Ledger.Filter(null, null, null, "witness.alarm-raised", null), 0, 200).items().stream()
                .map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8))
                .filter(entry -> entry.contains("witness:" + name))
                .toList();
    }
}
