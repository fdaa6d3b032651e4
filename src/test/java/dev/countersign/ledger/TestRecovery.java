package dev.countersign.ledger;

import org.springframework.stereotype.Component;

/** The log's recovery mode, for tests of what it keeps from happening. */
@Component
public class TestRecovery {

    private final RecoveryMode mode;
    private final Witnessing witnessing;

    TestRecovery(RecoveryMode mode, Witnessing witnessing) {
        this.mode = mode;
        this.witnessing = witnessing;
    }

    /** Runs something while the log is in recovery mode. */
    public void during(Runnable attempt) {
        synchronized (witnessing) {
            mode.enter("a test says so");
            try {
                attempt.run();
            } finally {
                mode.leave();
            }
        }
    }
}
