package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.records.TestPdf;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hostile PDF is a file to keep; it stops nobody else's from being shown (SIG-01). */
@Requirement("SIG-01")
class PdfPagesTest {

    private final LeapingClock clock = new LeapingClock();
    private final PdfWorkers workers = new PdfWorkers();
    private final PdfPages pages = new PdfPages(clock, workers);

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void aFileThatDrawsForEverEndsAndOthersAreShownAfterIt() {
        clock.leap = Duration.ofMillis(100);
        for (int salt = 0; salt < 5; salt++) {
            assertThat(pages.picture(TestPdf.nestedForms(salt), 1)).isEmpty();
        }
        clock.leap = Duration.ZERO;
        assertThat(pages.picture(TestRecords.pdf(), 1)).isPresent();
        assertThat(pages.count(TestRecords.pdf())).isEqualTo(3);
    }

    @Test
    void aFileThatFailedIsAFileOnlyUntilItRested() {
        byte[] hostile = TestPdf.nestedForms(9);
        assertThat(pages.count(hostile)).isEqualTo(1);
        clock.leap = Duration.ofMillis(100);
        assertThat(pages.picture(hostile, 1)).isEmpty();
        clock.leap = Duration.ZERO;
        assertThat(pages.count(hostile)).isZero();
        clock.now = clock.now.plus(SeenFiles.REST);
        assertThat(pages.count(hostile)).isEqualTo(1);
    }

    @Test
    void aPageOfTooManyOperatorsIsNotShown() {
        assertThat(pages.picture(TestPdf.page("", "n\n".repeat(1_000)), 1)).isPresent();
        assertThat(pages.picture(TestPdf.page("", "n\n".repeat(DrawingBudget.MOST_OPERATORS + 1)), 1))
                .isEmpty();
    }

    @Test
    void anImageThatWouldFillTheMemoryIsNotShown() {
        assertThat(pages.picture(TestPdf.image(100, 100, packed(10_000)), 1)).isPresent();
        assertThat(pages.picture(TestPdf.image(20_000, 20_000, packed(10_000)), 1))
                .isEmpty();
    }

    @Test
    void whatUnpacksToTooMuchIsNotEvenOpened() {
        assertThat(pages.count(TestPdf.image(100, 100, packed(10_000)))).isEqualTo(1);
        assertThat(pages.count(TestPdf.image(100, 100, packed(PackedStreams.LARGEST + 1))))
                .isZero();
    }

    private static byte[] packed(long zeros) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream packing = new DeflaterOutputStream(bytes)) {
            byte[] piece = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= piece.length) {
                packing.write(piece, 0, (int) Math.min(left, piece.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Moves on by itself each time somebody looks at it, so that hours pass without waiting. */
    private static final class LeapingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
        private volatile Duration leap = Duration.ZERO;

        @Override
        public synchronized Instant instant() {
            now = now.plus(leap);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
