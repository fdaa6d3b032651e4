package dev.countersign.models;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Models that are deployed together, as they lie in files.
 *
 * @param resources bytes by fixed name: {@code processes/x.bpmn}, {@code processes/x.dmn}, {@code forms/x.html}
 */
public record ModelSet(SortedMap<String, byte[]> resources) {

    /** Bytes of all resources together: no more of what callers send is held in memory. */
    public static final int LONGEST = 4 << 20;

    /** Bytes that callers may send at once: beyond what a set may have they are read and dropped, so that the gate can say which file it is. */
    public static final int LONGEST_SENT = 16 << 20;

    public ModelSet {
        resources = copyOf(resources);
    }

    /** A set from any map; the order of a set is that of its names. */
    public static ModelSet of(Map<String, byte[]> resources) {
        return new ModelSet(new TreeMap<>(resources));
    }

    /** The name in a set of a file as callers send it: one without a folder goes where files of its kind lie. */
    public static String nameOf(String sent) {
        String folder = sent.endsWith(".html") ? "forms/" : "processes/";
        return sent.contains("/") ? sent : folder + sent;
    }

    /** Copies: what was checked does not change afterwards. */
    @Override
    public SortedMap<String, byte[]> resources() {
        return copyOf(resources);
    }

    private static SortedMap<String, byte[]> copyOf(SortedMap<String, byte[]> resources) {
        TreeMap<String, byte[]> copy = new TreeMap<>();
        resources.forEach((name, bytes) -> copy.put(name, bytes.clone()));
        return Collections.unmodifiableSortedMap(copy);
    }
}
