package dev.countersign.ledger;

import dev.countersign.crypto.KeyVault;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.SealingSessions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Seals the audit trail (AUD-02): one thread, one connection of its own. On every node one runs; that one leads whose connection
 * holds the database's lock. Whatever fails, it begins anew after a pause, from what is stored. It starts before requests are taken and
 * stops after the last one was answered.
 */
@Component
class Sequencer extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final SealingSessions sessions;
    private final Epochs epochs;
    private final KeyVault vault;
    private final SealSignal signal;
    private final LogSettings settings;
    private final SealingGate gate;
    private volatile State state = State.stopped();

    Sequencer(
            SealingSessions sessions,
            Epochs epochs,
            KeyVault vault,
            SealSignal signal,
            LogSettings settings,
            SealingGate gate) {
        super("the sequencer");
        this.sessions = sessions;
        this.epochs = epochs;
        this.vault = vault;
        this.signal = signal;
        this.settings = settings;
        this.gate = gate;
    }

    enum Role {
        STOPPED,
        STANDING_BY,
        LEADING,
        /** It would lead, and does not seal: the log is in recovery mode. */
        IN_RECOVERY,
        FAILING
    }

    /**
     * How it is.
     *
     * @param failures in a row
     * @param failure what went wrong last; null once it works again
     */
    record State(Role role, int failures, @Nullable Throwable failure) {

        static State stopped() {
            return new State(Role.STOPPED, 0, null);
        }
    }

    State state() {
        return state;
    }

    /** Below the web server's phases: started before it, stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    protected void work() {
        while (goesOn()) {
            try (SealingSession session = sessions.open()) {
                serve(session);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                // whatever it is, Errors included: a thread that ended would seal nothing ever again, and say nothing
                failed(e);
            }
        }
        state = State.stopped();
    }

    private void serve(SealingSession session) throws InterruptedException {
        while (goesOn() && !session.lead()) {
            working(Role.STANDING_BY);
            Thread.sleep(settings.standby().toMillis());
        }
        // the database may have been exchanged for an older one while nobody was looking
        for (boolean open = gate.opens(); goesOn() && !open; open = gate.isOpen()) {
            working(Role.IN_RECOVERY);
            Thread.sleep(settings.standby().toMillis());
        }
        Leadership leadership = Leadership.takeOver(session, epochs.read(), vault);
        LOG.info("This node seals the audit trail from entry {} on", leadership.size());
        while (goesOn() && gate.isOpen()) {
            int sealed = leadership.seal(settings.batch());
            working(Role.LEADING);
            if (sealed == 0) {
                signal.awaitEntry(settings.poll());
            } else {
                signal.logSealed();
                if (sealed < settings.batch()) {
                    Thread.sleep(settings.gathering().toMillis());
                }
            }
        }
    }

    private void working(Role role) {
        if (state.role() != role) {
            if (state.failures() > 0) {
                LOG.info("The sequencer works again");
            }
            state = new State(role, 0, null);
        }
    }

    private void failed(Throwable failure) {
        if (!goesOn()) {
            LOG.debug("The sequencer was stopped at work", failure);
            return;
        }
        int failures = state.failures() + 1;
        state = new State(Role.FAILING, failures, failure);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
        pause = pause.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : pause;
        LOG.warn("The audit trail is not sealed by this node, next attempt in {}: {}", pause, failure.toString());
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
