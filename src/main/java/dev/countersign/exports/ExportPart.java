package dev.countersign.exports;

import dev.countersign.evidence.Handover.Form;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of each record an export has. */
public enum ExportPart {
    COPY("copy", "copy.pdf", Form.COPY),
    EVIDENCE("evidence", "evidence.zip", Form.BUNDLE);

    private final String code;
    private final String file;
    private final Form form;

    ExportPart(String code, String file, Form form) {
        this.code = code;
        this.file = file;
        this.form = form;
    }

    public String code() {
        return code;
    }

    String file() {
        return file;
    }

    Form form() {
        return form;
    }

    /** Empty for a code that there is not. */
    public static Optional<ExportPart> ofCode(String code) {
        return Arrays.stream(values()).filter(part -> part.code.equals(code)).findFirst();
    }

    static String text(Set<ExportPart> parts) {
        return EnumSet.copyOf(parts).stream().map(ExportPart::code).collect(Collectors.joining(","));
    }

    static Set<ExportPart> ofText(String text) {
        return Arrays.stream(text.split(","))
                .map(code -> ofCode(code).orElseThrow(() -> new IllegalArgumentException("no part: " + code)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ExportPart.class)));
    }
}
