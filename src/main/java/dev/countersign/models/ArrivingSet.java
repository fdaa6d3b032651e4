package dev.countersign.models;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set as callers send it: of each file as much is kept as the gate needs to judge it, which of one that is too long is a byte more
 * than it may have, and of all together no more than a set may have.
 */
public final class ArrivingSet {

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private int held;

    /**
     * Reads a file.
     *
     * @param sent its name, as the caller says it
     * @return false if there is one of that name already
     * @throws dev.countersign.ledger.RefusedException {@code too-large}
     */
    public boolean add(String sent, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(Math.min(SecureXml.LARGEST, ModelSet.LONGEST - held) + 1);
        held += bytes.length;
        if (held > ModelSet.LONGEST) {
            throw ModelRefusal.TOO_LARGE.because("the files have more than " + ModelSet.LONGEST + " bytes");
        }
        return files.put(ModelSet.nameOf(sent), bytes) == null;
    }

    /** By their names in a set. */
    public SortedMap<String, byte[]> files() {
        return Collections.unmodifiableSortedMap(files);
    }
}
