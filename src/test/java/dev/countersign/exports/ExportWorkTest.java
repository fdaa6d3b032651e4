package dev.countersign.exports;

import static dev.countersign.exports.TestRecordExports.begin;
import static dev.countersign.exports.TestRecordExports.ended;
import static dev.countersign.exports.TestRecordExports.files;
import static dev.countersign.exports.TestRecordExports.statement;
import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Identifiers;
import dev.countersign.evidence.DocumentSeals;
import dev.countersign.evidence.Exports;
import dev.countersign.evidence.Handover;
import dev.countersign.exports.ExportFailure.FailedException;
import dev.countersign.exports.ExportMaking.Hold;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.unit.DataSize;

/** Exports survive the node that makes them, stay within their limits, and leave nothing behind. */
@CountersignTest
@Requirement("CPY-06")
class ExportWorkTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private ExportWork work;

    @Autowired
    private ExportMapper mapper;

    @Autowired
    private ExportSettings settings;

    @Autowired
    private Records records;

    @Autowired
    private RecordAccess access;

    @Autowired
    private Authority authority;

    @Autowired
    private Exports exports;

    @Autowired
    private Handover handover;

    @Autowired
    private DocumentSeals seals;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private ExportTexts texts;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcTemplate jdbc;

    @TempDir
    private Path folder;

    private final String word = "worked" + UUID.randomUUID().toString().replace("-", "");
    private String person;
    private TestCaller reader;

    @BeforeEach
    void nobodyWorks() {
        work.stop();
        person = people.somebody(Role.REGULATORY_AUDITOR);
        reader = TestCaller.person(port, person);
    }

    @AfterEach
    void goOn() {
        work.start();
    }

    @Test
    void isTakenOverFromANodeThatDiedAndNotFromOneThatLives() throws IOException {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        UUID exportId = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
        UUID dead = UUID.randomUUID();
        Path part = new ExportFolder(settings).begin(exportId, dead);
        Files.writeString(part, "broken off");
        claim(exportId, dead, "1 hour", 1);
        String other = people.somebody(Role.REGULATORY_AUDITOR);
        TestCaller second = TestCaller.person(port, other);
        String later = begin(second, word, "[\"copy\"]");
        work.start();
        assertThat(ended(second, later).path("state").asText()).isEqualTo("done");
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("running");
        assertThat(part).as("whoever lives needs it").exists();

        work.stop();
        claim(exportId, dead, "-1 second", 1);
        work.start();
        JsonNode ended = ended(reader, address);
        assertThat(ended.path("state").asText()).isEqualTo("done");
        assertThat(statement(files(reader.get(address + "/export.zip").bytes()))
                        .path("enclosed")
                        .asInt())
                .isEqualTo(1);
        work.stop();
        work.start();
        Awaitility.await().until(() -> Files.notExists(part));
        assertThat(new ExportFolder(settings).result(exportId)).exists();
    }

    @Test
    void isGivenUpWhenItBreaksOffAgainAndAgain() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        claim(UUID.fromString(address.substring(address.lastIndexOf('/') + 1)), UUID.randomUUID(), "-1 second", 3);
        work.start();
        JsonNode ended = ended(reader, address);
        assertThat(ended.path("state").asText()).isEqualTo("failed");
        assertThat(ended.path("why").asText()).isEqualTo("broken-off");
    }

    @Test
    void stopsBetweenTwoRecordsWhenTheRightToReadEnds() throws IOException {
        written();
        written();
        ExportJob job = job();
        int[] at = {0};
        Hold hold = new Going((done, total) -> {
            at[0] = done;
            if (done == 1) {
                authority.revoke(Caller.system("tests"), person, Role.REGULATORY_AUDITOR, "ends meanwhile");
            }
        });
        assertThatThrownBy(() -> making(within(10, DataSize.ofMegabytes(100))).make(job, UUID.randomUUID(), hold))
                .isInstanceOfSatisfying(FailedException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(ExportFailure.RIGHTS_ENDED));
        assertThat(at[0]).as("one was made, the next was not").isEqualTo(1);
        assertThat(new ExportFolder(within(10, DataSize.ofMegabytes(100))).result(job.exportId()))
                .doesNotExist();
    }

    @Test
    void stopsWhereItWouldBeTooManyOrTooLong() {
        written();
        written();
        Hold hold = new Going((done, total) -> {});
        assertThatThrownBy(() -> making(within(1, DataSize.ofMegabytes(100))).make(job(), UUID.randomUUID(), hold))
                .isInstanceOfSatisfying(FailedException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(ExportFailure.TOO_MANY_RECORDS));
        assertThatThrownBy(() -> making(within(2, DataSize.ofBytes(1_000))).make(job(), UUID.randomUUID(), hold))
                .isInstanceOfSatisfying(FailedException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(ExportFailure.TOO_LARGE));
    }

    @Test
    void isRefusedWhereThereWouldBeTooManyOrNoRoom() {
        written();
        written();
        assertThat(refusal(within(1, DataSize.ofMegabytes(100)))).isEqualTo("EXP-004 too-large");
        String other = people.somebody(Role.REGULATORY_AUDITOR);
        begin(TestCaller.person(port, other), word, "[\"copy\"]");
        int open = mapper.open(store.installation().organisation());
        assertThat(refusal(new ExportSettings(
                        folder,
                        10,
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(1),
                        open,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1))))
                .isEqualTo("EXP-006 busy");
        assertThat(refusal(new ExportSettings(
                        folder,
                        10,
                        DataSize.ofMegabytes(1),
                        DataSize.ofBytes(0),
                        open + 1,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1))))
                .isEqualTo("EXP-007 busy");
        assertThat(reader.get("/api/exports").json().path("items")).isEmpty();
    }

    @Test
    void takesResultsAwayWhenTheyExpire() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        UUID exportId = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
        work.start();
        ended(reader, address);
        Path result = new ExportFolder(settings).result(exportId);
        assertThat(result).exists();
        work.stop();
        jdbc.update("UPDATE app.record_export SET expires_at = clock_timestamp() WHERE export_id = ?", exportId);
        work.start();
        Awaitility.await().until(() -> Files.notExists(result));
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("expired");
        assertThat(reader.get(address + "/export.zip").code()).isEqualTo("export-not-ready");
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        Path strange = Files.writeString(folder.resolve("notes.txt"), "not ours");
        Path ours = Files.writeString(folder.resolve(UUID.randomUUID() + ".zip"), "nobody's");
        new ExportFolder(within(1, DataSize.ofMegabytes(1))).sweep(kept -> false);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(strange);
        }
        assertThat(ours).doesNotExist();
    }

    private record Going(BiConsumer<Integer, Integer> told) implements Hold {

        @Override
        public void at(int done, int total) {
            told.accept(done, total);
        }

        @Override
        public void pause() {
            throw new ExportWork.EndedException();
        }
    }

    private ExportSettings within(int mostRecords, DataSize longest) {
        return new ExportSettings(
                folder,
                mostRecords,
                longest,
                DataSize.ofGigabytes(1_000),
                1_000,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
    }

    private ExportMaking making(ExportSettings limits) {
        return new ExportMaking(
                records,
                access,
                authority,
                exports,
                handover,
                seals,
                reconciliation,
                store,
                new ExportFolder(limits),
                limits,
                texts);
    }

    private String refusal(ExportSettings limits) {
        RecordExports kept = new KeptExports(
                mapper, limits, new ExportFolder(limits), records, authority, store, ledger, identifiers, transactions);
        try {
            return kept.request(caller(person), asked()).toString();
        } catch (RefusedException e) {
            return e.refusal().number() + " " + e.refusal().code();
        }
    }

    private ExportAsked asked() {
        return new ExportAsked(null, null, word, Set.of(ExportPart.COPY));
    }

    private ExportJob job() {
        return ExportJob.waiting(
                UUID.randomUUID(),
                caller(person),
                authority.reach(person, Permission.READ_RECORDS).orElseThrow(),
                asked(),
                store.now());
    }

    private void claim(UUID exportId, UUID worker, String lasts, int attempts) {
        assertThat(jdbc.update(
                        "UPDATE app.record_export SET state = 'running', worker = ?, attempts = ?,"
                                + " claimed_until = clock_timestamp() + ?::interval WHERE export_id = ?",
                        worker,
                        attempts,
                        lasts,
                        exportId))
                .isEqualTo(1);
    }

    private void written() {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        ceremonies.inReview(
                caller(ceremonies.team().author()),
                new TestRecord(
                        record.type(),
                        word + " balances",
                        record.content(),
                        record.attachments(),
                        record.reason(),
                        record.businessKey()));
    }
}
