package dev.countersign.worm;

/** The database refused an append. Carries the rule's number ({@code WORM-nnn}); the transaction is lost. */
public final class WormRefusedException extends RuntimeException {

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
