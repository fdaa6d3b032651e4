package dev.countersign.witness;

import java.nio.file.Path;
import java.util.Optional;

/** Witnesses of a test's own. */
public final class TestWitnesses {

    private TestWitnesses() {}

    /** A file witness of another name than the application's. */
    public static Witness file(String name, Path directory, CheckpointFormat format) {
        return named(name, FileWitness.open(directory, directory.resolve("data"), format));
    }

    public static Witness named(String name, Witness witness) {
        return new Witness() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean isExternal() {
                return witness.isExternal();
            }

            @Override
            public Answer submit(Submission submission) {
                return witness.submit(submission);
            }

            @Override
            public Optional<String> verifierKey() {
                return witness.verifierKey();
            }

            @Override
            public boolean cosigned(byte[] note, byte[] receipt) {
                return witness.cosigned(note, receipt);
            }

            @Override
            public Optional<byte[]> newest() {
                return witness.newest();
            }
        };
    }
}
