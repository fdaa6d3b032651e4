package dev.countersign.records;

import java.util.Arrays;

/** Where a record stands; derived from its appended events (REC-01). */
public enum RecordStatus {
    DRAFT("draft"),
    IN_REVIEW("in-review"),
    IN_REWORK("in-rework"),
    APPROVED("approved"),
    EFFECTIVE("effective"),
    SUPERSEDED("superseded"),
    WITHDRAWN("withdrawn"),
    OBSOLETE("obsolete");

    private final String code;

    RecordStatus(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static RecordStatus ofCode(String code) {
        return Arrays.stream(values())
                .filter(status -> status.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no record status " + code));
    }
}
