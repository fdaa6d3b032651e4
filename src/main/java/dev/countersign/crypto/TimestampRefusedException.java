package dev.countersign.crypto;

import java.io.Serial;

/** Bytes are no timestamp that counts; says why in a few words, without the bytes. */
public final class TimestampRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean byAuthority;

    TimestampRefusedException(String why) {
        this(why, false);
    }

    TimestampRefusedException(String why, boolean byAuthority) {
        super(why);
        this.byAuthority = byAuthority;
    }

    /** Whether it is a proper answer of an authority that will not give one. */
    public boolean isByAuthority() {
        return byAuthority;
    }

    /** Why, in a few words. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
