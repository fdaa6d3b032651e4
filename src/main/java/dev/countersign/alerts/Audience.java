package dev.countersign.alerts;

/** Who is told of an alert. */
enum Audience {
    /** At once. */
    UNIT("unit"),
    /** When nobody of the security unit acknowledged it in time (11.300(d)). */
    MANAGEMENT("management");

    private final String code;

    Audience(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    static Audience ofCode(String code) {
        return code.equals(MANAGEMENT.code) ? MANAGEMENT : UNIT;
    }
}
