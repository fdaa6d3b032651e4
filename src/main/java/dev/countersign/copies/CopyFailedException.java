package dev.countersign.copies;

/** A copy was not made. Says nothing of the machine's paths and addresses: its words are put on record. */
final class CopyFailedException extends Exception {

    private static final long serialVersionUID = 1L;
    private final CopyAlarm alarm;

    CopyFailedException(CopyAlarm alarm, String why) {
        super(why);
        this.alarm = alarm;
    }

    CopyFailedException(CopyAlarm alarm, String why, Throwable cause) {
        super(why, cause);
        this.alarm = alarm;
    }

    CopyAlarm alarm() {
        return alarm;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
