package dev.countersign.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.StoreReport.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Chains of timestamps that openssl made, as rows of the store, and what somebody did to them. */
@TestInstance(Lifecycle.PER_CLASS)
@Requirement("KEY-04")
class TimestampChecksTest {

    private static final String ORIGIN = "countersign.dev/test/1";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private OpensslAuthority openssl;
    private byte[] first;
    private byte[] renewed;
    private byte[] late;
    private byte[] other;

    @BeforeAll
    void tokensAreMade(@TempDir Path folder) throws IOException {
        openssl = new OpensslAuthority(folder).signing(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(10)));
        first = openssl.token(note(7));
        other = openssl.token(note(8));
        openssl.signing(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(4_000)));
        renewed = openssl.token(joined(note(7), first), now.plus(Duration.ofDays(9)));
        late = openssl.token(joined(note(7), first), now.plus(Duration.ofDays(11)));
    }

    @AfterAll
    void theAuthorityIsClosed() {
        openssl.close();
    }

    @Test
    void aChainHoldsAlsoWhenTheCertificateOfItsFirstTokenEnded() throws IOException {
        StoreReport report = check(
                new Rows(now.plus(Duration.ofDays(2_000)))
                        .token(7, 1, first)
                        .token(7, 2, renewed)
                        .token(8, 1, openssl.token(note(8))),
                openssl.rootPem());
        assertThat(report.findings()).isEmpty();
        assertThat(timestamps(report).result()).isEqualTo(Result.PASSED);
    }

    @Test
    void aTokenThatWasMadeAfterTheOneBeforeItEndedIsFound() throws IOException {
        assertThat(findings(new Rows(now).token(7, 1, first).token(7, 2, late)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.key()).isEqualTo(ORIGIN + " 7 rfc3161/2");
                    assertThat(finding.expected()).contains("before that ended");
                });
    }

    @Test
    void tokensInAnotherOrderAreFound() throws IOException {
        assertThat(findings(new Rows(now).token(7, 1, renewed).token(7, 2, first)))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aTokenOfAnotherCheckpointIsFound() throws IOException {
        assertThat(findings(new Rows(now).token(7, 1, other)))
                .extracting(Finding::expected)
                .containsExactly("token 1 of this checkpoint, over its note and the tokens before");
    }

    @Test
    void aTokenThatWasTakenAwayIsFound() throws IOException {
        Rows rows = new Rows(now).token(7, 1, first).token(8, 1, other);
        rows.stored.remove(1);
        assertThat(findings(rows)).extracting(Finding::key).containsExactly(ORIGIN + " 8 rfc3161/1");
        rows = new Rows(now).token(7, 1, first).token(7, 2, renewed);
        rows.stored.remove(0);
        assertThat(findings(rows)).extracting(Finding::key).contains(ORIGIN + " 7 rfc3161/1", ORIGIN + " 7 rfc3161/2");
    }

    @Test
    void anotherTokenThanTheAuditTrailTellsIsFound() throws IOException {
        Rows rows = new Rows(now).token(7, 1, first);
        rows.stored.clear();
        rows.store(7, 1, openssl.token(note(7)));
        assertThat(findings(rows))
                .extracting(Finding::expected)
                .singleElement()
                .asString()
                .contains(Digest.of(first).hex());
    }

    @Test
    void aChangedNoteAndChangedBytesAreFound() throws IOException {
        byte[] damaged = first.clone();
        damaged[damaged.length / 2] ^= 1;
        assertThat(findings(new Rows(now).token(7, 1, damaged))).isNotEmpty();
        Rows rows = new Rows(now).token(7, 1, first);
        Object[] row = rows.stored.get(0);
        row[4] = note(9);
        assertThat(findings(rows)).isNotEmpty();
    }

    @Test
    void aTokenOfNobodyTrustedIsFound(@TempDir Path folder) throws IOException {
        try (OpensslAuthority foreign = new OpensslAuthority(folder)) {
            StoreReport report = check(new Rows(now).token(7, 1, first), foreign.rootPem());
            assertThat(report.findings())
                    .extracting(Finding::expected)
                    .singleElement()
                    .asString()
                    .contains("trusted authority");
        }
    }

    @Test
    void aNewestTokenThatEndedIsSaidAndIsNoFinding() throws IOException {
        StoreReport report = check(new Rows(now.plus(Duration.ofDays(11))).token(7, 1, first), openssl.rootPem());
        assertThat(report.findings()).isEmpty();
        assertThat(timestamps(report).result()).isEqualTo(Result.INDETERMINATE);
        assertThat(timestamps(report).open()).contains("was not renewed");
    }

    @Test
    void withoutTrustedCertificatesTokensAreComparedAndNotJudged() {
        StoreReport report = check(new Rows(now).token(7, 1, first), null);
        assertThat(report.findings()).isEmpty();
        assertThat(timestamps(report).result()).isEqualTo(Result.INDETERMINATE);
        assertThat(check(new Rows(now).token(7, 1, other), null).findings()).isNotEmpty();
        assertThat(timestamps(check(new Rows(now), null)).result())
                .as("nothing to judge")
                .isEqualTo(Result.PASSED);
    }

    private List<Finding> findings(Rows rows) throws IOException {
        return check(rows, openssl.rootPem()).findings();
    }

    private static StoreReport check(Rows rows, byte @Nullable [] authorities) {
        Tally tally = new Tally();
        new TimestampChecks(rows, new Anchors(null, null, null, authorities), tally).run();
        return tally.report(0, null);
    }

    private static StoreReport.Named timestamps(StoreReport report) {
        return report.checks().stream()
                .filter(check -> check.name().equals("timestamps"))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] note(int size) {
        return (ORIGIN + "\n" + size + "\nAAAA\n\n— " + ORIGIN + " AAAA\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Rows as the store gives them. */
    private static final class Rows implements StoredRows {

        private final List<Object[]> stored = new ArrayList<>();
        private final List<Object[]> told = new ArrayList<>();
        private final Instant moment;

        Rows(Instant moment) {
            this.moment = moment;
        }

        /** A token that the audit trail tells too. */
        Rows token(int size, int number, byte[] token) {
            store(size, number, token);
            told.add(new Object[] {
                ("{\"new\":{\"number\":\"" + number + "\",\"origin\":\"" + ORIGIN + "\",\"size\":\"" + size
                                + "\",\"tokenSha256\":\"" + Digest.of(token) + "\"}}")
                        .getBytes(StandardCharsets.UTF_8)
            });
            return this;
        }

        void store(int size, int number, byte[] token) {
            stored.add(new Object[] {ORIGIN, Integer.toString(size), "rfc3161/" + number, token, note(size)});
        }

        @Override
        public void each(Scan scan, Consumer<Row> reader, Object... values) {
            List<Object[]> rows =
                    switch (scan) {
                        case MOMENT -> List.<Object[]>of(new Object[] {UtcTime.write(moment)});
                        case TIMESTAMPS -> stored;
                        case TIMESTAMPS_TOLD -> told;
                        default -> throw new IllegalArgumentException(scan.name());
                    };
            rows.forEach(row -> reader.accept(new Cells(row)));
        }

        @Override
        public Exhibit.Home home() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Enrolments enrolments() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Exhibit> versionsOf(String recordId) {
            return List.of();
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Cells(Object[] values) implements StoredRows.Row {

        @Override
        public byte @Nullable [] bytes(int column) {
            return (byte[]) values[column];
        }

        @Override
        public @Nullable String text(int column) {
            return (String) values[column];
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
