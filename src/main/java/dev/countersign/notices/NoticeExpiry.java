package dev.countersign.notices;

import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes notices away that nobody needs any more: 90 days after they were seen, and a year after they were given to somebody who never looked.
 * What was told to whom stays in the audit trail. What still waits for the mail server stays too.
 */
@Component
class NoticeExpiry {

    static final Duration KEPT_AFTER_SEEN = Duration.ofDays(90);
    static final Duration KEPT_UNSEEN = Duration.ofDays(365);

    private static final Logger LOG = LoggerFactory.getLogger(NoticeExpiry.class);

    /** Of one statement, so that nobody waits for it. */
    private static final int MOST = 1_000;

    private final WorkNoticeMapper notices;
    private final WormStore store;

    NoticeExpiry(WorkNoticeMapper notices, WormStore store) {
        this.notices = notices;
        this.store = store;
    }

    /** On every node; two at once take away what one would. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void expire() {
        Instant now = store.now();
        int expired = 0;
        int last;
        do {
            last = notices.expire(
                    store.installation().organisation(), now.minus(KEPT_AFTER_SEEN), now.minus(KEPT_UNSEEN), MOST);
            expired += last;
        } while (last == MOST);
        if (expired > 0) {
            LOG.info("{} notices were seen long ago, or never, and are gone", expired);
        }
    }
}
