package dev.countersign.benchmark;

import java.util.Locale;

/** How figures are written: three digits that mean something. */
enum Unit {
    TIMES("×"),
    MILLISECONDS(" ms"),
    SECONDS(" s"),
    MEBIBYTES(" MiB"),
    ENTRIES("");

    private final String sign;

    Unit(String sign) {
        this.sign = sign;
    }

    String write(double value) {
        String number = this == ENTRIES || value >= 100 || value == Math.rint(value) && value >= 10
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return number + sign;
    }
}
