package dev.countersign.workflow.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.records.SheetCells;
import dev.countersign.training.Qualification;
import dev.countersign.workflow.TrainingDesk.Standing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who lacks which training, for a spreadsheet (RFC 4180): inert, whatever people and courses are called. */
final class TrainingTable {

    private TrainingTable() {}

    static String gaps(List<Standing> standings) {
        Stream<List<String>> rows = standings.stream().filter(Standing::isGap).map(TrainingTable::row);
        return Stream.concat(
                        Stream.of(List.of("User", "Name", "Roles", "Course", "Title", "Last trained", "Counted until")),
                        rows)
                .map(row -> row.stream().map(SheetCells::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static List<String> row(Standing one) {
        return List.of(
                one.person().userId(),
                one.person().printedName(),
                one.roles().stream().map(role -> role.printedName()).sorted().collect(Collectors.joining("; ")),
                one.course().code(),
                one.course().title(),
                one.trained().map(Qualification::since).map(UtcTime::write).orElse("never"),
                one.trained()
                        .map(Qualification::countsUntil)
                        .map(UtcTime::write)
                        .orElse(""));
    }
}
