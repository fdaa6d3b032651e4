package dev.countersign.web;

import dev.countersign.ledger.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Forgets sessions that expired, once a minute on each node. Says nothing to anybody: that nobody used them is no act. */
@Component
class ExpiredSessions extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredSessions.class);
    private static final long PAUSE = 60_000;

    private final StoredSessions sessions;
    private final Object pause = new Object();

    ExpiredSessions(StoredSessions sessions) {
        super("expired-sessions");
        this.sessions = sessions;
    }

    @Override
    protected void work() {
        while (goesOn()) {
            try {
                synchronized (pause) {
                    pause.wait(PAUSE);
                }
                sessions.forgetExpired();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("Expired sessions were not forgotten, which is tried again in a minute: {}", e.toString());
            }
        }
    }
}
