package dev.countersign.signing;

import dev.countersign.signing.Forecast.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether people can be found for places that some of them must not share. Steps are looked at in the order of the plan: one for which
 * there are too few by themselves is left out, and so is the first that does not go together with those before it.
 */
final class Assignment {

    /** A search that takes longer is given up, and nothing is warned of. */
    private static final int MOST_TRIES = 100_000;

    /**
     * One step.
     *
     * @param missing how many different people it needs
     * @param people who could each sign it
     * @param apart codes of other steps of which it must be independent
     */
    record Place(String step, int missing, Set<String> people, Set<String> apart) {}

    private final List<Place> places;
    private final Map<String, Set<String>> taken = new HashMap<>();
    private int tries;

    private Assignment(List<Place> places) {
        this.places = places;
    }

    /** By the places' codes, which differ, in the order of the plan. */
    static Map<String, Outlook> outlooks(List<Place> inOrder) {
        Map<String, Outlook> outlooks = new HashMap<>();
        List<Place> kept = new ArrayList<>();
        for (Place place : inOrder) {
            if (place.people().size() < place.missing()) {
                outlooks.put(place.step(), Outlook.NOBODY);
                continue;
            }
            kept.add(place);
            boolean together = new Assignment(narrow(kept)).fills(0);
            outlooks.put(place.step(), together ? Outlook.SOMEBODY : Outlook.NOT_TOGETHER);
            if (!together) {
                kept.remove(place);
            }
        }
        return outlooks;
    }

    /** A place with as many people as all places need is always filled last, whoever fills the others: it need not be tried. */
    private static List<Place> narrow(List<Place> kept) {
        int all = kept.stream().mapToInt(Place::missing).sum();
        return kept.stream().filter(place -> place.people().size() < all).toList();
    }

    private boolean fills(int next) {
        return next == places.size()
                || fills(next, new ArrayList<>(new TreeSet<>(places.get(next).people())), 0, new HashSet<>());
    }

    private boolean fills(int next, List<String> people, int from, Set<String> chosen) {
        Place place = places.get(next);
        if (++tries > MOST_TRIES) {
            return true;
        }
        if (chosen.size() == place.missing()) {
            taken.put(place.step(), Set.copyOf(chosen));
            boolean rest = fills(next + 1);
            taken.remove(place.step());
            return rest;
        }
        for (int i = from; i < people.size(); i++) {
            if (isFree(place, people.get(i))) {
                chosen.add(people.get(i));
                if (fills(next, people, i + 1, chosen)) {
                    return true;
                }
                chosen.remove(people.get(i));
            }
        }
        return false;
    }

    private boolean isFree(Place place, String person) {
        return place.apart().stream()
                .noneMatch(other -> taken.getOrDefault(other, Set.of()).contains(person));
    }
}
