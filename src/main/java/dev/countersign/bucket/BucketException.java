package dev.countersign.bucket;

/** A bucket did not do what it was asked. Its words name no address and no credentials: they are put on record. */
public final class BucketException extends Exception {

    private static final long serialVersionUID = 1L;
    private final Kind kind;

    /** What is the matter. */
    public enum Kind {
        /** No answer, or one that says no. */
        UNREACHABLE,
        /** It takes objects and does not lock them in compliance mode. */
        NOT_LOCKED,
        /** Under the key are other bytes. */
        ALTERED
    }

    BucketException(Kind kind, String why) {
        super(why);
        this.kind = kind;
    }

    BucketException(Kind kind, String why, Throwable cause) {
        super(why, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
