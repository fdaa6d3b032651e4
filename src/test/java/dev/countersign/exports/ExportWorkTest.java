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
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.evidence.DocumentSeals;
import dev.countersign.evidence.Exports;
import dev.countersign.evidence.Handover;
import dev.countersign.exports.ExportFailure.FailedException;
import dev.countersign.exports.ExportMaking.Hold;
import dev.countersign.exports.ExportMaking.Made;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
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
    private DatabaseRoles roles;

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
        UUID exportId = idOf(address);
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
        jdbc.update(
                "UPDATE app.record_export SET expires_at = clock_timestamp() - interval '1 minute' WHERE export_id = ?",
                exportId);
        work.start();
        Awaitility.await().until(() -> Files.notExists(result));
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("expired");
        assertThat(reader.get(address + "/export.zip").code()).isEqualTo("export-not-ready");
    }

    @Test
    void isNotFetchedOnceItsTimeHasPassedThoughNobodyTookItAway() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        UUID exportId = idOf(address);
        work.start();
        ended(reader, address);
        work.stop();
        assertThat(reader.get(address + "/export.zip").status()).isEqualTo(200);
        jdbc.update(
                "UPDATE app.record_export SET expires_at = clock_timestamp() - interval '1 minute' WHERE export_id = ?",
                exportId);
        assertThat(new ExportFolder(settings).result(exportId)).exists();
        Answer late = reader.get(address + "/export.zip");
        assertThat(late.code()).isEqualTo("export-not-ready");
        assertThat(late.toString()).contains("it is expired");
    }

    @Test
    void doesNotTouchTheResultOfWhoeverTookItOver() throws IOException {
        written();
        UUID exportId = idOf(begin(reader, word, "[\"copy\"]"));
        ExportJob late = mapper.find(organisation(), exportId).orElseThrow();
        UUID other = UUID.randomUUID();
        claim(exportId, other, "1 hour", 2);
        ExportFolder shared = new ExportFolder(settings);
        Path mine = Files.writeString(shared.begin(exportId, UUID.randomUUID()), "late");
        Path result = Files.writeString(shared.result(exportId), "of the other");
        assertThat(mapper.goOn(organisation(), exportId, other, 1, 1, store.now()))
                .isEqualTo(1);
        assertThat(mapper.finish(
                        organisation(),
                        exportId,
                        other,
                        store.now(),
                        store.now().plusSeconds(60),
                        12,
                        "00"))
                .isEqualTo(1);

        work.finish(late, new Made(mine, 1, 1, 0, 4, "11", 1));
        assertThat(result).hasContent("of the other");
        assertThat(mine).as("whoever made it discards it").exists();
        assertThat(mapper.find(organisation(), exportId).orElseThrow().sha256()).isEqualTo("00");
        Files.delete(mine);
    }

    @Test
    void hasNoPlaceBeforeItIsSettledWhoseItIs() throws IOException {
        written();
        ExportSettings limits = within(10, DataSize.ofMegabytes(100));
        ExportJob job = job();
        int[] told = {0};
        Made made = making(limits).make(job, UUID.randomUUID(), new Going((done, total) -> told[0]++));
        assertThat(new ExportFolder(limits).result(job.exportId())).doesNotExist();
        assertThat(made.part()).hasSize(made.length());
        assertThat(told[0])
                .as("once before, for the record, before the statement and after it")
                .isEqualTo(4);
    }

    @Test
    void isNotDoneWhereItsFileCannotBePutInPlace() throws IOException {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        Path inTheWay = Files.createDirectory(new ExportFolder(settings).result(idOf(address)));
        Path thing = Files.createFile(inTheWay.resolve("thing"));
        try {
            work.start();
            JsonNode ended = ended(reader, address);
            assertThat(ended.path("why").asText()).isEqualTo("not-done");
            assertThat(ledger.search(new Filter(null, null, person, null, null), 0, 100)
                            .items())
                    .extracting(entry ->
                            CanonicalJson.parse(entry.bytes()).path("type").asText())
                    .contains("export.failed")
                    .doesNotContain("export.finished");
        } finally {
            Files.delete(thing);
            Files.delete(inTheWay);
        }
    }

    @Test
    void isNobodyElsesToReadOnTheDisk() throws IOException {
        Path place = folder.resolve("kept");
        ExportSettings limits = new ExportSettings(
                place,
                10,
                DataSize.ofMegabytes(100),
                DataSize.ofMegabytes(100),
                10,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
        ExportFolder kept = new ExportFolder(limits);
        ExportJob job = job();
        UUID worker = UUID.randomUUID();
        assertThat(modes(kept.begin(job.exportId(), worker))).isEqualTo("rw-------");
        assertThat(modes(kept.one(job.exportId(), worker))).isEqualTo("rw-------");
        assertThat(modes(place)).isEqualTo("rwx------");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new ExportFolder(limits).result(job.exportId())).doesNotExist();
        assertThat(modes(place)).isEqualTo("rwx------");

        written();
        String address = begin(reader, word, "[\"copy\"]");
        work.start();
        ended(reader, address);
        Path result = new ExportFolder(settings).result(idOf(address));
        assertThat(modes(result)).isEqualTo("rw-------");
        assertThat(modes(settings.directory())).isEqualTo("rwx------");
    }

    @Test
    void failsAloneWhereTheProgramItselfIsBroken() {
        written();
        MessageSource broken = new AbstractMessageSource() {
            @Override
            protected MessageFormat resolveCode(String code, Locale locale) {
                throw new NoClassDefFoundError("no such class");
            }
        };
        ExportWork breaking = new ExportWork(
                mapper,
                making(settings, new ExportTexts(broken)),
                new ExportFolder(settings),
                settings,
                store,
                ledger,
                identifiers,
                transactions);
        breaking.start();
        try {
            for (int i = 0; i < 2; i++) {
                JsonNode ended = ended(reader, begin(reader, word, "[\"copy\"]"));
                assertThat(ended.path("why").asText()).isEqualTo("not-done");
            }
        } finally {
            breaking.stop();
        }
    }

    @Test
    void looksAgainBeforeItSaysThatSearchAndLogDiffer() throws IOException, SQLException {
        RecordVersion hidden = written();
        RecordVersion shown = written();
        ExportJob job = ExportJob.waiting(
                UUID.randomUUID(),
                caller(person),
                new RecordScope(Set.of(), Set.of(hidden.recordId(), shown.recordId())),
                new ExportAsked("sop", "in-review", null, Set.of(ExportPart.COPY)),
                store.now());
        ExportMaking making = making(within(10, DataSize.ofMegabytes(100)));
        int[] paused = {0};
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            try {
                status(superuser, hidden, "nowhere");
                Made differs = making.make(job, UUID.randomUUID(), new Pausing(() -> paused[0]++));
                assertThat(paused[0]).isEqualTo(2);
                assertThat(reconciled(differs).path("agrees").asBoolean()).isFalse();

                Made agrees =
                        making.make(job, UUID.randomUUID(), new Pausing(() -> status(superuser, hidden, "in-review")));
                assertThat(reconciled(agrees).path("agrees").asBoolean()).isTrue();
                assertThat(agrees.matched()).isEqualTo(2);
            } finally {
                status(superuser, hidden, "in-review");
            }
        }
    }

    @Test
    void searchesAgainWhileOthersDoAndSaysWhyItStops() throws IOException {
        written();
        ExportSettings limits = within(10, DataSize.ofMegabytes(100));
        int[] paused = {0};
        Hold hold = new Pausing(() -> paused[0]++);
        Refusal busy = new Refusal("REC-022", "busy", Kind.UNAVAILABLE, "others search");
        Made made = making(limits, texts, refusing(busy, 2)).make(job(), UUID.randomUUID(), hold);
        assertThat(made.enclosed()).isEqualTo(1);
        assertThat(paused[0]).isEqualTo(2);

        assertThatThrownBy(() -> making(limits, texts, refusing(busy, 1_000)).make(job(), UUID.randomUUID(), hold))
                .isInstanceOfSatisfying(FailedException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(ExportFailure.SEARCH_BUSY));
        Refusal tooLong = new Refusal("REC-021", "search-too-long", Kind.INVALID, "not within seconds");
        assertThatThrownBy(() -> making(limits, texts, refusing(tooLong, 1)).make(job(), UUID.randomUUID(), hold))
                .isInstanceOfSatisfying(FailedException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(ExportFailure.SEARCH_TOO_LONG));
    }

    /** The records, of which the first so many searches are refused. */
    private Records refusing(Refusal refusal, int first) {
        int[] searches = {0};
        return (Records) Proxy.newProxyInstance(
                Records.class.getClassLoader(), new Class<?>[] {Records.class}, (proxy, method, given) -> {
                    if (method.getName().equals("searchAmong") && searches[0]++ < first) {
                        throw new RefusedException(refusal);
                    }
                    return method.invoke(records, given);
                });
    }

    @Test
    void tellsOfACancellationWhatItWasAtThatMoment() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        UUID exportId = idOf(address);
        CompletableFuture<Answer> cancelled =
                Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
                    claim(exportId, UUID.randomUUID(), "1 hour", 1);
                    Integer here = jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class);
                    CompletableFuture<Answer> asked =
                            CompletableFuture.supplyAsync(() -> reader.send("DELETE", address, new byte[0]));
                    Awaitility.await()
                            .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid)))",
                                    Boolean.class,
                                    here)));
                    return asked;
                }));
        assertThat(cancelled.join().status()).isEqualTo(200);
        assertThat(ledger.search(new Filter(null, null, person, null, null), 0, 100).items().stream()
                        .map(entry -> CanonicalJson.parse(entry.bytes()))
                        .filter(entry -> entry.path("type").asText().equals("export.cancelled"))
                        .map(entry -> entry.path("old").path("state").asText()))
                .containsExactly("running");
    }

    @Test
    void closesItsFileAlsoWhereTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assertThatThrownBy(() -> {
                    try (ExportZip zip = new ExportZip(full, store.now(), Long.MAX_VALUE)) {
                        zip.add("random", identifiers.randomBytes(100_000));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(ExportWorkTest::target)).doesNotContain(full.toString());
        }
    }

    @Test
    void saysBeforeAllOtherReasonsThatARecordWasAltered() {
        assertThat(ExportLine.weightier(null, "busy")).isEqualTo("busy");
        assertThat(ExportLine.weightier("busy", "not-sealed")).isEqualTo("busy");
        assertThat(ExportLine.weightier("busy", ExportLine.ALTERED)).isEqualTo(ExportLine.ALTERED);
        assertThat(ExportLine.weightier(ExportLine.ALTERED, "busy")).isEqualTo(ExportLine.ALTERED);
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

    /** Goes on, and does something in each pause. */
    private record Pausing(Runnable pausing) implements Hold {

        @Override
        public void at(int done, int total) {
            // goes on
        }

        @Override
        public void pause() {
            pausing.run();
        }
    }

    private static void status(Connection superuser, RecordVersion version, String status) {
        try (PreparedStatement update =
                superuser.prepareStatement("UPDATE app.record_summary SET status = ? WHERE record_id = ?")) {
            update.setString(1, status);
            update.setObject(2, version.recordId());
            assertThat(update.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode reconciled(Made made) throws IOException {
        return statement(files(Files.readAllBytes(made.part()))).path("reconciliation");
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** What a file of this process is; empty if it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static UUID idOf(String address) {
        return UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    }

    private String organisation() {
        return store.installation().organisation();
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
        return making(limits, texts);
    }

    private ExportMaking making(ExportSettings limits, ExportTexts words) {
        return making(limits, words, records);
    }

    private ExportMaking making(ExportSettings limits, ExportTexts words, Records searched) {
        return new ExportMaking(
                searched,
                access,
                authority,
                exports,
                handover,
                seals,
                reconciliation,
                store,
                new ExportFolder(limits),
                limits,
                words);
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

    private RecordVersion written() {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        return ceremonies.inReview(
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
