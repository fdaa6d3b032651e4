package dev.countersign.exports;

import dev.countersign.crypto.Digest;
import dev.countersign.exports.ExportFailure.FailedException;
import dev.countersign.exports.ExportLine.EnclosedFile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the result of an export, one file after the other; each has the moment of the export as its time, UTC. */
final class ExportZip implements Closeable {

    private final OutputStream out;
    private final ZipOutputStream zip;
    private final LocalDateTime time;
    private final long longest;
    private long written;

    /**
     * @param file that is there; what it holds is overwritten
     * @param longest bytes of all files together
     */
    ExportZip(Path file, Instant moment, long longest) throws IOException {
        this.out = Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.zip = new ZipOutputStream(new BufferedOutputStream(out));
        this.zip.setLevel(Deflater.BEST_SPEED);
        this.time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        this.longest = longest;
    }

    EnclosedFile add(String path, byte[] bytes) throws IOException {
        return add(path, new ByteArrayInputStream(bytes), bytes.length, Digest.of(bytes));
    }

    EnclosedFile add(String path, Path file) throws IOException {
        Digest sha256 = digest(file);
        try (InputStream stream = Files.newInputStream(file)) {
            return add(path, stream, Files.size(file), sha256);
        }
    }

    private EnclosedFile add(String path, InputStream stream, long length, Digest sha256) throws IOException {
        written += length;
        if (written > longest) {
            throw new FailedException(ExportFailure.TOO_LARGE);
        }
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        stream.transferTo(zip);
        zip.closeEntry();
        return new EnclosedFile(path, length, sha256.hex());
    }

    static Digest digest(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return Digest.of(stream);
        }
    }

    /** Also where the disk is full: then nothing else would close the file. */
    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            out.close();
        }
    }
}
