package dev.countersign.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.bucket.BucketException;
import dev.countersign.bucket.LockedBucket;
import dev.countersign.bucket.S3Server;
import dev.countersign.copies.Copying.Outcome;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Signature;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.LogStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;

/** What was sealed is copied: everything, at least once, whatever happens to whoever copies or to the place. */
@CountersignTest
@Requirement("WRM-04")
class CopyingTest {

    @Autowired
    private Copying copying;

    @Autowired
    private TestCopies copies;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Ledger ledger;

    @Autowired
    private LogStore log;

    @Autowired
    private CopySettings settings;

    @TempDir
    private Path folder;

    private final Remembering place = new Remembering();
    private RecordVersion record;
    private Signature signature;
    private long from;

    @BeforeEach
    void aSignedRecordWithAnAttachmentIsSealed() {
        from = copies.sealed();
        String author = ceremonies.team().author();
        record = ceremonies.inReview(
                TestCeremonies.caller(author),
                TestRecords.testSuite("VP-" + UUID.randomUUID()).with("map.pdf", "application/pdf", TestRecords.pdf()));
        signature = ceremonies.approve(author, record, "authorship");
        copies.sealed();
        copies.begin(place, from);
    }

    @Test
    void aRecordIsWholeAmongTheCopiesByNamesAndHashesAlone() throws IOException {
        Path root = copies.into(folder, from);
        Path own = root.resolve("records/" + record.recordId());
        Path version = only(own, "version-1.");
        assertThat(Digest.of(Files.readAllBytes(version))).isEqualTo(record.sha256());
        JsonNode manifest = CanonicalJson.parse(Files.readAllBytes(version));
        assertThat(root.resolve("blobs/" + manifest.at("/content/sha256").asText()))
                .isRegularFile();
        Path attachment =
                root.resolve("blobs/" + manifest.at("/attachments/0/sha256").asText());
        assertThat(attachment).hasBinaryContent(TestRecords.pdf());
        List<Path> signed = matching(own, "signature-" + signature.signatureId());
        assertThat(signed).hasSize(2);
        for (Path file : all(root)) {
            assertThat(file.getFileName().toString())
                    .as("names carry the SHA-256 of the bytes")
                    .contains(Digest.of(Files.readAllBytes(file)).hex());
        }
    }

    @Test
    void aBucketHoldsTheSameAsAFolder() throws IOException, BucketException {
        LockedBucket bucket = S3Server.running().locked(Clock.systemUTC());
        String installation = copies.into(folder, from).getFileName().toString();
        CopyBucket destination = new CopyBucket(bucket, installation);
        assertThatThrownBy(destination::demandBegun)
                .isInstanceOfSatisfying(
                        CopyFailedException.class, e -> assertThat(e.alarm()).isEqualTo(CopyAlarm.GONE));
        bucket.put(installation + "/records/" + record.recordId() + "/begun", new byte[] {1});
        copies.begin(destination, from);
        assertThat(all(destination)).isEqualTo(Outcome.DONE);
        for (Path file : all(folder)) {
            assertThat(bucket.get(folder.relativize(file).toString())).hasValue(Files.readAllBytes(file));
        }
    }

    @Test
    void aCrashAfterAnyCopyLeavesNothingOut() {
        assertThat(all(place)).isEqualTo(Outcome.DONE);
        Map<String, byte[]> whole = new TreeMap<>(place.held);
        assertThat(whole).hasSizeGreaterThanOrEqualTo(5);
        for (int survived = 0; survived < whole.size(); survived++) {
            Remembering crashing = new Remembering();
            copies.begin(crashing, from);
            crashing.left = survived;
            assertThatThrownBy(() -> all(crashing)).hasMessage("killed");
            crashing.left = Integer.MAX_VALUE;
            assertThat(all(crashing)).isEqualTo(Outcome.DONE);
            assertThat(crashing.held.keySet()).as("killed after " + survived).isEqualTo(whole.keySet());
        }
    }

    @Test
    void anOutageIsOneAlarmWithItsEndAndAStatedBacklog() {
        place.failure = new CopyFailedException(CopyAlarm.UNREACHABLE, "it is away");
        assertThat(all(place)).isEqualTo(Outcome.FAILED);
        assertThat(all(place)).isEqualTo(Outcome.FAILED);
        assertThat(told("copies.alarm-raised")).singleElement().satisfies(told -> assertThat(told)
                .contains("\"COP-010\"", "it is away", "\"significance\":\"exception\""));
        Health health = health().health();
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails().get(place.name()).toString())
                .contains("alarm=COP-010 copies-unreachable")
                .doesNotContain("notCopied=0");
        assertThat(meter("countersign.copies.backlog")).isPositive();
        assertThat(meter("countersign.copies.alarm")).isEqualTo(1);
        assertThat(told("copies.alarm-ended")).isEmpty();

        place.failure = null;
        assertThat(all(place)).isEqualTo(Outcome.DONE);
        copies.sealed();
        assertThat(all(place)).isEqualTo(Outcome.DONE);
        assertThat(told("copies.alarm-raised")).hasSize(1);
        assertThat(told("copies.alarm-ended")).singleElement().satisfies(told -> assertThat(told)
                .contains("COP-010"));
        assertThat(health().health().getStatus().getCode()).isEqualTo("UP");
        assertThat(meter("countersign.copies.alarm")).isZero();
        assertThat(place.held.keySet()).anyMatch(path -> path.contains("/version-1." + record.sha256()));
    }

    @Test
    void aPlaceThatLostItsCopiesIsNotFilledAnewInSilence() {
        copies.begin(place, copies.sealed());
        place.gone = true;
        assertThat(all(place)).isEqualTo(Outcome.FAILED);
        assertThat(told("copies.alarm-raised")).singleElement().satisfies(told -> assertThat(told)
                .contains("\"COP-011\""));
        assertThat(place.held).isEmpty();
    }

    /** As at a new installation, whose first entries are about people and settings. */
    @Test
    void aPlaceIsNotGoneWhileNothingWasToBeCopiedToIt() {
        copies.begin(place, 1);
        place.gone = true;
        assertThat(copying.pass(place)).isNotEqualTo(Outcome.FAILED);
        assertThat(told("copies.alarm-raised")).isEmpty();
    }

    @Test
    void whatCannotBeCopiedIsPutOnRecordAndDoesNotHoldUpWhatFollows() {
        place.refused = "/version-1." + record.sha256();
        assertThat(all(place)).isEqualTo(Outcome.DONE);
        assertThat(told("copies.left-out")).singleElement().satisfies(told -> assertThat(told)
                .contains("\"COP-012\"", "\"significance\":\"exception\""));
        assertThat(place.held.keySet()).anyMatch(path -> path.contains("/signature-" + signature.signatureId()));
        assertThat(copying.progressOf(place).orElseThrow().leftOut()).isEqualTo(1);
        copies.sealed();
        assertThat(all(place)).isEqualTo(Outcome.DONE);
        assertThat(told("copies.left-out")).hasSize(1);
    }

    @Test
    void oneNodeCopiesToAPlaceAtATime() {
        place.meanwhile = () -> {
            List<Outcome> other = new ArrayList<>();
            Thread node = new Thread(() -> other.add(copying.pass(place)));
            node.start();
            try {
                node.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(other).containsExactly(Outcome.ELSEWHERE);
        };
        assertThat(all(place)).isEqualTo(Outcome.DONE);
    }

    @Test
    void aLogThatGoesOnWithOtherEntriesIsCopiedFromItsBeginning() {
        copies.begin(place, from, new byte[32]);
        place.failure = new CopyFailedException(CopyAlarm.UNREACHABLE, "so that the whole log is not copied here");
        copying.pass(place);
        assertThat(copying.progressOf(place).orElseThrow().position()).isLessThan(from);
    }

    private Outcome all(CopyDestination destination) {
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = copying.pass(destination);
        }
        return outcome;
    }

    private CopiesHealthIndicator health() {
        CopyPlaces places = new CopyPlaces(List.of(place), null, null);
        return new CopiesHealthIndicator(copying, places, new CopyingClock(copying, places, settings), log);
    }

    private double meter(String name) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        health().bindTo(registry);
        return registry.get(name).tag("place", place.name()).gauge().value();
    }

    private List<String> told(String type) {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(Entry::bytes)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(entry -> entry.contains("copies:" + place.name()))
                .toList();
    }

    private static List<Path> all(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<Path> matching(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    private static Path only(Path folder, String prefix) throws IOException {
        List<Path> found = matching(folder, prefix);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** A place in memory that does what the test says. */
    private static final class Remembering implements CopyDestination {

        private final String name = "memory-" + UUID.randomUUID();
        private final Map<String, byte[]> held = new TreeMap<>();
        private int left = Integer.MAX_VALUE;
        private boolean gone;
        private String refused = "nothing";
        private CopyFailedException failure;
        private Runnable meanwhile = () -> {};

        @Override
        public String name() {
            return name;
        }

        @Override
        public String place() {
            return "memory of " + name;
        }

        @Override
        public void demandBegun() throws CopyFailedException {
            if (gone) {
                throw new CopyFailedException(CopyAlarm.GONE, "nothing is there");
            }
        }

        @Override
        public void store(String path, byte[] bytes) throws CopyFailedException {
            meanwhile.run();
            if (failure != null) {
                throw failure;
            }
            if (path.contains(refused)) {
                throw new CopyFailedException(CopyAlarm.ALTERED, "other bytes are there");
            }
            if (left-- == 0) {
                throw new IllegalStateException("killed");
            }
            held.put(path, bytes);
        }
    }
}
