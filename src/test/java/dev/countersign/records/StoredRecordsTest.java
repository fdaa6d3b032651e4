package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormRefusedException;
import dev.countersign.worm.WormStore;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@CountersignTest
@Requirement({"REC-01", "REC-02"})
class StoredRecordsTest {

    private static final Caller AUTHOR = Caller.person("author", "s-1", "127.0.0.1");
    private static final Caller LIMS = Caller.serviceAccount("lims", "127.0.0.1");

    @Autowired
    private Records records;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private PlatformTransactionManager transactions;

    private <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> work.get()));
    }

    private RecordVersion draft(Caller caller, TestRecord record) {
        Intake intake = records.validate(record.newVersion());
        return in(() -> records.append(caller, intake));
    }

    private RecordVersion next(RecordVersion version, TestRecord record) {
        Intake intake = records.validate(record.newVersion());
        return in(() -> records.appendNext(AUTHOR, version.recordId(), intake, version.sha256()));
    }

    private void move(RecordVersion version, RecordStatus status) {
        in(() -> {
            records.moveTo(AUTHOR, version.recordId(), version.version(), status, "a test says so");
            return true;
        });
    }

    /** What comes back out is byte for byte what was hashed, whatever it was. */
    @RepeatedTest(20)
    void givesBackTheBytesItHashed() {
        Random random = new Random();
        byte[] pdf = TestPdf.saying(randomText(random, 1 + random.nextInt(5000)));
        byte[] csv = ("a;" + randomText(random, 1 + random.nextInt(200))).getBytes(UTF_8);
        TestRecord record = TestRecords.sop("SOP-" + random.nextInt(1_000_000))
                .titled("T" + randomText(random, random.nextInt(200)))
                .changing(content -> content.put("purpose", "p" + randomText(random, random.nextInt(4000))))
                .with("CoA.pdf", "application/pdf", pdf)
                .with("values.csv", "text/csv", csv);

        RecordVersion version = draft(AUTHOR, record);

        byte[] manifest = records.manifest(version.recordId(), 1);
        assertThat(Digest.of(manifest)).isEqualTo(version.sha256());
        assertThat(CanonicalJson.write(CanonicalJson.parse(manifest))).isEqualTo(manifest);
        byte[] content = records.part(version, version.contentSha256()).orElseThrow();
        assertThat(content).isEqualTo(CanonicalJson.write(record.content()));
        assertThat(Digest.of(content)).isEqualTo(version.contentSha256());
        assertThat(records.content(version)).isEqualTo(record.content());
        assertThat(part(version, 0)).isEqualTo(pdf);
        assertThat(part(version, 1)).isEqualTo(csv);
        assertThat(records.version(version.recordId(), 1)).contains(version);
    }

    private byte[] part(RecordVersion version, int index) {
        Attachment attachment = version.attachments().get(index);
        byte[] bytes = records.part(version, attachment.sha256()).orElseThrow();
        assertThat(Digest.of(bytes)).isEqualTo(attachment.sha256());
        assertThat((long) bytes.length).isEqualTo(attachment.length());
        return bytes;
    }

    // letters of many scripts, combining marks, emoji, quotes and backslashes; unassigned and private ones too
    private static String randomText(Random random, int length) {
        return random.ints(length * 2L, 0x20, 0x1FFFF)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .filter(c -> c >= 0xA0 || c < 0x7F)
                .filter(c -> PlainText.hidden(Character.toString(c)).isEmpty())
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void givesOnlyPartsOfThatVersion() {
        RecordVersion version = draft(AUTHOR, TestRecords.sop("SOP-20"));
        RecordVersion other = draft(AUTHOR, TestRecords.sop("SOP-21"));
        assertThat(records.part(version, other.contentSha256())).isEmpty();
    }

    @Test
    void chainsVersionsAndKeepsTheEarlierOnes() {
        RecordVersion first = draft(AUTHOR, TestRecords.sop("SOP-22"));
        byte[] before = records.manifest(first.recordId(), 1);

        RecordVersion second =
                next(first, TestRecords.sop("SOP-22").titled("Second").because("new title"));

        assertThat(second.version()).isEqualTo(2);
        assertThat(records.manifest(first.recordId(), 1)).isEqualTo(before);
        assertThat(CanonicalJson.parse(records.manifest(first.recordId(), 2))
                        .get("previousSha256")
                        .textValue())
                .isEqualTo(first.sha256().hex());
        assertThat(records.versions(first.recordId())).containsExactly(first, second);
        assertThat(second.author().printedName()).isNotEqualTo("author").isNotBlank();
    }

    @Test
    void namesTheServiceAccountAndItsBusinessKey() {
        RecordVersion version = draft(LIMS, TestRecords.sop("SOP-23").withBusinessKey("LIMS-SOP-23"));
        assertThat(version.author().isPerson()).isFalse();
        assertThat(version.businessKey()).isEqualTo("LIMS-SOP-23");
        assertThat(CanonicalJson.parse(records.manifest(version.recordId(), 1))
                        .at("/source/integration")
                        .textValue())
                .isEqualTo("lims");
    }

    @Test
    @Requirement("REC-04")
    void refusesANextVersionWithoutReasonOrOverAnOldOne() {
        RecordVersion first = draft(AUTHOR, TestRecords.sop("SOP-24"));
        assertRefused("reason-required", () -> next(first, TestRecords.sop("SOP-24")));
        assertRefused(
                "record-type-fixed",
                () -> next(first, TestRecords.testSuite("SOP-24").because("x")));
        next(first, TestRecords.sop("SOP-24").because("x"));
        assertRefused("not-latest", () -> next(first, TestRecords.sop("SOP-24").because("y")));
        assertThat(records.versions(first.recordId())).hasSize(2);
    }

    @Test
    void takesNoVersionWhileInReviewAndNoneWhenClosed() {
        RecordVersion first = draft(AUTHOR, TestRecords.sop("SOP-25"));
        move(first, RecordStatus.IN_REVIEW);
        assertRefused(
                "status-conflict", () -> next(first, TestRecords.sop("SOP-25").because("x")));
        move(first, RecordStatus.IN_REWORK);
        RecordVersion second = next(first, TestRecords.sop("SOP-25").because("x"));
        assertThat(records.status(first.recordId())).isEqualTo(RecordStatus.DRAFT);
        move(second, RecordStatus.WITHDRAWN);
        assertRefused(
                "record-closed", () -> next(second, TestRecords.sop("SOP-25").because("y")));
        assertRefused("status-conflict", () -> {
            move(second, RecordStatus.IN_REVIEW);
            return true;
        });
    }

    @Test
    void neverMakesEffectiveWithoutSignatures() {
        RecordVersion first = draft(AUTHOR, TestRecords.sop("SOP-26"));
        assertRefused("status-conflict", () -> {
            move(first, RecordStatus.EFFECTIVE);
            return true;
        });
        move(first, RecordStatus.IN_REVIEW);
        assertThatThrownBy(() -> move(first, RecordStatus.APPROVED)).isInstanceOf(WormRefusedException.class);
        assertThat(records.status(first.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
    }

    @Test
    void appendsNothingWithoutATransaction() {
        Intake intake = records.validate(TestRecords.sop("SOP-27").newVersion());
        assertThatThrownBy(() -> records.append(AUTHOR, intake)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    @Requirement("AUD-01")
    void writesItsAuditEntriesInTheSameTransactionAndNumbersThem() {
        RecordVersion version = draft(AUTHOR, TestRecords.sop("SOP-28"));
        move(version, RecordStatus.IN_REVIEW);
        List<Ledger.Entry> entries = ledger.ofRecord(version.recordId());
        assertThat(entries)
                .extracting(
                        entry -> CanonicalJson.parse(entry.bytes()).get("type").textValue())
                .containsExactly("record.version-appended", "record.status-changed", "record.status-changed");
        assertThat(entries)
                .extracting(entry ->
                        CanonicalJson.parse(entry.bytes()).get("recordSequence").intValue())
                .containsExactly(1, 2, 3);

        UUID[] lost = new UUID[1];
        assertThatThrownBy(() -> in(() -> {
                    lost[0] = records.append(
                                    AUTHOR,
                                    records.validate(TestRecords.sop("SOP-29").newVersion()))
                            .recordId();
                    throw new IllegalStateException("cut");
                }))
                .hasMessage("cut");
        assertThat(records.latest(lost[0])).isEmpty();
        assertThat(ledger.ofRecord(lost[0])).isEmpty();
        assertThat(store.recordEvents(lost[0])).isEmpty();
    }

    @Test
    @Requirement("REC-07")
    void findsRecordsByWordsOfTitleIdAndBusinessKey() {
        String word = "Zweiwaage" + Long.toString(System.nanoTime(), 36);
        RecordVersion one = draft(
                LIMS, TestRecords.sop("SOP-30").titled(word + ", daily check").withBusinessKey("K-" + word));
        RecordVersion two = draft(AUTHOR, TestRecords.testSuite("VAL-30").titled("Suite for " + word));
        move(two, RecordStatus.IN_REVIEW);

        assertThat(found(null, null, word, null)).containsExactly(two.recordId(), one.recordId());
        assertThat(found(null, null, word.substring(0, 8).toUpperCase(Locale.ROOT) + " dai", null))
                .contains(one.recordId())
                .doesNotContain(two.recordId());
        assertThat(found("sop", null, word, null)).containsExactly(one.recordId());
        assertThat(found(null, RecordStatus.IN_REVIEW, word, null)).containsExactly(two.recordId());
        assertThat(found(null, null, word, "lims")).containsExactly(one.recordId());
        assertThat(found(null, null, one.recordId().toString(), null)).containsExactly(one.recordId());
        assertThat(found(null, null, "' | !& --", null)).isEmpty();
        assertThat(records.search(null, null, word, null, 1, 1).items()).hasSize(1);
        assertThat(records.search(null, null, word, null, 0, 1).total()).isEqualTo(2);
    }

    @Test
    @Requirement("REC-07")
    void findsRecordsByWordsOfWhatTheirNewestVersionSays() {
        String word = "Waagschale" + Long.toString(System.nanoTime(), 36);
        String next = "Eichgewicht" + Long.toString(System.nanoTime(), 36);
        TestRecord suite = TestRecords.testSuite("VAL-31");
        RecordVersion one = draft(AUTHOR, suite.changing(content -> action(content, "Empty the " + word + "!")));

        assertThat(found(null, null, word.toUpperCase(Locale.ROOT), null)).containsExactly(one.recordId());
        assertThat(found(null, null, "balance interf " + word, null)).containsExactly(one.recordId());
        assertThat(found(null, null, word + " documentNumber", null))
                .as("names of members")
                .isEmpty();

        next(one, suite.changing(content -> action(content, next)).because("other words"));
        assertThat(found(null, null, next, null)).containsExactly(one.recordId());
        assertThat(found(null, null, word, null))
                .as("what an earlier version said")
                .isEmpty();
    }

    /** A tsvector holds 1 MiB. */
    @Test
    @Requirement("REC-07")
    void takesRecordsWithMoreWordsThanAnIndexHolds() {
        String word = Long.toString(System.nanoTime(), 36);
        RecordVersion one = draft(AUTHOR, TestRecords.sop("SOP-31").changing(content -> {
            ArrayNode steps = (ArrayNode) content.at("/procedure/0/steps");
            for (int step = 2; step < 200; step++) {
                String words = IntStream.range(step * 400, step * 400 + 400)
                        .mapToObj(n -> word + "ä" + n)
                        .collect(Collectors.joining(" "));
                steps.addObject().put("id", "1." + step).put("instruction", words);
            }
        }));
        assertThat(found(null, null, word + "ä817", null)).containsExactly(one.recordId());
    }

    /** Words that many have are looked for in another way than words that few have. */
    @Test
    @Requirement("REC-07")
    void findsTheSameInBothWays(@Autowired SummaryMapper mapper) {
        String word = "Doppelweg" + Long.toString(System.nanoTime(), 36);
        for (int i = 0; i < 5; i++) {
            RecordVersion one = draft(AUTHOR, TestRecords.sop("SOP-32").titled(word + " " + i));
            if (i % 2 == 0) {
                next(one, TestRecords.sop("SOP-32").titled(word + " again " + i).because("another number"));
            }
        }
        draft(AUTHOR, TestRecords.testSuite("VAL-32").titled(word));
        for (String type : new String[] {null, "sop"}) {
            for (String words : List.of(word, word + " again", word + " none")) {
                SummaryMapper.Criteria criteria = new SummaryMapper.Criteria(
                        store.installation().organisation(),
                        type,
                        null,
                        false,
                        SearchWords.query(words),
                        null,
                        RecordScope.ALL);
                List<SummaryMapper.Row> few = mapper.search(criteria, true, 4, 1);
                assertThat(mapper.search(criteria, false, 4, 1)).isEqualTo(few).hasSizeLessThanOrEqualTo(4);
                assertThat(mapper.count(criteria, false, 10))
                        .isEqualTo(mapper.count(criteria, true, 10))
                        .isEqualTo(records.search(type, null, words, null, 0, 1).total());
            }
        }
    }

    @Test
    @Requirement("REC-07")
    void givesASearchUpThatTakesTooLong(@Autowired DatabaseRoles roles) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("LOCK TABLE app.record_words IN ACCESS EXCLUSIVE MODE");
            assertRefused("search-too-long", () -> records.search(null, null, "balance", null, 0, 1));
            assertThat(records.search("sop", null, null, null, 0, 1).size()).isEqualTo(1);
            superuser.rollback();
        }
        assertThat(records.search(null, null, "balance", null, 0, 1).page()).isZero();
    }

    private static void action(ObjectNode content, String action) {
        ((ObjectNode) content.at("/testScripts/0/steps/0")).put("action", action);
    }

    private List<UUID> found(String type, RecordStatus status, String text, String startedBy) {
        return records.search(type, status, text, startedBy, 0, 50).items().stream()
                .map(Records.Summary::recordId)
                .toList();
    }

    private static void assertRefused(String code, Supplier<?> attempt) {
        assertThatThrownBy(attempt::get).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().code())
                .isEqualTo(code));
    }
}
