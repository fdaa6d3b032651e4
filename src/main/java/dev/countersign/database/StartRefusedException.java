package dev.countersign.database;

/** The application does not start, for a reason a person can act on. Shown without a stack trace: what is wrong, and what resolves it. */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String remedy;

    public StartRefusedException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    public StartRefusedException(String problem, String remedy, Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    /** What would resolve it. */
    public String remedy() {
        return remedy;
    }
}
