package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The audit trail, alerts and documents tell rules apart by their numbers: each number is one rule's, in whatever module. */
class RefusalNumbersTest {

    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z0-9_]+)\\(\\s*\"([A-Z]{2,3}-\\d{3})\"");

    /** One rule in two sentences: what is on record says which of them, and the answer does not. */
    private static final Map<String, Set<String>> TOLD_TWICE =
            Map.of("ID-026", Set.of("IdentityRefusal.TOKEN_REFUSED", "IdentityRefusal.TOKEN_SOURCE"));

    @Test
    void areGivenOnce() throws IOException {
        Map<String, Set<String>> given = new TreeMap<>();
        for (Path source : CodeBase.files(CodeBase.SOURCES, ".java")) {
            Matcher constant = CONSTANT.matcher(Files.readString(source));
            while (constant.find()) {
                given.computeIfAbsent(constant.group(2), number -> new TreeSet<>())
                        .add(source.getFileName().toString().replace(".java", ".") + constant.group(1));
            }
        }
        assertThat(given).hasSizeGreaterThan(200);
        given.values().removeIf(rules -> rules.size() == 1);
        assertThat(given).isEqualTo(TOLD_TWICE);
    }
}
