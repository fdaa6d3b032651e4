package dev.countersign.risk;

import java.util.Locale;

/** What a rule asks for beyond password and second factor. */
public enum Demand {
    /** A passkey or security key, which answers no copied page, for the second factor. */
    PASSKEY,
    /** A session that began a moment ago, and both components at this very signature. */
    FRESH,
    /** It is not done at all. */
    REFUSE;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
