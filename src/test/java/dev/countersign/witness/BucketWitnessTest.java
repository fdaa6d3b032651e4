package dev.countersign.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.bucket.LockedBucket;
import dev.countersign.bucket.S3Server;
import dev.countersign.crypto.SigningKey;
import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What remembers checkpoints in a bucket takes nothing that does not follow, and knows whose it is; against a real S3 server. */
@Requirement("AUD-02")
class BucketWitnessTest {

    private final SigningKey key = SigningKey.generate();
    private final TestLog log = TestLog.of(key, 40, "entry ");
    private final LockedBucket bucket = S3Server.running().locked(Clock.systemUTC());

    @Test
    void remembersEachCheckpointThatFollowsTheLast() throws Exception {
        Witness witness = open();
        assertThat(witness.newest()).isEmpty();
        assertThat(witness.submit(log.from(0, 0))).isInstanceOf(Witnessed.class);
        int old = 0;
        for (int size : new int[] {1, 3, 9, 10, 40}) {
            assertThat(witness.submit(log.from(old, size))).as("size " + size).isInstanceOf(Witnessed.class);
            assertThat(witness.newest()).hasValue(log.note(size));
            old = size;
        }
        assertThat(witness.submit(log.from(40, 40))).as("an equal one").isInstanceOf(Witnessed.class);
        assertThat(open().newest()).as("after a restart").hasValue(log.note(40));
        List<String> keys = new ArrayList<>();
        bucket.each("", keys::add);
        assertThat(keys).as("an object for each").hasSize(6);
    }

    @Test
    void saysWhichSizeItHoldsToWhoeverNamesAnother() {
        Witness witness = open();
        assertThat(witness.submit(log.from(3, 5))).isEqualTo(new Holds(0));
        witness.submit(log.from(0, 20));
        assertThat(witness.submit(log.from(19, 30))).isEqualTo(new Holds(20));
        assertThat(witness.submit(log.from(10, 10)))
                .as("a shorter log: entries were cut")
                .isEqualTo(new Holds(20));
    }

    @Test
    void contradictsALogThatDoesNotBeginWithWhatItHolds() {
        Witness witness = open();
        witness.submit(log.from(0, 20));
        TestLog forged = TestLog.of(key, 40, "forged ");
        assertThat(witness.submit(forged.from(20, 30))).isInstanceOf(Contradicts.class);
        assertThat(witness.submit(forged.from(20, 20))).isInstanceOf(Contradicts.class);
        assertThat(witness.newest()).hasValue(log.note(20));
    }

    @Test
    void knowsThatALaterEpochCameAfterAnEarlierOne() {
        Witness witness = open();
        witness.submit(log.from(0, 30));
        TestLog second = log.inEpoch(2);
        assertThat(witness.submit(second.from(0, 10))).isInstanceOf(Witnessed.class);
        assertThat(witness.submit(log.from(30, 40))).isInstanceOf(Contradicts.class);
        assertThat(witness.newest()).hasValue(second.note(10));
    }

    @Test
    void takesNothingThatTheLogsKeyDidNotSign() {
        Witness witness = open();
        TestLog stranger = TestLog.of(SigningKey.generate(), 5, "entry ");
        assertThat(witness.submit(stranger.from(0, 5))).isInstanceOf(Failed.class);
        assertThat(witness.newest()).isEmpty();
    }

    @Test
    void checkpointsOfAnotherKeyStopTheStartAndContradictARunningLog() {
        Witness running = open();
        TestLog other = TestLog.of(SigningKey.generate(), 5, "entry ");
        BucketWitness.open(bucket, other.format()).submit(other.from(0, 5));
        assertThatThrownBy(this::open).isInstanceOfSatisfying(StartRefusedException.class, e -> {
            assertThat(e.getMessage()).startsWith("WIT-006");
            assertThat(e.remedy()).contains("COUNTERSIGN_S3_BUCKET");
        });
        assertThat(running.submit(log.from(0, 5))).isInstanceOf(Contradicts.class);
        assertThat(running.newest()).isEmpty();
    }

    private Witness open() {
        return BucketWitness.open(bucket, log.format());
    }
}
