package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.witness.Witness.Answer;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
import dev.countersign.witness.Witness.Failure;
import dev.countersign.witness.Witness.Submission;
import dev.countersign.witness.WitnessFile.Held;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How somebody who holds the newest checkpoint of a log answers to the next one, wherever it is kept. */
final class CheckpointMemory {

    private final CheckpointFormat format;

    CheckpointMemory(CheckpointFormat format) {
        this.format = format;
    }

    /** Keeps a checkpoint that follows what was held. @param <E> what goes wrong where it is kept */
    interface Keeping<E extends Exception> {

        /** @return what is given as evidence of it */
        String keep(int epoch, Statement statement) throws E;
    }

    /** @param altered how it shows that what is held was changed; empty if it does not */
    <E extends Exception> Answer judge(
            Submission submission, Optional<Held> newest, Optional<String> altered, Keeping<E> keeping) throws E {
        CheckpointFormat named = format.ofEpochIn(submission.note()).orElse(format);
        Statement submitted = named.read(submission.note()).orElse(null);
        if (submitted == null) {
            return new Failed(Failure.REFUSED, "what was handed over is no checkpoint of " + format.name());
        }
        int epoch = named.epoch();
        if (newest.isPresent() && newest.get().epoch() > epoch) {
            return new Contradicts(
                    "it holds a checkpoint of epoch " + newest.get().epoch() + "; the log is in epoch " + epoch);
        }
        if (newest.isPresent() && newest.get().epoch() == epoch && altered.isPresent()) {
            return new Contradicts(altered.get());
        }
        Statement known =
                newest.filter(one -> one.epoch() == epoch).map(Held::statement).orElse(null);
        long size = known == null ? 0 : known.size();
        if (size != submission.oldSize() || submitted.size() < size) {
            return new Holds(size);
        }
        Statement older = known == null ? new Statement(0, Digest.of(new byte[0])) : known;
        if (!ConsistencyProof.holds(older, submitted, submission.proof())) {
            return new Contradicts("the log of size " + submitted.size() + " and root " + submitted.root()
                    + " does not begin with the one it holds, of size " + size + " and root " + older.root());
        }
        boolean there = known != null && known.size() == submitted.size();
        String receipt = there ? "held already" : keeping.keep(epoch, submitted);
        return new Witnessed(receipt.getBytes(StandardCharsets.UTF_8));
    }

    /** What a note says, of whatever epoch of this log; empty if it is none that the log's key signed. */
    Optional<Held> read(byte[] note) {
        return format.ofEpochIn(note)
                .flatMap(named -> named.read(note).map(statement -> new Held(named.epoch(), statement, note)));
    }
}
