package dev.countersign.web;

import dev.countersign.identity.People;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From when on sessions of somebody count (T20): asked of the database at most once a second for each person, so that a suspension or another
 * password is felt within a second on every node, and a page that makes twenty calls pays for one.
 */
@Component
class ActiveAccounts {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST_PEOPLE = 10_000;

    private final People people;
    private final Clock clock;
    private final Map<String, Seen> active = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    private record Seen(Instant at, Instant since) {}

    ActiveAccounts(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /** Empty unless the account is active. */
    Optional<Instant> activeSince(String userId) {
        Instant now = clock.instant();
        synchronized (active) {
            @Nullable Seen seen = active.get(userId);
            if (seen != null && Duration.between(seen.at(), now).abs().compareTo(REMEMBERED) < 0) {
                return Optional.of(seen.since());
            }
        }
        Optional<Instant> since = people.activeSince(userId);
        synchronized (active) {
            since.ifPresentOrElse(moment -> active.put(userId, new Seen(now, moment)), () -> active.remove(userId));
        }
        return since;
    }
}
