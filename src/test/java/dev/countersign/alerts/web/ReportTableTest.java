package dev.countersign.alerts.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people typed is no formula, wherever a spreadsheet sees a cell begin (T22). */
@Requirement("IDN-04")
class ReportTableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                " =1",
                "seen;=1",
                "seen; =1",
                "seen;\"=1",
                "seen;;@A1",
                "seen\t=1",
                "seen;\t=1",
                "\t=1",
                "seen\n=1",
                "seen\r\n=1",
                "seen;\uff1d1"
            })
    void aFormulaBeginsWithAnApostropheAlsoWhereSemicolonsOrTabsSeparate(String typed) {
        String cell = ReportTable.cell(typed);
        String inside = cell.substring(1, cell.length() - 1).replace("\"\"", "\"");
        for (String part : inside.split("[;\t\r\n]", -1)) {
            assertThat(part.replaceFirst("^[ \"]+", ""))
                    .as("%s of %s", part, cell)
                    .doesNotContainPattern("^[=+@\uff1d-]");
        }
        assertThat(inside.replace("'", "")).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a forgotten password", "2 = two; see 4-2", "Zoë; called", "a=b\tc"})
    void whatIsNoneStaysAsItIs(String typed) {
        assertThat(ReportTable.cell(typed)).isEqualTo('"' + typed + '"');
    }
}
