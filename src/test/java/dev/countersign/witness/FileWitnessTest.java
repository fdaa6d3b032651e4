package dev.countersign.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.SigningKey;
import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remembers checkpoints in a file takes nothing that does not follow, loses nothing that it took, and knows whose it is. */
@Requirement("AUD-02")
class FileWitnessTest {

    private final SigningKey key = SigningKey.generate();
    private final TestLog log = TestLog.of(key, 40, "entry ");

    @TempDir
    private Path folder;

    @Test
    void remembersEachCheckpointThatFollowsTheLast() throws IOException {
        Witness witness = open();
        assertThat(witness.newest()).isEmpty();
        assertThat(witness.submit(log.from(0, 0))).isInstanceOf(Witnessed.class);
        byte[] before = bytes();
        int old = 0;
        for (int size : new int[] {1, 2, 3, 7, 8, 19, 32, 40}) {
            assertThat(witness.submit(log.from(old, size))).as("size " + size).isInstanceOf(Witnessed.class);
            assertThat(witness.newest()).hasValue(log.note(size));
            assertThat(Arrays.copyOf(bytes(), before.length))
                    .as("what was written stays")
                    .isEqualTo(before);
            before = bytes();
            old = size;
        }
        assertThat(open().newest()).hasValue(log.note(40));
    }

    @Test
    void writesAnEqualCheckpointOnce() throws IOException {
        Witness witness = open();
        witness.submit(log.from(0, 5));
        byte[] before = bytes();
        assertThat(witness.submit(log.from(5, 5))).isInstanceOf(Witnessed.class);
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void saysWhichSizeItHoldsToWhoeverNamesAnother() {
        Witness witness = open();
        assertThat(witness.submit(log.from(3, 5))).isEqualTo(new Holds(0));
        witness.submit(log.from(0, 20));
        assertThat(witness.submit(log.from(19, 30))).isEqualTo(new Holds(20));
        assertThat(witness.submit(log.from(10, 10))).as("a shorter log").isEqualTo(new Holds(20));
    }

    @Test
    void contradictsALogThatDoesNotBeginWithWhatItHolds() throws IOException {
        Witness witness = open();
        witness.submit(log.from(0, 20));
        byte[] before = bytes();
        TestLog forged = TestLog.of(key, 40, "forged ");
        assertThat(witness.submit(forged.from(20, 30))).isInstanceOf(Contradicts.class);
        assertThat(witness.submit(forged.from(20, 20))).isInstanceOf(Contradicts.class);
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void takesNothingThatTheLogsKeyDidNotSign() throws IOException {
        Witness witness = open();
        TestLog stranger = TestLog.of(SigningKey.generate(), 5, "entry ");
        assertThat(witness.submit(stranger.from(0, 5))).isInstanceOf(Failed.class);
        assertThat(bytes()).isEmpty();
    }

    @Test
    void knowsThatALaterEpochCameAfterAnEarlierOne() {
        Witness witness = open();
        witness.submit(log.from(0, 30));
        TestLog second = log.inEpoch(2);
        assertThat(witness.submit(second.from(0, 10))).isInstanceOf(Witnessed.class);
        assertThat(witness.submit(log.from(30, 40))).isInstanceOf(Contradicts.class);
        assertThat(witness.submit(second.from(10, 12))).isInstanceOf(Witnessed.class);
    }

    @Test
    void anOlderOrAnotherRecordThatIsAppendedTakesNothingBackAndContradictsUntilTheNextEpoch() throws IOException {
        open().submit(log.from(0, 5));
        open().submit(log.from(5, 9));
        byte[] before = bytes();
        for (byte[] foisted :
                new byte[][] {log.note(5), TestLog.of(key, 9, "forged ").note(9)}) {
            Files.write(file(), before);
            Files.write(file(), foisted, StandardOpenOption.APPEND);
            Files.writeString(file(), "\n", StandardOpenOption.APPEND);
            Witness witness = open();
            assertThat(witness.newest()).hasValue(log.note(9));
            assertThat(witness.submit(log.from(9, 10)))
                    .isInstanceOfSatisfying(Contradicts.class, answer -> assertThat(answer.why())
                            .contains("size 9", "does not follow"));
            TestLog second = log.inEpoch(2);
            assertThat(witness.submit(second.from(0, 4))).isInstanceOf(Witnessed.class);
            assertThat(witness.submit(second.from(4, 6))).isInstanceOf(Witnessed.class);
            assertThat(open().newest()).hasValue(second.note(6));
        }
    }

    @Test
    void aRecordTornAtAnyByteByACrashIsNoneAndThoseBeforeAndAfterHold() throws IOException {
        open().submit(log.from(0, 6));
        int before = bytes().length;
        open().submit(log.from(6, 9));
        byte[] all = bytes();
        for (int end = before + 1; end < all.length; end++) {
            Files.write(file(), Arrays.copyOf(all, end));
            Witness restarted = open();
            assertThat(restarted.newest()).as("torn at " + end).hasValue(log.note(6));
            assertThat(restarted.submit(log.from(6, 11))).isInstanceOf(Witnessed.class);
            assertThat(Arrays.copyOf(bytes(), end)).as("nothing is cut off").isEqualTo(Arrays.copyOf(all, end));
            assertThat(open().newest()).hasValue(log.note(11));
            assertThat(open().submit(log.from(11, 12))).isInstanceOf(Witnessed.class);
        }
    }

    @Test
    void theVeryFirstRecordTornAtAnyByteIsWrittenAgain() throws IOException {
        open().submit(log.from(0, 0));
        byte[] all = bytes();
        for (int end = 1; end < all.length; end++) {
            Files.write(file(), Arrays.copyOf(all, end));
            assertThat(open().newest()).as("torn at " + end).isEmpty();
            assertThat(open().submit(log.from(0, 0))).isInstanceOf(Witnessed.class);
            assertThat(open().newest()).hasValue(log.note(0));
        }
    }

    @Test
    void findsTheNewestRecordOfALongFile() {
        Witness witness = open();
        witness.submit(log.from(0, 1));
        for (int i = 2; i < 400; i++) {
            TestLog epoch = log.inEpoch(i);
            witness.submit(epoch.from(0, 2));
        }
        assertThat(open().newest()).hasValue(log.inEpoch(399).note(2));
    }

    @Test
    void aFileOfAnotherLogOrKeyStopsTheStart() throws IOException {
        open().submit(log.from(0, 5));
        CheckpointFormat other = new CheckpointFormat("countersign.dev/another/1", key.verifyingKey());
        assertRefused(folder, other, "WIT-002", "holds checkpoints of " + TestLog.NAME);
        CheckpointFormat otherKey =
                new CheckpointFormat(TestLog.NAME + "/1", SigningKey.generate().verifyingKey());
        assertRefused(folder, otherKey, "WIT-002", "this installation's log key did not sign");
        Files.writeString(file(), "something else\n".repeat(20));
        assertRefused(folder, log.format(), "WIT-002", "ends with no checkpoint");
        Files.writeString(file(), "something else\n".repeat(20_000));
        assertRefused(folder, log.format(), "WIT-002", "ends with no checkpoint");
    }

    @Test
    void aFileExchangedWhileTheApplicationRunsContradicts() throws IOException {
        Witness witness = open();
        witness.submit(log.from(0, 5));
        Files.writeString(file(), new String(bytes(), StandardCharsets.UTF_8).replace(TestLog.NAME, "example.com/log"));
        assertThat(witness.submit(log.from(5, 6))).isInstanceOf(Contradicts.class);
        assertThat(witness.newest()).isEmpty();
    }

    @Test
    void aDirectoryWithinTheDataDirectoryStopsTheStart() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), data);
        for (Path inside : new Path[] {data, data.resolve("witness"), link, link.resolve("deeper")}) {
            assertThatThrownBy(() -> FileWitness.open(inside, data, log.format()))
                    .as(inside.toString())
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageStartingWith("WIT-001");
        }
        assertThat(FileWitness.open(data.resolve("../witness"), data, log.format())
                        .newest())
                .isEmpty();
    }

    @Test
    void manyWritersLeaveOneOrder() throws IOException {
        open().submit(log.from(0, 0));
        IntStream.rangeClosed(1, 40).parallel().forEach(size -> {
            Witness own = open();
            int old = 0;
            while (own.submit(log.from(old, size)) instanceof Holds holds && holds.size() < size) {
                old = (int) holds.size();
            }
        });
        assertThat(open().newest()).hasValue(log.note(40));
        long torn = Files.readString(file())
                .lines()
                .filter(line -> line.startsWith("#"))
                .count();
        assertThat(torn).isZero();
    }

    @Test
    void nodesInTwoProcessesLeaveOneOrder() throws Exception {
        List<Process> nodes = new ArrayList<>();
        for (String which : List.of("0", "1")) {
            nodes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            WitnessWriter.class.getName(),
                            folder.toString(),
                            which)
                    .inheritIO()
                    .start());
        }
        for (Process node : nodes) {
            assertThat(node.waitFor()).isZero();
        }
        TestLog written = TestLog.of(WitnessWriter.KEY, WitnessWriter.LAST, "entry ");
        List<Integer> sizes = Files.readString(file())
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Integer::valueOf)
                .toList();
        assertThat(sizes).isSorted().doesNotHaveDuplicates().endsWith(WitnessWriter.LAST);
        assertThat(Files.readString(file()).lines()).hasSize(6 * sizes.size());
        assertThat(new FileWitness(folder, written.format()).newest()).hasValue(written.note(WitnessWriter.LAST));
    }

    private Witness open() {
        return FileWitness.open(folder, folder.resolve("data"), log.format());
    }

    private void assertRefused(Path directory, CheckpointFormat format, String number, String why) {
        assertThatThrownBy(() -> FileWitness.open(directory, folder.resolve("data"), format))
                .isInstanceOfSatisfying(StartRefusedException.class, refused -> {
                    assertThat(refused).hasMessageStartingWith(number).hasMessageContaining(why);
                    assertThat(refused.remedy()).contains("COUNTERSIGN_WITNESS_DIR");
                });
    }

    private Path file() {
        return folder.resolve(FileWitness.FILE);
    }

    private byte[] bytes() throws IOException {
        return Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0];
    }
}
