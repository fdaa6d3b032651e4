package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of files before: one that failed is left alone for a while, one whose packed streams are in order is not unpacked again. */
final class SeenFiles {

    static final Duration REST = Duration.ofMinutes(10);
    private static final int MOST = 2_000;

    private final Clock clock;
    private final Map<Digest, Instant> failed = bounded();
    private final Map<Digest, Boolean> unpacked = bounded();

    SeenFiles(Clock clock) {
        this.clock = clock;
    }

    synchronized void fail(Digest file) {
        failed.put(file, clock.instant());
    }

    synchronized boolean failedLately(Digest file) {
        Instant at = failed.get(file);
        return at != null && clock.instant().isBefore(at.plus(REST));
    }

    synchronized void unpack(Digest file) {
        unpacked.put(file, true);
    }

    synchronized boolean isUnpacked(Digest file) {
        return unpacked.containsKey(file);
    }

    private static <V> Map<Digest, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, V> eldest) {
                return size() > MOST;
            }
        };
    }
}
