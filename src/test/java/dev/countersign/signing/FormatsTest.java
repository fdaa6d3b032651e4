package dev.countersign.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Person;
import dev.countersign.protection.MeasuredClocks;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.IntentFormat.Intent;
import dev.countersign.signing.PresentationFormat.Baseline;
import dev.countersign.signing.PresentationFormat.Shown;
import dev.countersign.signing.SignatureStatementFormat.Earlier;
import dev.countersign.signing.SignatureStatementFormat.Statement;
import dev.countersign.signing.SigningListFormat.Listed;
import dev.countersign.signing.SigningListFormat.Row;
import dev.countersign.signing.SigningTask.ProcessElement;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore.StoredPlan;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is signed lives for decades: these bytes must never change under their version strings. */
class FormatsTest {

    /** SHA-256 of all sentences of a language for version 2: a sentence that people signed stays what it was. */
    private static final Map<String, String> SENTENCES = Map.of(
            "en", "38319dc80396c21ce46e471b4f111f30e014a3aad59e01e0c0804fbe784a745f",
            "de", "ed4c8047e2746bd9369fa1f18d280b74684172efd578e6bd4af35ee582240a9e");

    private static final Installation HOME = new Installation("demo", id(3), "demo");
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456Z");

    @Test
    @Requirement("WFL-11")
    void writesASignaturePlan() throws IOException {
        assertThat(plan()).isEqualTo(pinned("signature-plan.json"));
    }

    @Test
    void readsTheSignaturePlanItWrote() {
        SignaturePlan read = SignaturePlanFormat.read(new StoredPlan(id(1), Digest.of(plan()), plan(), TIME));
        assertThat(read.steps()).isEqualTo(SignaturePolicy.ofType("sop").steps());
    }

    @Test
    @Requirement("SIG-01")
    void writesAPresentation() throws IOException {
        assertThat(presentation()).isEqualTo(pinned("presentation.json"));
    }

    @Test
    @Requirement("SIG-03")
    void writesAnIntent() throws IOException {
        assertThat(intent()).isEqualTo(pinned("intent.json"));
    }

    @Test
    @Requirement("WFL-08")
    void writesAListAndItsRowsAndReadsThemAgain() throws IOException {
        assertThat(row()).isEqualTo(pinned("signing-list-row.json"));
        assertThat(list()).isEqualTo(pinned("signing-list.json"));
        assertThat(SigningListFormat.write(HOME, SigningListFormat.readRow(HOME, row())))
                .isEqualTo(row());
        assertThat(SigningListFormat.write(HOME, SigningListFormat.readList(HOME, list())))
                .isEqualTo(list());
    }

    @Test
    @Requirement("WFL-08")
    void writesTheIntentOfAPlaceInAList() throws IOException {
        assertThat(intent(new ListPlace(id(8), Digest.of(list()), 2, 2))).isEqualTo(pinned("intent-in-list.json"));
    }

    @Test
    @Requirement("SIG-03")
    void writesASignatureStatement() throws IOException {
        assertThat(statement()).isEqualTo(pinned("signature.json"));
    }

    @Test
    void aStatementNestsExactlyTheIntentsBytes() {
        JsonNode statement = CanonicalJson.parse(statement());
        assertThat(CanonicalJson.write(statement.get("intent"))).isEqualTo(intent());
        assertThat(statement.get("intentSha256").textValue())
                .isEqualTo(Digest.of(intent()).hex());
    }

    @Test
    @Requirement({"SIG-04", "USE-04"})
    void everyMeaningHasItsSentenceInEveryLanguageAndNoneIsEverEdited() throws IOException {
        for (String language : Meanings.LANGUAGES) {
            StringBuilder sentences = new StringBuilder();
            for (String code : Meanings.codes()) {
                sentences
                        .append(code)
                        .append(": ")
                        .append(Meanings.of(code, 2, language).sentence())
                        .append('\n');
            }
            assertThat(sentences.toString()).isEqualTo(new String(pinned("meanings-" + language + ".txt"), UTF_8));
            assertThat(Digest.of(sentences.toString().getBytes(UTF_8)).hex()).isEqualTo(SENTENCES.get(language));
        }
    }

    @Test
    @Requirement("USE-04")
    void whoeverReadsAnotherLanguageSignsInEnglish() {
        assertThat(Meanings.language(Locale.FRANCE)).isEqualTo("en");
        assertThat(Meanings.language(Locale.GERMANY)).isEqualTo("de");
        assertThat(Meanings.language(Locale.ROOT)).isEqualTo("en");
    }

    private static byte[] plan() {
        SignaturePolicy policy = SignaturePolicy.ofType("sop");
        return SignaturePlanFormat.write(HOME, id(1), policy, TIME, policy.steps());
    }

    private static byte[] row() {
        return SigningListFormat.write(
                HOME,
                new Row(
                        id(8),
                        2,
                        "task-1",
                        id(1),
                        2,
                        digest("version"),
                        "OQ test suite",
                        "review",
                        Meanings.of("review", 2, "en"),
                        digest("presentation"),
                        new byte[32]));
    }

    private static byte[] list() {
        return SigningListFormat.write(
                HOME, new Listed(id(8), "reviewer", "review", true, TIME, List.of(digest("row"), Digest.of(row()))));
    }

    private static byte[] intent() {
        return intent(null);
    }

    private static byte[] intent(@Nullable ListPlace place) {
        return IntentFormat.write(
                HOME,
                new Intent(
                        id(1),
                        2,
                        digest("version"),
                        Digest.of(plan()),
                        "review",
                        Meanings.of("review", 2, "en"),
                        true,
                        null,
                        "reviewer",
                        "task-1",
                        digest("presentation"),
                        new byte[32],
                        TIME,
                        place));
    }

    private static byte[] statement() {
        return SignatureStatementFormat.write(
                HOME,
                new Statement(
                        id(4),
                        intent(),
                        new Person(
                                "reviewer",
                                "Rosa Reviewer",
                                "QA Analyst",
                                ZoneId.of("Europe/Vienna"),
                                Person.State.ACTIVE,
                                id(5)),
                        id(5),
                        digest("certificate"),
                        TIME.plusSeconds(2),
                        new MeasuredClocks(-12, 3, 1_000),
                        List.of("password", "totp"),
                        null,
                        null,
                        TIME.plusSeconds(1),
                        List.of(
                                new ProcessElement(
                                        "record-approval", 1, digest("a").hex(), "instance-1", "review"),
                                new ProcessElement(
                                        "signature-step", 1, digest("b").hex(), "instance-2", "sign")),
                        List.of(new Earlier(id(6), digest("earlier")))));
    }

    private static byte[] presentation() {
        JsonNode before = TestRecords.testSuite("VP-1").content();
        JsonNode after = TestRecords.testSuite("VP-1")
                .changing(content ->
                        ((ObjectNode) content.at("/testScripts/0/steps/0")).put("expectedResult", "100.00 g ± 0.02 g"))
                .content();
        SignaturePlan plan = SignaturePlanFormat.read(new StoredPlan(id(1), Digest.of(plan()), plan(), TIME));
        Signature earlier = new Signature(
                id(6),
                id(1),
                2,
                digest("version"),
                "authorship",
                "authorship",
                "I wrote it.",
                true,
                null,
                "author",
                "Anna Author",
                "QA Analyst",
                id(7),
                TIME,
                "Europe/Vienna",
                digest("earlier"),
                CanonicalJson.parse("{}"),
                new byte[64],
                "");
        return PresentationFormat.write(
                HOME,
                new Shown(
                        version(2, List.of(new Attachment("protocol.csv", "text/csv", 5, digest("pdf")))),
                        plan,
                        plan.step("review").orElseThrow(),
                        "Test suite",
                        TestSchemas.of("test-suite"),
                        after,
                        new Baseline(version(1, List.of()), before),
                        List.of(earlier),
                        null),
                "en");
    }

    private static RecordVersion version(int number, List<Attachment> attachments) {
        return new RecordVersion(
                id(1),
                number,
                digest("version " + number),
                "test-suite",
                "OQ test suite",
                digest("content " + number),
                attachments,
                new Author("author", "person", "Anna Author"),
                TIME,
                number == 1 ? null : "Tolerance as in the specification.",
                null);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(UTF_8));
    }

    private static UUID id(int number) {
        return UUID.fromString("0192f0c1-0000-7000-8000-00000000000" + number);
    }

    private static byte[] pinned(String name) throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(FormatsTest.class.getResourceAsStream("/formats/" + name), name)) {
            return sample.readAllBytes();
        }
    }
}
