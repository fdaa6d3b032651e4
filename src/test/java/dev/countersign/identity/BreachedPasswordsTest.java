package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("IDN-02")
class BreachedPasswordsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", ":9659365"})
    void everyPasswordOfTheListIsFoundAndNoOther(String count) throws Exception {
        for (int size : List.of(1, 2, 3, 500)) {
            List<String> listed = IntStream.range(0, size)
                    .mapToObj(i -> "a password that leaked " + i)
                    .toList();
            try (BreachedPasswords breached = BreachedPasswords.open(file(listed, count, "\r\n"))) {
                assertThat(listed).allMatch(password -> breached.contains(password.toCharArray()));
                assertThat(Stream.of("a password that leaked -1", "", "a password that leaked 501"))
                        .noneMatch(password -> breached.contains(password.toCharArray()));
            }
        }
    }

    @Test
    void countsOfAnyLengthLinesWithoutAnEndAndSmallLettersAreRead() throws Exception {
        Path list = folder.resolve("list");
        String text = Stream.of("one", "two", "three", "four", "five")
                .map(BreachedPasswordsTest::sha1)
                .sorted()
                .map(hash -> hash.toLowerCase(Locale.ROOT)
                        + ":123456789".substring(0, hash.charAt(0) % 2 == 0 ? 0 : 2 + hash.charAt(1) % 8))
                .collect(Collectors.joining("\n"));
        Files.writeString(list, text);
        try (BreachedPasswords breached = BreachedPasswords.open(list)) {
            assertThat(Stream.of("one", "two", "three", "four", "five"))
                    .allMatch(password -> breached.contains(password.toCharArray()));
        }
    }

    @Test
    void withoutAListNothingIsKnown() {
        try (BreachedPasswords breached = BreachedPasswords.open(null)) {
            assertThat(breached.contains("one".toCharArray())).isFalse();
        }
        try (BreachedPasswords breached = BreachedPasswords.open(Path.of(""))) {
            assertThat(breached.contains("one".toCharArray())).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "password\nletmein\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:x\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD\n",
                "\uFEFF5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3\n",
                "FFFFFFFFC9B93F3F0682250B6CF8331B7EE68FD8:3\n5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9\n"
            })
    void aFileThatIsNoSortedListOfHashesRefusesTheStart(String content) throws IOException {
        Path list = Files.writeString(folder.resolve("other"), content);

        assertThatThrownBy(() -> BreachedPasswords.open(list))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(list.toString())
                .hasMessageContaining("expected: lines of hexadecimal SHA-1, ascending");
    }

    @Test
    void aListOrderedByCountRefusesTheStart() throws Exception {
        Path sorted = file(List.of("a", "b", "c", "d", "e", "f", "g", "h"), ":4", "\n");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(sorted));
        java.util.Collections.reverse(lines);
        Path reversed = Files.write(folder.resolve("by-count"), lines);

        assertThatThrownBy(() -> BreachedPasswords.open(reversed)).hasMessageContaining("ordered by hash");
    }

    @Test
    void aFileThatIsMissingRefusesTheStart() {
        assertThatThrownBy(() -> BreachedPasswords.open(folder.resolve("missing")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("countersign.identity.breached-passwords");
    }

    private Path file(List<String> passwords, String count, String end) throws IOException {
        String text = passwords.stream()
                .map(BreachedPasswordsTest::sha1)
                .sorted()
                .map(hash -> hash + count + end)
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("list-" + passwords.size() + count.length()), text);
    }

    private static String sha1(String password) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
