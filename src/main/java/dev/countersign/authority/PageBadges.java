package dev.countersign.authority;

import dev.countersign.authority.BadgeMapper.Count;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What waits for somebody, of every module that has a {@link PageBadge}; in one statement. */
@Component
public class PageBadges {

    private final BadgeMapper mapper;
    private final WormStore store;
    private final String badges;

    PageBadges(BadgeMapper mapper, WormStore store, List<PageBadge> badges) {
        this.mapper = mapper;
        this.store = store;
        this.badges = badges.stream()
                .map(badge -> "SELECT '" + badge.name() + "' AS name, (" + badge.count() + ")::int AS waiting")
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** By the badge's name; without those that are no concern of this caller, who is signed in. Nothing for programs. */
    public Map<String, Integer> of(Caller caller) {
        return !caller.isPerson() || badges.isEmpty()
                ? Map.of()
                : mapper.count(store.installation().organisation(), caller.actorId(), badges).stream()
                        .filter(count -> count.waiting() >= 0)
                        .collect(Collectors.toMap(Count::name, Count::waiting));
    }
}
