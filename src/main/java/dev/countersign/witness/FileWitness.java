package dev.countersign.witness;

import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.WitnessFile.ForeignFileException;
import dev.countersign.witness.WitnessFile.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness that is a file, outside the data directory. Any number of nodes share it: each write holds the file's lock, reads what
 * is there and appends only what follows it.
 */
final class FileWitness implements Witness {

    private static final Logger LOG = LoggerFactory.getLogger(FileWitness.class);

    static final String NAME = "file";
    static final String FILE = "checkpoints";

    private final WitnessFile file;
    private final CheckpointMemory memory;

    FileWitness(Path directory, CheckpointFormat format) {
        this.file = new WitnessFile(directory.resolve(FILE), format);
        this.memory = new CheckpointMemory(format);
    }

    /**
     * The witness of this log in a directory.
     *
     * @throws StartRefusedException if the directory lies in the data directory, cannot be made, or holds another log's file
     */
    static FileWitness open(Path directory, Path outside, CheckpointFormat format) {
        Path place = directory.toAbsolutePath().normalize();
        try {
            Path data = outside.toAbsolutePath().normalize();
            Files.createDirectories(place);
            if (place.startsWith(data)
                    || (Files.exists(data) && place.toRealPath().startsWith(data.toRealPath()))) {
                throw new StartRefusedException(
                        "WIT-001 the witness directory " + place + " lies in the data directory " + data
                                + ": a backup of one would roll back the other",
                        "Name a directory outside it, best on another machine's disk, in COUNTERSIGN_WITNESS_DIR.");
            }
            FileWitness witness = new FileWitness(place, format);
            witness.file.newest();
            return witness;
        } catch (ForeignFileException e) {
            throw new StartRefusedException(
                    "WIT-002 " + e.getMessage() + ", in " + place,
                    "It is the witness file of another database or of another log key. Name this installation's own directory in"
                            + " COUNTERSIGN_WITNESS_DIR, or restore the database and the keystore that belong to this one. If"
                            + " this is a new installation, give it a new directory. Do not delete the file of one that is"
                            + " still needed.",
                    e);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "WIT-003 the witness directory " + place + " cannot be used: " + e,
                    "Make it readable and writable for the user that runs the application, or name another in"
                            + " COUNTERSIGN_WITNESS_DIR.",
                    e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isExternal() {
        return false;
    }

    @Override
    public Answer submit(Submission submission) {
        try {
            return file.exclusively(held -> memory.judge(
                    submission,
                    held.newest(),
                    held.altered(),
                    (epoch, statement) -> "appended; the file has " + held.append(submission.note()) + " bytes"));
        } catch (ForeignFileException e) {
            return new Contradicts(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Failed(
                    Failure.UNREACHABLE,
                    "the file cannot be used (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Optional<byte[]> newest() {
        try {
            return file.newest().map(Held::note);
        } catch (ForeignFileException | IOException e) {
            LOG.warn("The witness file cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }
}
