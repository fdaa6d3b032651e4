package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.Requirement;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.TrailEntries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of the trail and cannot be answered in time. */
@Requirement("AUD-04")
class AuditTrailTest {

    @Test
    void whatTakesTooLongIsRefusedWithTheWayToNarrowIt() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new AuditTrail(new EndlessTrail()).newest(Question.all(), null, 1))
                .withMessageContainingAll("LED-011", "Narrow it")
                .extracting(refused -> refused.refusal().kind().status())
                .isEqualTo(422);
    }

    /** As if nothing were found among all there is. */
    private static final class EndlessTrail implements TrailEntries {

        @Override
        public List<StoredEntry> newest(Sought sought, @Nullable Place before, int limit) {
            throw new TooLongException(new IllegalStateException());
        }

        @Override
        public List<StoredEntry> about(String subject, Set<String> types) {
            throw new TooLongException(new IllegalStateException());
        }

        @Override
        public Optional<Place> placeOf(UUID entryId) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> newestSealed() {
            return Optional.empty();
        }
    }
}
