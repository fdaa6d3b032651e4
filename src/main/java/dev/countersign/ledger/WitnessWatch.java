package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.StoredHead.Head;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
import dev.countersign.witness.Witness.Submission;
import dev.countersign.worm.WitnessReceipts;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One witness: hands it the newest checkpoint, and finds out how what it remembers stands to what is stored. */
final class WitnessWatch {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessWatch.class);

    private static final int ATTEMPTS = 6;
    private static final long NEVER_ASKED = -1;

    private final Witness witness;
    private final StoredHead stored;
    private final WitnessReceipts receipts;
    private long known = NEVER_ASKED;
    private Digest knownRoot = Digest.of(new byte[0]);
    private String origin = "";
    private @Nullable String forgot;

    WitnessWatch(Witness witness, StoredHead stored, WitnessReceipts receipts) {
        this.witness = witness;
        this.stored = stored;
        this.receipts = receipts;
    }

    Witness witness() {
        return witness;
    }

    /** How a witness stands to the stored log. */
    sealed interface Standing {

        /** It knows the stored log up to this size. @param forgot what it knew before and did not any more; null if nothing */
        record Knows(long size, @Nullable String forgot) implements Standing {}

        /** It knows nothing of this log. */
        record Unknown() implements Standing {}

        /** What is stored is shorter than what it remembers, or something else. */
        record Contradicted(String why) implements Standing {}

        /** It cannot be asked. */
        record Away(Witness.Failure failure, String why) implements Standing {}
    }

    /**
     * Hands over the newest stored checkpoint.
     *
     * @param introduce whether a witness that knows nothing of the log may get to know it
     * @throws LogBrokenException if what is stored is not whole
     */
    Standing handOver(boolean introduce) {
        Head head = stored.read();
        forgot = null;
        if (!origin.equals(head.origin())) {
            origin = head.origin();
            known = NEVER_ASKED;
        }
        if (known != NEVER_ASKED && !isContinued(head)) {
            return new Standing.Contradicted("the stored log has " + head.size()
                    + " entries and does not begin with the "
                    + known + " that this node handed over, whatever the witness holds by now: entries were cut, or an"
                    + " older copy restored");
        }
        // asked for before the witness is: another node may let it remember more at any moment
        long remembered = Math.max(known, receipt(head).orElse(0));
        // a witness never asked before is asked whether it holds exactly this: its answer says what it holds
        long old = known == NEVER_ASKED ? head.size() : known;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Witness.Answer answer =
                    witness.submit(new Submission(old, stored.consistency(old, head.size()), head.note()));
            if (answer instanceof Witnessed witnessed) {
                return keep(head, witnessed);
            } else if (answer instanceof Contradicts contradicts) {
                return new Standing.Contradicted(contradicts.why());
            } else if (answer instanceof Failed failed) {
                return new Standing.Away(failed.failure(), failed.why());
            }
            long held = ((Holds) answer).size();
            noticeForgetting(remembered, held);
            if (held == 0 && !introduce && !head.opens()) {
                return new Standing.Unknown();
            }
            if (held == old && held == head.size()) {
                return new Standing.Contradicted("it holds another root at size " + held);
            }
            if (held > head.size()) {
                // another node may have sealed meanwhile; what is sealed is committed, so it is there now or was taken
                // away
                head = stored.read();
                if (held == old && held == head.size()) {
                    return new Standing.Contradicted("it holds another root at size " + held);
                }
                if (held > head.size()) {
                    return new Standing.Contradicted("the stored log has " + head.size() + " entries; it was " + held
                            + " long: entries were cut, or an older copy restored");
                }
            }
            old = held;
        }
        return new Standing.Away(Witness.Failure.REFUSED, "it names another size each time it is asked");
    }

    private Standing keep(Head head, Witnessed witnessed) {
        if (known != head.size() && !head.opens()) {
            receipts.append(head.origin(), head.size(), witness.name(), witnessed.receipt());
        }
        known = head.size();
        knownRoot = head.root();
        return new Standing.Knows(head.size(), forgot);
    }

    /** Whether the log still begins with what this node handed over last: a witness that was rolled back with it cannot tell. */
    private boolean isContinued(Head head) {
        if (known > head.size()) {
            return false;
        }
        return (known == head.size() ? head.root() : stored.root(known)).equals(knownRoot);
    }

    /** Whether the log was cut is decided without receipts: who can take them away must not decide it. */
    private OptionalLong receipt(Head head) {
        try {
            return receipts.largest(head.origin(), witness.name());
        } catch (RuntimeException e) {
            LOG.error("The receipts of witness {} cannot be read: {}", witness.name(), e.toString());
            return OptionalLong.empty();
        }
    }

    /** A witness that remembers less than it gave a receipt for was rolled back. */
    private void noticeForgetting(long before, long held) {
        if (held < before && forgot == null) {
            forgot = "it gave a receipt for size " + before + " and held size " + held
                    + " when it was asked again: it was rolled back";
        }
    }
}
