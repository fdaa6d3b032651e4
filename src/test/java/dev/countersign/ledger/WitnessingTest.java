package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.witness.OtherWitness;
import dev.countersign.witness.TestWitnesses;
import dev.countersign.witness.Timestamps;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Failure;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.WitnessReceipts;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;

/** What witnesses remember decides whether the log goes on (T11). Whoever cuts or rolls back here is superuser of the real database. */
@CountersignTest
@Requirement("AUD-02")
class WitnessingTest {

    private static final Caller TESTS = Caller.system("tests");

    @Autowired
    private Sequencer sequencer;

    @Autowired
    private Witnessing witnessing;

    @Autowired
    private RecoveryMode recovery;

    @Autowired
    private WitnessesHealthIndicator health;

    @Autowired
    private StoredHead stored;

    @Autowired
    private LogStore store;

    @Autowired
    private WitnessReceipts receipts;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private CheckpointFormat format;

    @Autowired
    private WormStore worm;

    @Autowired
    private KeyVault vault;

    @Autowired
    private Epochs epochs;

    @Autowired
    private EpochOpening opening;

    @Autowired
    private Timestamping timestamping;

    @TempDir
    private Path folder;

    private final String type = "test." + UUID.randomUUID();
    private final String name = "file of " + type;
    private LogDatabase database;

    @BeforeEach
    void connect(@Autowired HikariDataSource application, @Value("${countersign.data-directory}") Path data) {
        database = new LogDatabase(application.getJdbcUrl(), data);
    }

    @Test
    void whatWasSealedIsWitnessedOutsideTheDataDirectoryWithoutBeingAskedFor(
            @Value("${countersign.data-directory}") Path data,
            @Value("${countersign.witness-directory}") Path witness) {
        long size = sealed(3);
        Awaitility.await().until(() -> receipts.largest(format.origin(), "file").orElse(0) >= size);
        assertThat(witness.resolve("checkpoints")).exists();
        assertThat(witness.normalize().startsWith(data.normalize())).isFalse();
        assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void cutEntriesPutTheLogIntoRecoveryModeWhileTheApplicationRuns() throws SQLException {
        sealed(5);
        witnessing.compare();
        try (TamperedLog tampered = new TamperedLog(database)) {
            tampered.cut(3);
            append(1);
            assertThatNothingIsSealedOrSigned();
        }
        assertThatTheLogGoesOn();
    }

    @Test
    void anOlderCopyOfTheRowsPutsTheLogIntoRecoveryModeWhileTheApplicationRuns() throws SQLException {
        long size = sealed(5);
        sealed(5);
        witnessing.compare();
        try (TamperedLog tampered = new TamperedLog(database)) {
            tampered.restoreOlderCopy(size);
            append(1);
            assertThatNothingIsSealedOrSigned();
            assertThat(recovery.cause())
                    .hasValueSatisfying(why -> assertThat(why).contains("an older copy restored"));
        }
        assertThatTheLogGoesOn();
    }

    @Test
    void anOlderCopyIsFoundByAWitnessThatStartsAnewToo() throws SQLException {
        long size = sealed(5);
        sealed(5);
        Witness witness = TestWitnesses.file(name, folder, format);
        beginning(witness).compare();
        assertThatARestartFinds(size, witness);
    }

    @Test
    void aWitnessThatWasRolledBackTogetherWithTheLogDeceivesNoNodeThatKnewMore() throws Exception {
        sealed(5);
        Witness witness = TestWitnesses.file(name, folder, format);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = beginning(mode, witness);
        node.compare();
        byte[] older = Files.readAllBytes(folder.resolve("checkpoints"));
        long size = format.read(witness.newest().orElseThrow()).orElseThrow().size();
        sealed(5);
        node.handOver();
        // this application's own witness knows as much: it seals nothing meanwhile
        witnessing.compare();
        try (TamperedLog tampered = new TamperedLog(database)) {
            tampered.restoreOlderCopy(size);
            Files.write(folder.resolve("checkpoints"), older);
            node.compare();
            assertThat(mode.cause()).hasValueSatisfying(why -> assertThat(why)
                    .contains("that this node handed over", "entries were cut"));
        }
        node.compare();
        assertThat(mode.cause()).as("once it is whole again").isEmpty();
        assertThatTheLogGoesOn();
    }

    @Test
    void anExistingLogThatNoWitnessKnowsIsInRecoveryModeAndIsNotMadeKnown() throws IOException {
        sealed(1);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = witnessing(mode, TestWitnesses.file(name, folder, format));
        node.compare();
        node.handOver();
        assertThat(mode.refusalToSign()).hasValueSatisfying(refusal -> {
            assertThat(refusal.number()).isEqualTo("LED-007");
            assertThat(refusal.detail()).contains("no configured witness", "share their witnesses", "recovery.md");
        });
        assertThat(Files.readString(folder.resolve("checkpoints"))).isEmpty();
        assertThat(node.isOpen()).as("may seal").isFalse();
    }

    @Test
    void theNextEpochFollowsEachThatAWitnessShows() {
        long size = sealed(1);
        Witness witness = TestWitnesses.file(name, folder, format);
        CheckpointFormat third = format.inEpoch(3);
        byte[] note = third.write(size, stored.read().root(), message -> vault.sign(KeyName.LOG, message));
        witness.submit(new Witness.Submission(0, List.of(), note));
        RecoveryMode mode = new RecoveryMode();
        LogRecovery afterRestore = new WitnessedRecovery(
                mode,
                witnessing(mode, witness),
                new WitnessedCheckpoint(
                        new Witnesses(List.of(witness)), new Timestamps(Optional.empty(), Optional.empty()), format),
                stored,
                epochs,
                worm,
                opening);
        JsonNode statement = CanonicalJson.parse(afterRestore.statement("the backup was of before the third epoch"));
        assertThat(mode.cause()).hasValueSatisfying(why -> assertThat(why).contains("epoch 3"));
        assertThat(statement.path("epoch").asInt()).isEqualTo(4);
        assertThat(statement.path("origin").asText()).isEqualTo(format.name() + "/4");
        assertThat(statement.at("/witnessed/origin").asText()).isEqualTo(third.origin());
    }

    @Test
    void aWitnessThatIsNewLearnsTheLogFromOneThatKnowsIt() {
        sealed(1);
        Path other = folder.resolve("new");
        RecoveryMode mode = new RecoveryMode();
        Witness known = TestWitnesses.file(name, folder, format);
        beginning(known).compare();
        Witness fresh = TestWitnesses.file(name + " new", other, format);
        witnessing(mode, fresh, known).compare();
        assertThat(mode.cause()).isEmpty();
        assertThat(fresh.newest()).isPresent();
    }

    @Test
    void aWitnessThatWasRolledBackGivesAlarmAndIsTaughtAgain() throws IOException {
        Witness witness = TestWitnesses.file(name, folder, format);
        sealed(2);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = beginning(mode, witness);
        node.compare();
        byte[] older = Files.readAllBytes(folder.resolve("checkpoints"));
        sealed(2);
        node.handOver();
        Optional<byte[]> newest = witness.newest();
        Files.write(folder.resolve("checkpoints"), older);

        node.compare();
        assertThat(mode.cause()).as("the log itself is whole").isEmpty();
        assertThat(witness.newest().orElseThrow().length).isGreaterThanOrEqualTo(newest.orElseThrow().length);
        assertThat(alarms()).singleElement().asString().contains("WIT-013", "witness-rolled-back");
        node.compare();
        assertThat(alarms()).as("on record once").hasSize(1);
        assertThat(health(node, mode).getStatus().getCode())
                .as("until it was looked at")
                .isEqualTo("DEGRADED");
    }

    @Test
    void aRolledBackWitnessIsNoticedAfterARestartByItsReceipt() throws IOException {
        Witness witness = TestWitnesses.file(name, folder, format);
        sealed(2);
        beginning(witness).compare();
        byte[] older = Files.readAllBytes(folder.resolve("checkpoints"));
        sealed(2);
        witnessing(new RecoveryMode(), witness).compare();
        Files.write(folder.resolve("checkpoints"), older);
        RecoveryMode restarted = new RecoveryMode();
        witnessing(restarted, witness).compare();
        assertThat(restarted.cause()).isEmpty();
        assertThat(alarms()).singleElement().asString().contains("WIT-013");
    }

    @Test
    void aFileExchangedForAnotherLogsIsNoWitnessOfThisOne() throws IOException {
        Witness witness = TestWitnesses.file(name, folder, format);
        sealed(1);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = beginning(mode, witness);
        node.compare();
        Path file = folder.resolve("checkpoints");
        Files.writeString(file, Files.readString(file).replace(format.name(), "countersign.dev/another"));
        node.compare();
        assertThat(mode.cause()).hasValueSatisfying(why -> assertThat(why).contains("countersign.dev/another"));
        assertThat(alarms()).singleElement().asString().contains("WIT-014");
    }

    @Test
    void aFileThatDisappearsWhileTheApplicationRunsEndsInRecoveryMode() throws IOException {
        Witness witness = TestWitnesses.file(name, folder, format);
        sealed(1);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = beginning(mode, witness);
        node.compare();
        Files.delete(folder.resolve("checkpoints"));
        node.compare();
        assertThat(mode.cause()).isPresent();
    }

    @Test
    void aWitnessThatIsAwayGivesAlarmStatesTheBacklogAndStopsNothing() {
        Switched witness = new Switched(TestWitnesses.file(name, folder, format));
        sealed(1);
        RecoveryMode mode = new RecoveryMode();
        Witnessing node = beginning(mode, witness);
        node.compare();
        witness.away = true;
        sealed(4);
        node.compare();
        assertThat(mode.cause()).as("sealing and signing go on").isEmpty();
        Health told = health(node, mode);
        assertThat(told.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat((Map<String, Object>) told.getDetails().get(name))
                .containsEntry("alarm", "WIT-010 witness-unreachable")
                .hasEntrySatisfying(
                        "notWitnessed", backlog -> assertThat((long) backlog).isGreaterThanOrEqualTo(4));
        assertThat(alarms()).singleElement().asString().contains("WIT-010", "notWitnessed");

        witness.away = false;
        node.compare();
        assertThat(health(node, mode).getStatus().getCode()).isEqualTo("UP");
        assertThat(events("witness.alarm-ended")).hasSize(1);
    }

    @Test
    void aLogWhoseOnlyWitnessIsAwayAtTheStartWaitsForIt() {
        Switched witness = new Switched(TestWitnesses.file(name, folder, format));
        sealed(1);
        beginning(witness).compare();
        witness.away = true;
        RecoveryMode mode = new RecoveryMode();
        Witnessing restarted = witnessing(mode, witness);
        restarted.compare();
        assertThat(mode.cause()).isPresent();
        witness.away = false;
        restarted.compare();
        assertThat(mode.cause()).isEmpty();
    }

    @Test
    void anOlderCopyIsFoundByAWitnessOnTheNetworkAlone() throws Exception {
        long size = sealed(5);
        sealed(5);
        try (OtherWitness other = OtherWitness.of(format.verifierKey())) {
            Witness network = TestWitnesses.named(name, other.configured());
            beginning(network).compare();
            assertThat(receipts.largest(format.origin(), name).orElse(0)).isGreaterThan(size);
            assertThatARestartFinds(size, network);
        }
    }

    @Test
    void aWitnessThatAnotherNodeTeachesMeanwhileWasNotRolledBack() {
        Switched witness = new Switched(TestWitnesses.file(name, folder, format));
        sealed(2);
        Witnessing node = beginning(witness);
        node.compare();
        sealed(2);
        Witnessing other = witnessing(new RecoveryMode(), TestWitnesses.file(name, folder, format));
        other.compare();
        sealed(2);
        witness.meanwhile = () -> {
            witness.meanwhile = () -> {};
            other.handOver();
        };
        node.handOver();
        assertThat(alarms()).isEmpty();
        assertThat(receipts.largest(format.origin(), name).orElseThrow())
                .isEqualTo(format.read(witness.newest().orElseThrow())
                        .orElseThrow()
                        .size());
    }

    @Test
    void aWitnessOnTheNetworkThatLiesOrForgetsGivesAlarmAndStopsNothing() throws Exception {
        sealed(3);
        try (OtherWitness other = OtherWitness.of(format.verifierKey())) {
            Witness network = TestWitnesses.named(name, other.configured());
            Witness file = TestWitnesses.file(name + " beside it", folder, format);
            RecoveryMode mode = new RecoveryMode();
            beginning(file).compare();
            Witnessing node = witnessing(mode, file, network);
            node.compare();
            assertThat(health(node, mode).getStatus().getCode()).isEqualTo("UP");
            long known = receipts.largest(format.origin(), name).orElseThrow();

            other.lie("key");
            sealed(2);
            node.handOver();
            assertThat(mode.cause()).isEmpty();
            assertThat(receipts.largest(format.origin(), name))
                    .as("no false receipt is kept")
                    .hasValue(known);
            assertThat(alarms()).singleElement().asString().contains("WIT-012");

            other.lie("");
            other.forget();
            node.compare();
            assertThat(mode.cause()).isEmpty();
            assertThat(receipts.largest(format.origin(), name).orElseThrow()).isGreaterThan(known);
            assertThat(alarms()).hasSize(2).anySatisfy(alarm -> assertThat(alarm)
                    .contains("WIT-013"));
        }
    }

    /** A file witness that can be taken away. */
    private static final class Switched implements Witness {

        private final Witness witness;
        private boolean away;
        /** What happens between its answer and whatever the node asks next. */
        private Runnable meanwhile = () -> {};

        Switched(Witness witness) {
            this.witness = witness;
        }

        @Override
        public String name() {
            return witness.name();
        }

        @Override
        public boolean isExternal() {
            return witness.isExternal();
        }

        @Override
        public Answer submit(Submission submission) {
            Answer answer = away ? new Failed(Failure.UNREACHABLE, "no route") : witness.submit(submission);
            meanwhile.run();
            return answer;
        }

        @Override
        public Optional<byte[]> newest() {
            return away ? Optional.empty() : witness.newest();
        }
    }

    private void assertThatNothingIsSealedOrSigned() throws SQLException {
        Awaitility.await().until(() -> sequencer.state().role() == Sequencer.Role.IN_RECOVERY);
        assertThat(recovery.refusalToSign())
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("log-in-recovery"));
        assertThat(health.health().getStatus().getCode()).isEqualTo("RECOVERY");
        append(2);
        witnessing.compare();
        witnessing.handOver();
        assertThat(Long.parseLong(database.one("SELECT count(*) FROM worm.log_queue")))
                .as("entries wait")
                .isGreaterThanOrEqualTo(3);
        assertThat(entries()).filteredOn(entry -> entry.index() == null).hasSizeGreaterThanOrEqualTo(3);
        assertThat(sequencer.state().role()).isEqualTo(Sequencer.Role.IN_RECOVERY);
    }

    private void assertThatARestartFinds(long olderCopy, Witness witness) throws SQLException {
        witnessing.compare();
        try (TamperedLog tampered = new TamperedLog(database)) {
            tampered.restoreOlderCopy(olderCopy);
            RecoveryMode restarted = new RecoveryMode();
            beginning(restarted, witness).compare();
            assertThat(restarted.cause())
                    .hasValueSatisfying(why -> assertThat(why).contains("entries were cut"));
        }
        assertThatTheLogGoesOn();
    }

    private void assertThatTheLogGoesOn() {
        witnessing.compare();
        assertThat(recovery.cause()).isEmpty();
        log.covering(entries().stream().map(Entry::entryId).toList());
        Awaitility.await().until(() -> health.health().getStatus().getCode().equals("UP"));
    }

    /** A node of its own, whose witness knows the log as if it had from the beginning. */
    private Witnessing beginning(Witness witness) {
        return beginning(new RecoveryMode(), witness);
    }

    private Witnessing beginning(RecoveryMode mode, Witness witness) {
        StoredHead.Head head = stored.read();
        if (receipts.largest(format.origin(), witness.name()).isEmpty()) {
            witness.submit(new Witness.Submission(0, List.of(), head.note()));
        }
        return witnessing(mode, witness);
    }

    private Witnessing witnessing(RecoveryMode mode, Witness... witnesses) {
        return new Witnessing(
                new Witnesses(Arrays.asList(witnesses)), stored, store, receipts, mode, ledger, Clock.systemUTC());
    }

    private Health health(Witnessing node, RecoveryMode mode) {
        return new WitnessesHealthIndicator(node, timestamping, mode, store, worm).health();
    }

    private long sealed(int count) {
        append(count);
        return log.covering(entries().stream().map(Entry::entryId).toList()).size();
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

    private List<String> alarms() {
        return events("witness.alarm-raised");
    }

    private List<String> events(String type) {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 200).items().stream()
                .map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8))
                .filter(entry -> entry.contains("witness:" + name))
                .toList();
    }
}
