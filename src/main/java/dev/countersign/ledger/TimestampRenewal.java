package dev.countersign.ledger;

import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.TimestampChains.Chain;
import dev.countersign.witness.TimestampAuthority;
import dev.countersign.witness.TimestampAuthority.Answer;
import dev.countersign.witness.TimestampAuthority.Answer.Failed;
import dev.countersign.witness.TimestampAuthority.Answer.Stamped;
import dev.countersign.witness.TimestampAuthority.Token;
import dev.countersign.witness.TimestampSettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives old tokens a new one before they end (KEY-04): before a certificate on their authority's path does, or when the settings name their hash as
 * ending. Goes through all chains, a few renewals at a time; what it could not renew it says at the end.
 */
final class TimestampRenewal {

    private static final int PAGE = 200;

    private final TimestampAuthority authority;
    private final TimestampChains chains;
    private final TimestampSettings settings;

    private long done;
    private Instant earliest = Instant.MAX;
    private long troubled;
    private @Nullable String trouble;
    private Instant next = Instant.MIN;

    private int renewed;

    TimestampRenewal(TimestampAuthority authority, TimestampChains chains, TimestampSettings settings) {
        this.authority = authority;
        this.chains = chains;
        this.settings = settings;
    }

    /**
     * What came of a look.
     *
     * @param failed why the authority gave no token; null if it gave what was asked for
     * @param trouble what a complete pass could not renew; empty if nothing; null if there was no complete pass
     */
    record Outcome(@Nullable Failed failed, @Nullable String trouble) {}

    /** Goes on, if something may be due. */
    Outcome look(Instant now) {
        if (now.isBefore(next)) {
            return new Outcome(null, null);
        }
        renewed = 0;
        while (true) {
            List<Chain> page = chains.above(done, PAGE);
            for (Chain chain : page) {
                if (renewed >= settings.renewals()) {
                    return new Outcome(null, null);
                }
                Failed failed = visit(chain, now);
                if (failed != null) {
                    return new Outcome(failed, null);
                }
                done = chain.size();
            }
            if (page.isEmpty()) {
                return end(now);
            }
        }
    }

    private Outcome end(Instant now) {
        String all = trouble == null ? "" : troubled + " timestamps are not renewed, among them: " + trouble;
        Instant due = earliest.equals(Instant.MAX) ? now : earliest.minus(settings.lead());
        Instant usual = now.plus(settings.every());
        next = due.isAfter(usual) ? due : usual;
        done = 0;
        earliest = Instant.MAX;
        troubled = 0;
        trouble = null;
        return new Outcome(null, all);
    }

    private @Nullable Failed visit(Chain chain, Instant now) {
        Token newest;
        try {
            newest = authority.judge(chain.newest());
        } catch (TimestampRefusedException e) {
            note(chain, "is by none of the authorities that are trusted (" + e.why() + ")");
            return null;
        }
        if (newest.end().isBefore(now)) {
            note(chain, "ended " + UtcTime.write(newest.end()));
            return null;
        }
        boolean weak = settings.ending().contains(newest.hash());
        if (!weak && newest.end().isAfter(now.plus(settings.lead()))) {
            regard(newest.end());
            return null;
        }
        renewed++;
        Answer answer = authority.stamp(chain.message());
        if (answer instanceof Failed failed) {
            return failed;
        }
        Token token = ((Stamped) answer).token();
        if (!weak && !token.end().isAfter(newest.end())) {
            note(
                    chain,
                    "ends " + UtcTime.write(newest.end()) + ", and what the authority gives now does not last longer");
            regard(newest.end());
            return null;
        }
        chains.keep(chain, token, authority.name());
        regard(token.end());
        return null;
    }

    private void regard(Instant end) {
        earliest = end.isBefore(earliest) ? end : earliest;
    }

    private void note(Chain chain, String why) {
        troubled++;
        if (trouble == null) {
            trouble = "that of size " + chain.size() + " " + why;
        }
    }
}
