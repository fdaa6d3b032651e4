package dev.countersign.exports;

import java.util.Arrays;
import java.util.Locale;

/** How far an export is. */
public enum ExportState {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED,
    EXPIRED;

    /** Whether something is still to be done for it. */
    public boolean isOpen() {
        return this == WAITING || this == RUNNING;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ExportState ofCode(String code) {
        return Arrays.stream(values())
                .filter(state -> state.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of an export: " + code));
    }
}
