package dev.countersign.notices;

import dev.countersign.alerts.Post;
import dev.countersign.alerts.Post.Letter;
import dev.countersign.alerts.Post.NotTakenException;
import dev.countersign.ledger.BackgroundWork;
import dev.countersign.notices.WorkNoticeMapper.Due;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices by e-mail: taken for a while, sent outside any transaction, then kept as told; a crash between has one told again, with the same
 * id. What no server took for three days is given up: the notice is on the person's page all the same.
 */
@Component
class NoticeMailing extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeMailing.class);
    private static final int MOST = 20;
    /** One address that nobody takes is passed over; after so many the server is left alone for a while. */
    private static final int FAILURES = 3;

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TAKEN = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int LONGEST_SHIFT = 9;
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final WorkNoticeMapper notices;
    private final Post post;
    private final NoticeLetters letters;
    private final WormStore store;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Semaphore stopping = new Semaphore(0);

    NoticeMailing(
            WorkNoticeMapper notices,
            Post post,
            NoticeLetters letters,
            WormStore store,
            Clock clock,
            PlatformTransactionManager transactions) {
        super("notices-mailing");
        this.notices = notices;
        this.post = post;
        this.letters = letters;
        this.store = store;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        while (goesOn()) {
            try {
                while (pass() && goesOn()) {
                    LOG.trace("more to send");
                }
            } catch (RuntimeException e) {
                LOG.error("NOT-001 notices-failed: notices by e-mail wait", e);
            }
            try {
                if (stopping.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Tells what is due; whether there may be more to tell at once. */
    boolean pass() {
        if (!post.isOpen()) {
            return false;
        }
        int failures = 0;
        int sent = 0;
        for (Due due : notices.due(organisation(), clock.instant(), MOST)) {
            if (tell(due)) {
                sent++;
            } else if (++failures == FAILURES) {
                return false;
            }
        }
        return sent == MOST;
    }

    private boolean tell(Due due) {
        Instant now = clock.instant();
        Optional<Integer> attempt = Objects.requireNonNull(
                transaction.execute(status -> notices.take(organisation(), due.noticeId(), now, now.plus(TAKEN))));
        if (attempt.isEmpty()) {
            return true;
        }
        try {
            post.send(new Letter(due.noticeId(), due.address(), letters.title(due), letters.text(due)));
        } catch (NotTakenException e) {
            LOG.warn("Notice {} was not sent by e-mail: {}", due.noticeId(), e.why());
            transaction.executeWithoutResult(status -> failed(due, attempt.get(), e.why()));
            return false;
        }
        transaction.executeWithoutResult(status -> notices.delivered(organisation(), due.noticeId(), clock.instant()));
        return true;
    }

    private void failed(Due due, int attempt, String why) {
        Instant now = clock.instant();
        long pause = EVERY.toMillis() << Math.min(attempt, LONGEST_SHIFT);
        @Nullable Instant givenUpAt = due.at().plus(PATIENCE).isBefore(now) ? now : null;
        Instant nextAt = now.plusMillis(Math.min(pause, LONGEST_PAUSE.toMillis()));
        notices.failed(organisation(), due.noticeId(), nextAt, why, givenUpAt);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
