package dev.countersign.web;

import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether somebody signed in still has an account that is active (T20): asked of the database at most once a second for each person, so that
 * a suspension is felt within a second on every node, and a page that makes twenty calls pays for one.
 */
@Component
class ActiveAccounts {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST_PEOPLE = 10_000;

    private final People people;
    private final Clock clock;
    private final Map<String, Instant> active = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    ActiveAccounts(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    boolean isActive(String userId) {
        Instant now = clock.instant();
        synchronized (active) {
            @Nullable Instant seen = active.get(userId);
            if (seen != null && Duration.between(seen, now).abs().compareTo(REMEMBERED) < 0) {
                return true;
            }
        }
        boolean is = people.find(userId).filter(Person::isActive).isPresent();
        synchronized (active) {
            if (is) {
                active.put(userId, now);
            } else {
                active.remove(userId);
            }
        }
        return is;
    }
}
