package dev.countersign.witness;

import dev.countersign.witness.CheckpointFormat.Statement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a witness file: signed notes, an empty line after each. It is opened for appending alone, so that a file system may
 * refuse everything else; what a crash tore off stays there, and a line that says so follows it. The newest record is the largest of
 * the latest epoch, wherever it stands: appending an older one takes nothing back. Only the end is read: a file of years costs no
 * more than one of a day.
 */
final class WitnessFile {

    private static final int TAIL = 65_536;
    private static final String TORN = "\n# torn by a crash\n\n";
    private static final Pattern RECORD =
            Pattern.compile("(?m)^(([^\\n]+)/(\\d{1,9})\\n(\\d{1,18})\\n([^\\n]+)\\n\\n— [^\\n]+\\n)\\n");

    private final Path file;

    /** Not the file itself: POSIX gives a lock up when the process closes any descriptor of that file, as reading it does. */
    private final Path lock;

    private final CheckpointFormat format;

    WitnessFile(Path file, CheckpointFormat format) {
        this.file = file;
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
        this.format = format;
    }

    /** A checkpoint of this log. */
    @SuppressWarnings("ArrayRecordComponent")
    record Held(int epoch, Statement statement, byte[] note) {}

    /**
     * @param altered what says that not only this program wrote there; null if nothing does
     * @param torn whether something follows the last record that is none
     */
    private record Tail(@Nullable Held newest, @Nullable String altered, boolean torn) {}

    /** Holds the file against every other process while it works. */
    interface Work<T> {
        T on(Appending file) throws IOException;
    }

    /** The file while nobody else writes it. */
    interface Appending {

        Optional<Held> newest();

        /** Why its records do not follow one another, if so: an older one that was appended again rolls back no witness. */
        Optional<String> altered();

        /** @return length of the file after it, once that is on disk */
        long append(byte[] note) throws IOException;
    }

    /**
     * The newest record.
     *
     * @throws ForeignFileException if the file is not of this log
     */
    Optional<Held> newest() throws IOException {
        return Files.exists(file) ? Optional.ofNullable(tail().newest()) : Optional.empty();
    }

    /**
     * Works on the file under its lock.
     *
     * @throws ForeignFileException if the file is not of this log
     */
    <T> T exclusively(Work<T> work) throws IOException {
        // a lock of the operating system is the process's: two of one process would not wait for each other
        synchronized (WitnessFile.class) {
            boolean fresh = !Files.exists(file);
            try (FileChannel locked = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = locked.lock();
                    FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                if (fresh) {
                    keepName();
                }
                Tail tail = tail();
                return work.on(new Locked(channel, tail));
            }
        }
    }

    private record Locked(FileChannel channel, Tail tail) implements Appending {

        @Override
        public Optional<Held> newest() {
            return Optional.ofNullable(tail.newest());
        }

        @Override
        public Optional<String> altered() {
            return Optional.ofNullable(tail.altered());
        }

        @Override
        public long append(byte[] note) throws IOException {
            String text = (tail.torn() ? TORN : "") + new String(note, StandardCharsets.UTF_8) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return channel.size();
        }
    }

    /** A new file's name is on disk only once its directory is. */
    private void keepName() throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private Tail tail() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long start = Math.max(0, channel.size() - TAIL);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - start));
            while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
            return tail(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8), start > 0);
        }
    }

    private Tail tail(String text, boolean cut) {
        Matcher record = RECORD.matcher(text);
        MatchResult newest = null;
        String altered = null;
        int end = 0;
        // where the text begins inside a record, the first one found is only a part
        boolean whole = !cut || record.find();
        while (whole && record.find()) {
            MatchResult next = record.toMatchResult();
            end = next.end();
            if (newest == null || compare(newest, next) < 0) {
                // what was altered in an epoch that ended was decided about with that epoch
                altered = newest == null || epoch(newest) < epoch(next) ? null : altered;
                newest = next;
            } else if (compare(newest, next) > 0 || !newest.group(5).equals(next.group(5))) {
                altered = "after a checkpoint of epoch " + epoch(newest) + " and size " + size(newest)
                        + " it holds one of epoch " + epoch(next) + " and size " + size(next)
                        + " that does not follow: this program did not write it";
            }
        }
        if (newest == null && (cut || !beginsLikeThisLog(text))) {
            throw new ForeignFileException("the witness file ends with no checkpoint of " + format.name());
        }
        return newest == null
                ? new Tail(null, null, !text.isEmpty())
                : new Tail(held(newest), altered, end < text.length());
    }

    private static int compare(MatchResult one, MatchResult other) {
        int epochs = Integer.compare(epoch(one), epoch(other));
        return epochs == 0 ? Long.compare(size(one), size(other)) : epochs;
    }

    private static int epoch(MatchResult record) {
        return Integer.parseInt(record.group(3));
    }

    private static long size(MatchResult record) {
        return Long.parseLong(record.group(4));
    }

    private Held held(MatchResult record) {
        if (!record.group(2).equals(format.name())) {
            throw new ForeignFileException("the witness file holds checkpoints of " + record.group(2)
                    + " (expected: of " + format.name() + ")");
        }
        int epoch = epoch(record);
        byte[] note = record.group(1).getBytes(StandardCharsets.UTF_8);
        Statement statement = format.inEpoch(epoch)
                .read(note)
                .orElseThrow(() -> new ForeignFileException("the witness file holds a checkpoint of " + format.name()
                        + " that this installation's log key did not sign" + " (expected: signed by "
                        + format.verifierKey() + ")"));
        return new Held(epoch, statement, note);
    }

    /** What a crash left of the very first record. */
    private boolean beginsLikeThisLog(String text) {
        return text.startsWith(format.name()) || format.name().startsWith(text) || text.startsWith("\n# torn");
    }

    /** The file belongs to another log, or to another key of this one. */
    static final class ForeignFileException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ForeignFileException(String message) {
            super(message);
        }
    }
}
