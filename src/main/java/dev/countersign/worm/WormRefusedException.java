package dev.countersign.worm;

/** The database refused an append. Carries the rule's number ({@code WORM-nnn}); the transaction is lost. */
public final class WormRefusedException extends RuntimeException {

    /** Of whoever uses a key that is not theirs, not enrolled, or whose certificate ended. */
    public static final String NO_CURRENT_KEY = "WORM-017";

    private static final long serialVersionUID = 1L;
    private final String rule;

    public WormRefusedException(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    public String rule() {
        return rule;
    }
}
