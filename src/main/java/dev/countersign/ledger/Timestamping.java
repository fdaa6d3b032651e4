package dev.countersign.ledger;

import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.ledger.TimestampChains.Chain;
import dev.countersign.ledger.TimestampRenewal.Outcome;
import dev.countersign.ledger.WatchedWitness.State;
import dev.countersign.witness.TimestampAuthority;
import dev.countersign.witness.TimestampAuthority.Answer;
import dev.countersign.witness.TimestampAuthority.Answer.Failed;
import dev.countersign.witness.TimestampAuthority.Answer.Stamped;
import dev.countersign.witness.TimestampAuthority.Token;
import dev.countersign.witness.TimestampSettings;
import dev.countersign.witness.Timestamps;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets a timestamp authority sign when it saw a checkpoint, from time to time, and again before its tokens end (KEY-04). Decides nothing about
 * the log; an authority that is away or answers wrong gives alarm, states its backlog, and stops neither sealing nor signing.
 */
@Component
class Timestamping {

    private static final Logger LOG = LoggerFactory.getLogger(Timestamping.class);
    private static final int LONGEST_SHIFT = 5;

    private final @Nullable TimestampAuthority authority;
    private final @Nullable TimestampRenewal renewal;
    private final TimestampSettings settings;
    private final TimestampChains chains;
    private final LogStore log;
    private final WormStore store;
    private final RecoveryMode recovery;
    private final Ledger ledger;
    private volatile State state = new State(0, null, null, null, 0);
    private String notRenewed = "";
    private long looks;

    Timestamping(
            Timestamps timestamps,
            TimestampSettings settings,
            TimestampChains chains,
            LogStore log,
            WormStore store,
            RecoveryMode recovery,
            Ledger ledger) {
        this.authority = timestamps
                .authority()
                .map(one -> new PlausibleAuthority(one, store, settings.tolerance()))
                .orElse(null);
        this.renewal = authority == null ? null : new TimestampRenewal(authority, chains, settings);
        this.settings = settings;
        this.chains = chains;
        this.log = log;
        this.store = store;
        this.recovery = recovery;
        this.ledger = ledger;
    }

    /** Of the authority that is configured. */
    Optional<String> name() {
        return Optional.ofNullable(authority).map(TimestampAuthority::name);
    }

    State state() {
        return state;
    }

    /** Does what is due. */
    synchronized void look() {
        looks++;
        // one that fails is asked after 1, 2, 4 … 32 looks
        if (renewal == null || looks % (1L << Math.min(state.failures(), LONGEST_SHIFT)) != 0) {
            return;
        }
        Failed failed = stampNewest(true);
        if (failed == null) {
            Outcome outcome = renewal.look(store.now());
            failed = outcome.failed();
            notRenewed = outcome.trouble() == null ? notRenewed : outcome.trouble();
        }
        tell(failed);
    }

    /** Before the stop: what was sealed since the last token gets one, unless the authority failed last time. */
    synchronized void last() {
        if (authority != null && state.failures() == 0) {
            tell(stampNewest(false));
        }
    }

    private @Nullable Failed stampNewest(boolean unhurried) {
        StoredCheckpoint head = log.newest().orElse(null);
        TimestampAuthority asked = authority;
        if (head == null || asked == null) {
            return null;
        }
        Chain newest = chains.newest(head.origin()).orElse(null);
        Instant time = newest == null ? null : time(newest, asked);
        if (newest != null) {
            regard(newest.size(), time);
        }
        // the entry that tells of the last token is no reason for another
        boolean quiet = newest != null && head.size() <= newest.size() + 1;
        boolean recent = unhurried && time != null && store.now().isBefore(time.plus(settings.every()));
        if (quiet || recent || recovery.cause().isPresent()) {
            return null;
        }
        Chain chain = chains.of(head);
        Answer answer = asked.stamp(chain.message());
        if (answer instanceof Stamped stamped) {
            Token token = stamped.token();
            chains.keep(chain, token, asked.name());
            regard(head.size(), token.time());
            return null;
        }
        return (Failed) answer;
    }

    /** When the first token was made; null if it is none of a trusted authority: then a new one is due. */
    private static @Nullable Instant time(Chain chain, TimestampAuthority authority) {
        try {
            return authority.judge(chain.tokens().get(0)).time();
        } catch (TimestampRefusedException e) {
            return null;
        }
    }

    private void regard(long size, @Nullable Instant at) {
        state = new State(size, at, state.alarm(), state.why(), state.failures());
    }

    private void tell(@Nullable Failed failed) {
        State before = state;
        WitnessAlarm alarm = failed != null
                ? WitnessAlarm.of(failed.failure())
                : notRenewed.isEmpty() ? null : WitnessAlarm.NOT_RENEWED;
        String why = failed != null ? failed.why() : notRenewed;
        String name = name().orElseThrow();
        long backlog = Math.max(0, log.newest().map(StoredCheckpoint::size).orElse(0L) - before.size());
        state = new State(
                before.size(),
                before.at(),
                alarm,
                alarm == null ? null : why,
                failed == null ? 0 : before.failures() + 1);
        if (alarm != null && alarm != before.alarm()) {
            LOG.error("{} {}: {}: {}; {} entries have no timestamp", alarm.number(), alarm.code(), name, why, backlog);
            record(new WitnessAlarm.Raised(alarm, name, why, backlog));
        } else if (alarm == null && before.alarm() != null) {
            LOG.info("{} does its work again, at size {}", name, before.size());
            record(new WitnessAlarm.Ended(name, before.size()));
        }
    }

    private void record(AuditEvent event) {
        try {
            ledger.appendAlone(Caller.system("timestamps"), event);
        } catch (RuntimeException e) {
            LOG.error("An alarm of the timestamp authority cannot be put on record: {}", e.toString());
        }
    }
}
