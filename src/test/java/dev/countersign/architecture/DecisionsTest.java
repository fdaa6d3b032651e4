package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decision says why, what follows, and which test holds it; that test exists. */
class DecisionsTest {

    private static final Path FOLDER = CodeBase.PROJECT.resolve("docs/decisions");
    private static final String CONFIRMATION = "Confirmation: ";

    static Stream<Path> decisions() {
        return CodeBase.files(FOLDER, ".md").stream();
    }

    @Test
    void decisionsAreNumberedWithoutAGap() {
        List<Integer> numbers = decisions()
                .map(file -> Integer.valueOf(file.getFileName().toString().substring(0, 4)))
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aDecisionSaysWhyWhatAndWhatFollows(Path decision) {
        int number = Integer.parseInt(decision.getFileName().toString().substring(0, 4));
        assertThat(CodeBase.read(decision))
                .startsWith("# " + number + ". ")
                .containsSubsequence("**Context.** ", "**Decision.** ", "**Consequences.** ", CONFIRMATION);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aTestHoldsTheDecision(Path decision) {
        String last = CodeBase.read(decision)
                .stripTrailing()
                .lines()
                .reduce((one, two) -> two)
                .orElseThrow();
        assertThat(last).startsWith(CONFIRMATION);
        assertThat(Arrays.stream(last.substring(CONFIRMATION.length()).split(",\\s*"))
                        .filter(test -> !CodeBase.testNames().contains(test)))
                .as("tests that " + decision.getFileName() + " names and nobody wrote")
                .isEmpty();
    }
}
