package dev.countersign.reviews;

import dev.countersign.ledger.BackgroundWork;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks at the calendar again and again, on a thread of its own. */
@Component
class CalendarClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(CalendarClock.class);

    private final Calendar calendar;
    private final ReviewSettings settings;
    private final Semaphore stopping = new Semaphore(0);

    CalendarClock(Calendar calendar, ReviewSettings settings) {
        super("reviews");
        this.calendar = calendar;
        this.settings = settings;
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        try {
            while (goesOn()) {
                try {
                    calendar.pass();
                } catch (RuntimeException e) {
                    LOG.error("REV-020 reviews-failed: periodic work waits", e);
                }
                if (stopping.tryAcquire(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
