package dev.countersign.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sorted list of SHA-1 values, one a line, of any size: read where it is asked. */
final class BreachedFile implements AutoCloseable {

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{40})(?::[0-9]{1,19})?\\r?");
    /** Longer than any line of the form. */
    private static final int REACH = 64;

    private static final int PROBES = 100;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private BreachedFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** @param end where the next line begins */
    record Line(String hash, long start, long end) {}

    /** Opens it and looks whether a hundred places of it are of the form and in order. */
    static BreachedFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            BreachedFile file = new BreachedFile(path, channel, channel.size());
            try {
                file.demandForm();
                return file;
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the list of breached passwords " + path + " cannot be read (expected: a file, by"
                            + " countersign.identity.breached-passwords). Name one that exists, or none",
                    e);
        }
    }

    private void demandForm() {
        if (size == 0) {
            throw notOfTheForm(0);
        }
        Line before = lineAt(0);
        for (int probe = 1; probe <= PROBES; probe++) {
            Line line = lineAt((long) ((size - 1) * ((double) probe / PROBES)));
            if (line.start() > before.start() && line.hash().compareTo(before.hash()) <= 0) {
                throw notOfTheForm(line.start());
            }
            before = line;
        }
    }

    long size() {
        return size;
    }

    /** The line that has the byte at that place. */
    Line lineAt(long place) {
        long from = Math.max(0, place - REACH);
        ByteBuffer around = ByteBuffer.allocate((int) Math.min(2L * REACH, size - from));
        try {
            while (around.hasRemaining() && channel.read(around, from + around.position()) >= 0) {
                // until all of it is there
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the list of breached passwords " + path + " cannot be read", e);
        }
        String text = new String(around.array(), 0, around.position(), StandardCharsets.ISO_8859_1);
        int at = (int) (place - from);
        int start = at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
        int newline = text.indexOf('\n', at);
        int end = newline < 0 ? text.length() : newline;
        Matcher line = LINE.matcher(text.substring(start, end));
        if (!line.matches()) {
            throw notOfTheForm(from + start);
        }
        return new Line(line.group(1).toUpperCase(Locale.ROOT), from + start, from + Math.min(end + 1, text.length()));
    }

    private IllegalStateException notOfTheForm(long place) {
        return new IllegalStateException(
                "the list of breached passwords " + path + " is not of the form at byte " + place
                        + " (expected: lines of hexadecimal SHA-1, ascending, each alone or with a colon and a count)."
                        + " Name the list ordered by hash, or none");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
