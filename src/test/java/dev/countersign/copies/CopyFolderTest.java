package dev.countersign.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.database.StartRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder takes each copy once, whole, and shows nothing that is half written. */
@Requirement("WRM-04")
class CopyFolderTest {

    private static final String INSTALLATION = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    private final byte[] bytes = "what was stored".getBytes(StandardCharsets.UTF_8);
    private final String path = CopyLayout.blob(Digest.of(bytes));

    @Test
    void writesACopyOnceWholeAndReadOnly() throws Exception {
        CopyFolder copies = open();
        copies.store(path, bytes);
        assertThat(target()).hasBinaryContent(bytes);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
                .isEqualTo("r--r--r--");
        Object key = Files.readAttributes(target(), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        copies.store(path, bytes);
        assertThat(Files.readAttributes(target(), java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .as("the same file")
                .isEqualTo(key);
        assertThat(files()).containsExactly(target());
    }

    @Test
    void saysThatOtherBytesAreThereAndLeavesThem() throws Exception {
        CopyFolder copies = open();
        Files.createDirectories(target().getParent());
        for (String other : List.of("", "what was st", "what was altered")) {
            Files.writeString(target(), other);
            assertFails(copies, CopyAlarm.ALTERED);
            assertThat(target()).hasContent(other);
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsNoCopy() throws Exception {
        CopyFolder copies = open();
        Path part = root().resolve("incoming").resolve(UUID.randomUUID() + ".part");
        Files.write(part, new byte[] {1, 2, 3});
        copies.store(path, bytes);
        assertThat(files()).containsExactlyInAnyOrder(part, target());
        assertThat(target()).hasBinaryContent(bytes);
    }

    @Test
    void aDiskThatIsNotThereIsAnAlarmAndNoNewBeginning() throws Exception {
        CopyFolder copies = open();
        assertThatThrownBy(copies::demandBegun)
                .isInstanceOfSatisfying(
                        CopyFailedException.class, e -> assertThat(e.alarm()).isEqualTo(CopyAlarm.GONE));
        copies.store(path, bytes);
        assertThatCode(copies::demandBegun).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatCannotBeUsedIsSaidToBeSo() throws Exception {
        CopyFolder copies = open();
        Files.writeString(root().resolve("blobs"), "a file where a folder should be");
        assertFails(copies, CopyAlarm.UNREACHABLE);
    }

    @Test
    void refusesToStartWithCopiesInTheDataDirectory() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectories(folder.resolve("data/x")));
        for (Path inside : List.of(folder.resolve("data"), folder.resolve("data/copies"), link)) {
            assertRefused(inside, "COP-001");
        }
    }

    @Test
    void refusesToStartWithAFolderThatCannotBeUsed() throws IOException {
        assertRefused(Files.writeString(folder.resolve("file"), "no folder"), "COP-002");
    }

    @Test
    void installationsMayShareAFolder() throws Exception {
        open().store(path, bytes);
        String other = UUID.randomUUID().toString();
        CopyFolder.open(folder.resolve("copies"), folder.resolve("data"), other, identifiers())
                .store(path, bytes);
        assertThat(folder.resolve("copies").resolve(other).resolve(path)).hasBinaryContent(bytes);
    }

    private void assertFails(CopyFolder copies, CopyAlarm alarm) {
        assertThatThrownBy(() -> copies.store(path, bytes)).isInstanceOfSatisfying(CopyFailedException.class, e -> {
            assertThat(e.alarm()).isEqualTo(alarm);
            assertThat(e.why()).doesNotContain(folder.toString());
        });
    }

    private void assertRefused(Path directory, String number) {
        assertThatThrownBy(() -> CopyFolder.open(directory, folder.resolve("data"), INSTALLATION, identifiers()))
                .isInstanceOfSatisfying(StartRefusedException.class, e -> {
                    assertThat(e.getMessage()).startsWith(number).contains(directory.toString());
                    assertThat(e.remedy()).contains("COUNTERSIGN_COPIES_DIR");
                });
    }

    private CopyFolder open() {
        return CopyFolder.open(folder.resolve("copies"), folder.resolve("data"), INSTALLATION, identifiers());
    }

    private static Identifiers identifiers() {
        return new Identifiers(Clock.systemUTC());
    }

    private Path root() {
        return folder.resolve("copies").resolve(INSTALLATION);
    }

    private Path target() {
        return root().resolve(path);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
