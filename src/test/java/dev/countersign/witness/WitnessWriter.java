package dev.countersign.witness;

import dev.countersign.crypto.SigningKey;
import dev.countersign.witness.Witness.Answer.Holds;
import java.nio.file.Path;

/** A node in a process of its own that hands over every second size of a log, while another hands over the others. */
final class WitnessWriter {

    static final int LAST = 80;
    static final SigningKey KEY = SigningKey.ofSeed(new byte[32]);

    private WitnessWriter() {}

    /** @param arguments the witness directory, and which sizes: 0 or 1 */
    public static void main(String[] arguments) {
        TestLog log = TestLog.of(KEY, LAST, "entry ");
        Witness witness = new FileWitness(Path.of(arguments[0]), log.format());
        for (int size = 1 + Integer.parseInt(arguments[1]); size <= LAST; size += 2) {
            int old = 0;
            while (witness.submit(log.from(old, size)) instanceof Holds holds && holds.size() < size) {
                old = (int) holds.size();
            }
        }
    }
}
