package dev.countersign.workspace.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.workspace.web.AuditExport.Begun;
import dev.countersign.workspace.web.AuditExport.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** An export is as long as it may be, and says truly whether that is all. */
@CountersignTest
@Requirement("AUD-04")
class AuditExportTest {

    private final String actor = "actor-" + UUID.randomUUID();

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Authority authority;

    @Autowired
    private TestPeople people;

    private String reader;

    @BeforeEach
    void somebodyReads() {
        reader = people.somebody(Role.REGULATORY_AUDITOR);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "1, 1, true", "4, 4, true", "5, 5, true", "6, 5, false", "9, 5, false"})
    void endsAtTheMostAndSaysWhetherThereAreMore(int there, int written, boolean complete) throws IOException {
        happen(there);
        awaitSealed();
        Kept kept = new Kept(() -> {});
        begin().writeTo(new ByteArrayOutputStream(), out -> kept);

        assertThat(kept.entries).hasSize(written).doesNotHaveDuplicates();
        assertThat(kept.largest).isLessThanOrEqualTo(2);
        assertThat(kept.written).isEqualTo(written);
        assertThat(kept.ending).isEqualTo(complete ? Ending.ALL : Ending.MOST);
        // it is on record, and not in itself
        assertThat(trail.newest(by(reader, Set.of("audit.exported")), null, 2))
                .singleElement()
                .satisfies(entry -> assertThat(kept.entries).doesNotContain(entry.entryId()));
    }

    @Test
    void endsWithTheRightToReadAndSaysSo() throws IOException {
        happen(4);
        awaitSealed();
        Kept kept = new Kept(() -> authority.revoke(
                Caller.system("tests"), reader, Role.REGULATORY_AUDITOR, "to end while it is written"));
        begin().writeTo(new ByteArrayOutputStream(), out -> kept);
        assertThat(kept.written).isEqualTo(2);
        assertThat(kept.ending).isEqualTo(Ending.STOPPED);
    }

    @Test
    void hasNothingNewerThanItSaysItGoesUpTo() throws IOException {
        happen(3);
        Kept kept = new Kept(() -> {});
        begin().writeTo(new ByteArrayOutputStream(), out -> kept);
        List<UUID> upTo =
                trail.newest(by(actor, Set.of()).until(kept.upTo.plus(1, ChronoUnit.MICROS)), null, 9).stream()
                        .map(Entry::entryId)
                        .toList();
        assertThat(kept.entries).isEqualTo(upTo);
        assertThat(trail.newestSealed())
                .hasValueSatisfying(newest -> assertThat(newest).isAfterOrEqualTo(kept.upTo));
    }

    private void happen(int times) {
        IntStream.range(0, times)
                .forEach(i -> ledger.appendAlone(Caller.person(actor, null, null), new Happened("thing-" + i)));
    }

    private Begun begin() {
        AuditTyped typed = AuditTyped.of(Map.of("person", actor));
        return new AuditExport(trail, ledger, authority, 5, 2)
                .begin(Caller.person(reader, null, null), "csv", new AuditAsked(typed, by(actor, Set.of()), Map.of()));
    }

    private static Question by(String who, Set<String> types) {
        return new Question(null, null, who, null, types, false);
    }

    private void awaitSealed() {
        Awaitility.await().until(() -> trail.newest(by(actor, Set.of()), null, 20).stream()
                .allMatch(entry -> entry.index() != null));
    }

    private record Happened(String subject) implements AuditEvent {

        @Override
        public String type() {
            return "test.happened";
        }
    }

    private static final class Kept implements AuditExport.Form {

        private final List<UUID> entries = new ArrayList<>();
        private int largest;
        private int written = -1;
        private Ending ending = Ending.ALL;
        private Instant upTo = Instant.EPOCH;
        private final Runnable afterPart;

        Kept(Runnable afterPart) {
            this.afterPart = afterPart;
        }

        @Override
        public void write(List<Entry> part) {
            part.forEach(entry -> entries.add(entry.entryId()));
            largest = Math.max(largest, part.size());
            afterPart.run();
        }

        @Override
        public void end(int howMany, Ending how, Instant until) {
            written = howMany;
            ending = how;
            upTo = until;
        }
    }
}
