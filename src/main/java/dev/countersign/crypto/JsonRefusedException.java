package dev.countersign.crypto;

/** JSON that has no single canonical meaning: not JSON, duplicate keys, lone surrogates, U+0000, or a number that would change. */
public final class JsonRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String pointer;

    public JsonRefusedException(String pointer, String detail) {
        super(detail);
        this.pointer = pointer;
    }

    /** JSON pointer (RFC 6901) of the offender; empty for the whole document. */
    public String pointer() {
        return pointer;
    }
}
