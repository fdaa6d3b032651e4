package dev.countersign.ledger;

import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.WitnessReceipts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** What witnesses and authorities of a test's own say of the application's checkpoints. */
@Component
public class TestAttestations {

    private final WitnessReceipts receipts;
    private final LogStore log;
    private final Ledger ledger;

    TestAttestations(WitnessReceipts receipts, LogStore log, Ledger ledger) {
        this.receipts = receipts;
        this.log = log;
        this.ledger = ledger;
    }

    /** Of those witnesses, whose receipts are kept in the store, and of tokens that are not: other tests would find them. */
    public Attestations of(List<Witness> witnesses, Checkpoint stamped, List<byte[]> tokens) {
        WitnessReceipts known = new Stamped(receipts, stamped, tokens);
        return new Attestations(known, new TimestampChains(known, log, ledger), log, new Witnesses(witnesses));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Stamped(WitnessReceipts real, Checkpoint checkpoint, List<byte[]> tokens)
            implements WitnessReceipts {

        @Override
        public void append(String origin, long size, String witness, byte[] receipt) {
            real.append(origin, size, witness, receipt);
        }

        @Override
        public OptionalLong largest(String origin, String witness) {
            return witness.equals(TimestampChains.FIRST)
                    ? tokens.isEmpty() ? OptionalLong.empty() : OptionalLong.of(checkpoint.size())
                    : real.largest(origin, witness);
        }

        @Override
        public boolean keep(String origin, long size, String witness, byte[] receipt) {
            return real.keep(origin, size, witness, receipt);
        }

        @Override
        public List<Receipt> receipts(String origin, long size) {
            List<Receipt> all = new ArrayList<>(real.receipts(origin, size));
            for (int i = 0; i < tokens.size() && size == checkpoint.size(); i++) {
                all.add(new Receipt("rfc3161/" + (i + 1), tokens.get(i)));
            }
            return all;
        }

        @Override
        public List<Receipted> receipted(String witness, long above, int limit) {
            return real.receipted(witness, above, limit);
        }
    }
}
