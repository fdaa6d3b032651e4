package dev.countersign.ledger;

/**
 * Carries a {@link Refusal} out of a transaction, which it rolls back. A door turns it back into a value, or lets it reach
 * the edge, which answers it as a problem detail. Never a BPMN error: a model can catch those.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.number() + " " + refusal.detail());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
