package dev.countersign.copies;

/** What is wrong with copies: numbered for ever, on record, in the application's log and on the health page. */
enum CopyAlarm {
    /** The place cannot be used; what waits is copied when it can. */
    UNREACHABLE("COP-010", "copies-unreachable", false),
    /** The place was copied to and holds nothing of it. */
    GONE("COP-011", "copies-gone", false),
    /** Under the copy's name are other bytes. */
    ALTERED("COP-012", "copy-altered", true),
    /** What is to be copied is not in the store, or not what it was. */
    SOURCE("COP-013", "copy-source-damaged", true),
    /** The place takes the copy and does not lock it. */
    UNLOCKED("COP-014", "copies-not-locked", false);

    private final String number;
    private final String code;
    private final boolean passedOver;

    CopyAlarm(String number, String code, boolean passedOver) {
        this.number = number;
        this.code = code;
        this.passedOver = passedOver;
    }

    String number() {
        return number;
    }

    String code() {
        return code;
    }

    /** Whether trying again would not help: it is put on record by itself, and what follows is copied. */
    boolean isPassedOver() {
        return passedOver;
    }

    @Override
    public String toString() {
        return number + " " + code;
    }
}
