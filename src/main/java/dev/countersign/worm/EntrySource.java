package dev.countersign.worm;

import java.util.Locale;

/**
 * From where an entry of the audit trail came.
 *
 * @param value exactly as entries have it, e.g. {@code 192.0.2.7}
 */
public record EntrySource(Kind kind, String value) {

    /** What of a source is asked for; each has an index, a program is found as the actor that it is. */
    public enum Kind {
        ADDRESS,
        DEVICE,
        SESSION,
        INTEGRATION;

        /** As people and addresses name it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As the address of a page names it, e.g. {@code address:192.0.2.7}. */
    public String text() {
        return kind.code() + ":" + value;
    }

    /** For statements. */
    public String kindCode() {
        return kind.code();
    }

    /** The entry's own member, as its bytes have it. */
    public String member() {
        return "\"integration\":\"" + value + "\",\"session\":";
    }
}
