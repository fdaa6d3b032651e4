package dev.countersign.workspace.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.workspace.web.Reading.Block;
import dev.countersign.workspace.web.Reading.Piece;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Material of courses is shown by what it says: nothing in it becomes part of the page. */
@Requirement("TRN-01")
class ReadingTest {

    @Test
    void paragraphsListsAndHeadingsAreToldApart() {
        List<Block> blocks = Reading.of(
                "# First\nOne line\nand another.\n\n- a\n- **b** and *c*\n  goes on\n\n1. x\n2) `y`\nthe end");

        assertThat(blocks).extracting(Block::kind).containsExactly("h", "p", "ul", "ol");
        assertThat(text(blocks.get(1))).isEqualTo("One line and another.");
        assertThat(blocks.get(2).lines()).hasSize(2);
        assertThat(blocks.get(2).lines().get(1))
                .containsExactly(
                        new Piece("strong", "b"),
                        new Piece("plain", " and "),
                        new Piece("em", "c"),
                        new Piece("plain", " goes on"));
        assertThat(text(blocks.get(3))).isEqualTo("x|y the end");
    }

    @Test
    void markupOfPagesStaysText() {
        assertThat(text(Reading.of("<script>alert(1)</script> [x](javascript:alert(1))")
                        .get(0)))
                .isEqualTo("<script>alert(1)</script> [x](javascript:alert(1))");
        assertThat(Reading.of(" \n\n")).isEmpty();
    }

    private static String text(Block block) {
        return block.lines().stream()
                .map(line -> line.stream().map(Piece::text).collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }
}
