package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents stand on their own: links lead to files of this project, and nothing is promised that no software can promise. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static Stream<Path> documents() {
        return Stream.concat(
                CodeBase.files(CodeBase.PROJECT.resolve("docs"), ".md").stream(),
                Stream.of(CodeBase.PROJECT.resolve("README.md")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFilesOfThisProject(Path document) {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(CodeBase.read(document));
        while (link.find()) {
            String target = link.group(1).replaceFirst("#.*", "");
            Path file = document.resolveSibling(target).normalize();
            if (!target.startsWith("http") && !(file.startsWith(CodeBase.PROJECT) && Files.exists(file))) {
                broken.add(link.group(1));
            }
        }
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void nothingClaimsToBeCompliant(Path document) {
        assertThat(CodeBase.read(document).toLowerCase(Locale.ROOT)).doesNotContain("compliant");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void nothingIsLeftToBeWritten(Path document) {
        assertThat(CodeBase.read(document)).doesNotContain("TODO", "TBD", "FIXME");
    }

    @Test
    void linksWithinADocumentLeadToAHeading() {
        assertThat(documents()).allSatisfy(document -> {
            String text = CodeBase.read(document);
            List<String> headings = text.lines()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} -]", "")
                            .replace(' ', '-'))
                    .toList();
            Matcher link = Pattern.compile("\\]\\(#([^)]+)\\)").matcher(text);
            while (link.find()) {
                assertThat(headings).as(document.toString()).contains(link.group(1));
            }
        });
    }
}
