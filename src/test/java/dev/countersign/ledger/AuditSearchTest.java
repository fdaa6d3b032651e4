package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.AuditEntries.Criteria;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.TrailEntries.TooLongException;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.transaction.PlatformTransactionManager;

/** Searching a trail that is longer than anybody reads. */
@CountersignTest
@Requirement("AUD-01")
class AuditSearchTest {

    private final String type = "test." + UUID.randomUUID();

    @Autowired
    private Ledger ledger;

    @Autowired
    private AuditEntries entries;

    @Test
    void countsNoFurtherThanItIsAskedTo() {
        appendThree();
        Criteria ofType = new Criteria(null, null, null, type, null);
        assertThat(entries.search(ofType, 1, 0, 2).counted()).isEqualTo(2);
        assertThat(entries.search(ofType, 1, 0, 4).counted()).isEqualTo(3);
    }

    @Test
    void saysHowManyThereAreAndThatThereAreNoMore() {
        appendThree();
        Ledger.Page page = ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 2);
        assertThat(page.items()).hasSize(2);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.more()).isFalse();
    }

    @Test
    void saysThatThereAreMoreThanItCounted(
            @Autowired PlatformTransactionManager transactions, @Autowired BuildProperties build) {
        Ledger many = new WormLedger(new LongTrail(entries), null, null, build, null, transactions);
        Ledger.Page page = many.search(new Ledger.Filter(null, null, null, type, null), 0, 2);
        assertThat(page.total()).isEqualTo(10_000);
        assertThat(page.more()).isTrue();
    }

    @Test
    void whatTakesTooLongIsRefusedWithTheWayToNarrowIt(
            @Autowired PlatformTransactionManager transactions, @Autowired BuildProperties build) {
        Ledger endless = new WormLedger(new LongTrail(entries), null, null, build, null, transactions);
        RecordScope some = new RecordScope(Set.of("sop"), Set.of());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> endless.search(new Ledger.Filter(null, null, null, type, null, some), 0, 2))
                .withMessageContaining("LED-011");
    }

    private void appendThree() {
        for (int i = 0; i < 3; i++) {
            ledger.appendAlone(Caller.system("tests"), new TestEvent(type, "entry:" + i));
        }
    }

    /** As if there were no end of entries, and too many to look into each. */
    private record LongTrail(AuditEntries stored) implements AuditEntries {

        @Override
        public void append(java.util.List<byte[]> entries) {
            stored.append(entries);
        }

        @Override
        public java.util.List<StoredEntry> ofRecord(UUID recordId, RecordScope scope) {
            return stored.ofRecord(recordId, scope);
        }

        @Override
        public java.util.Optional<StoredEntry> lastChange(UUID recordId) {
            return stored.lastChange(recordId);
        }

        @Override
        public java.util.List<LoggedEntry> logged(UUID recordId, String type) {
            return stored.logged(recordId, type);
        }

        @Override
        public Found search(Criteria criteria, int limit, long offset, int most) {
            if (!criteria.scope().isAll()) {
                throw new TooLongException(new IllegalStateException());
            }
            return new Found(stored.search(criteria, limit, offset, most).entries(), most);
        }
    }
}
