package dev.countersign.alerts;

import dev.countersign.alerts.PersonMailMapper.Mail;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices to people by e-mail: queued in the transaction that makes the notice, taken for a while, sent outside any transaction, and then kept
 * as told; a crash between has one told again, with the same id. Nobody waits for it. What no server took for three days is given up, which is
 * on record; the notice is on the page of the account all the same.
 */
@Component
class PersonMailing {

    private static final Logger LOG = LoggerFactory.getLogger(PersonMailing.class);
    private static final int MOST = 20;
    /** One address that nobody takes is passed over; after so many the server is left alone for a while. */
    private static final int FAILURES = 3;

    private static final int LONGEST_SHIFT = 20;
    private static final Duration TAKEN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final PersonMailMapper mails;
    private final Postbox postbox;
    private final WormStore store;
    private final Ledger ledger;
    private final AlertSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    PersonMailing(
            PersonMailMapper mails,
            Postbox postbox,
            WormStore store,
            Ledger ledger,
            AlertSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.mails = mails;
        this.postbox = postbox;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** In the transaction that makes the notice. */
    void queue(UUID entryId, Set<String> addresses) {
        if (postbox.isOpen()) {
            addresses.forEach(address -> mails.queue(organisation(), entryId, address, clock.instant()));
        }
    }

    /** How it goes; empty where nothing is sent. */
    Optional<Alerts.ChannelState> state() {
        if (!postbox.isOpen()) {
            return Optional.empty();
        }
        PersonMailMapper.Standing standing = mails.standing(organisation());
        return Optional.of(
                new Alerts.ChannelState(Postbox.NAME, standing.failingSince(), standing.why(), standing.backlog()));
    }

    /** Tells what is due; whether there may be more to tell at once. */
    boolean pass() {
        if (!postbox.isOpen()) {
            return false;
        }
        int failures = 0;
        int sent = 0;
        for (Mail mail : mails.due(organisation(), clock.instant(), MOST)) {
            if (tell(mail)) {
                sent++;
            } else if (++failures == FAILURES) {
                return false;
            }
        }
        return sent == MOST;
    }

    private boolean tell(Mail mail) {
        Instant now = clock.instant();
        Optional<Integer> attempt = Objects.requireNonNull(
                transaction.execute(status -> mails.take(organisation(), mail, now, now.plus(TAKEN))));
        if (attempt.isEmpty()) {
            return true;
        }
        try {
            postbox.send(mail);
        } catch (Post.NotTakenException e) {
            LOG.warn("Notice {} was not sent by e-mail: {}", mail.entryId(), e.why());
            transaction.executeWithoutResult(status -> failed(mail, attempt.get(), e.why()));
            return false;
        }
        transaction.executeWithoutResult(status -> {
            if (mails.delivered(organisation(), mail, clock.instant()) == 1) {
                ledger.append(Raising.SYSTEM, AlertEvents.noticeMailed(mail, attempt.get()));
            }
        });
        return true;
    }

    private void failed(Mail mail, int attempt, String why) {
        Instant now = clock.instant();
        boolean over = mail.queuedAt().plus(PATIENCE).isBefore(now);
        long pause = settings.every().toMillis() << Math.min(attempt, LONGEST_SHIFT);
        @Nullable Instant givenUpAt = over ? now : null;
        Instant nextAt = now.plusMillis(Math.min(pause, settings.longestPause().toMillis()));
        if (mails.failed(organisation(), mail, nextAt, why, givenUpAt) == 1 && over) {
            ledger.append(Raising.SYSTEM, AlertEvents.noticeUndelivered(mail, attempt, why));
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
