package dev.countersign.ledger;

import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.TimestampToken;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.TimestampChains.Chain;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WitnessReceipts;
import dev.countersign.worm.WitnessReceipts.Receipt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * What others than the log say of its checkpoints (AUD-02, KEY-04): cosignatures of configured witnesses, and timestamps. Gives what holds;
 * that something stored does not is told by the verification of the store. Waits for nobody.
 */
@Component
public class Attestations {

    private final WitnessReceipts receipts;
    private final TimestampChains chains;
    private final LogStore log;
    private final Witnesses witnesses;

    Attestations(WitnessReceipts receipts, TimestampChains chains, LogStore log, Witnesses witnesses) {
        this.receipts = receipts;
        this.chains = chains;
        this.log = log;
        this.witnesses = witnesses;
    }

    /**
     * A checkpoint and what there is of others about it.
     *
     * @param cosignatures in the order of the witnesses' names
     * @param timestamps tokens, the first over the note, each later one over the note and the tokens before
     */
    public record Attested(Checkpoint checkpoint, List<Cosignature> cosignatures, List<byte[]> timestamps) {}

    /**
     * @param verifierKey of the witness, C2SP: {@code name+hash+base64}
     * @param line of a signed note, with its end
     */
    public record Cosignature(String verifierKey, String line) {}

    /**
     * The checkpoint that proves most to others: the largest with a timestamp, else the largest with a cosignature, else the newest.
     *
     * @param newest its epoch is the one that is looked in
     * @param least how many entries it must cover
     */
    public Attested best(Checkpoint newest, long least) {
        List<Long> sizes = new ArrayList<>();
        for (Witness witness : witnesses.all()) {
            if (witness.verifierKey().isPresent()) {
                OptionalLong size = receipts.largest(newest.origin(), witness.name());
                size.ifPresent(sizes::add);
            }
        }
        sizes.sort(Comparator.reverseOrder());
        receipts.largest(newest.origin(), TimestampChains.FIRST).ifPresent(size -> sizes.add(0, size));
        for (long size : sizes) {
            Optional<Attested> attested = size < least
                    ? Optional.empty()
                    : log.checkpoint(size)
                            .filter(one -> one.origin().equals(newest.origin()))
                            .map(this::attested)
                            .filter(one -> !one.cosignatures().isEmpty()
                                    || !one.timestamps().isEmpty());
            if (attested.isPresent()) {
                return attested.get();
            }
        }
        return new Attested(newest, List.of(), List.of());
    }

    private Attested attested(StoredCheckpoint stored) {
        List<Cosignature> cosignatures = new ArrayList<>();
        List<Receipt> kept = receipts.receipts(stored.origin(), stored.size());
        for (Witness witness : witnesses.all()) {
            kept.stream()
                    .filter(one ->
                            one.witness().equals(witness.name()) && witness.cosigned(stored.note(), one.receipt()))
                    .forEach(one -> cosignatures.add(new Cosignature(
                            witness.verifierKey().orElseThrow(), new String(one.receipt(), StandardCharsets.UTF_8))));
        }
        cosignatures.sort(Comparator.comparing(Cosignature::verifierKey));
        return new Attested(
                new Checkpoint(stored.origin(), stored.size(), stored.root(), stored.note()),
                List.copyOf(cosignatures),
                sound(chains.of(stored)));
    }

    /** Tokens up to the first that is not over what it should be, or not signed. */
    private static List<byte[]> sound(Chain chain) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(chain.note());
        List<byte[]> sound = new ArrayList<>();
        for (byte[] der : chain.tokens()) {
            if (!isSound(der, message.toByteArray())) {
                break;
            }
            message.writeBytes(der);
            sound.add(der);
        }
        return List.copyOf(sound);
    }

    private static boolean isSound(byte[] der, byte[] message) {
        try {
            TimestampToken token = TimestampToken.parse(der);
            token.signerSha256();
            return token.covers(message);
        } catch (TimestampRefusedException e) {
            return false;
        }
    }
}
