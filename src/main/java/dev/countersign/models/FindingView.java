package dev.countersign.models;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is told over HTTP, wherever models are checked.
 *
 * @param rule number of the rule
 * @param resource name of the file in the set
 * @param element id of the nearest element that has one; null where the file is no XML
 * @param line in the file, from 1; 0 where there is none
 * @param message a sentence with the offender
 * @param remedy a sentence: how to mend it
 */
public record FindingView(
        @Schema(example = "MOD-035") String rule,
        String resource,
        @Nullable String element,
        int line,
        String message,
        String remedy) {

    public static FindingView of(Finding finding) {
        return new FindingView(
                finding.rule().number(),
                finding.resource(),
                finding.element(),
                finding.line(),
                finding.message(),
                finding.remedy());
    }
}
