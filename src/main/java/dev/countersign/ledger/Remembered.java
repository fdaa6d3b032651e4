package dev.countersign.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked for lately, for things that never change. Safe for any number of threads. */
final class Remembered {

    private Remembered() {}

    /** A map that forgets what was not asked for the longest when it would hold more than this. */
    static <K, V> Map<K, V> atMost(int entries) {
        return Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > entries;
            }
        });
    }
}
