package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.signing.Assignment.Place;
import dev.countersign.signing.Forecast.Outlook;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether people can be found for places they must not share, against trying everybody everywhere. */
@Requirement("AUT-03")
class AssignmentTest {

    private static final int PLANS = 20_000;

    @Test
    void isThatOfWhoeverTriesEverything() {
        Random random = new Random(67);
        Map<Outlook, Integer> seen = new EnumMap<>(Outlook.class);
        for (int plan = 0; plan < PLANS; plan++) {
            List<Place> places = drawn(random);

            Map<String, Outlook> outlooks = Assignment.outlooks(places);

            assertThat(outlooks).as("%s", places).isEqualTo(slow(places));
            outlooks.values().forEach(one -> seen.merge(one, 1, Integer::sum));
        }
        assertThat(seen.keySet()).containsExactlyInAnyOrder(Outlook.values());
        assertThat(seen.values()).allMatch(times -> times > PLANS / 20);
    }

    private static List<Place> drawn(Random random) {
        int people = 1 + random.nextInt(5);
        int steps = 1 + random.nextInt(4);
        return IntStream.range(0, steps)
                .mapToObj(step -> new Place(
                        "step-" + step,
                        1 + random.nextInt(2),
                        some(random, people, "person-", 2),
                        some(random, steps, "step-", 3)))
                .toList();
    }

    private static Set<String> some(Random random, int all, String name, int oneIn) {
        return IntStream.range(0, all)
                .filter(one -> random.nextInt(oneIn) > 0)
                .mapToObj(one -> name + one)
                .collect(Collectors.toSet());
    }

    private static Map<String, Outlook> slow(List<Place> places) {
        Map<String, Outlook> outlooks = new HashMap<>();
        List<Place> kept = new ArrayList<>();
        for (Place place : places) {
            if (place.people().size() < place.missing()) {
                outlooks.put(place.step(), Outlook.NOBODY);
                continue;
            }
            List<Place> with = new ArrayList<>(kept);
            with.add(place);
            boolean works = works(with, 0, new HashMap<>());
            outlooks.put(place.step(), works ? Outlook.SOMEBODY : Outlook.NOT_TOGETHER);
            kept = works ? with : kept;
        }
        return outlooks;
    }

    /** Every set of people for every place. */
    private static boolean works(List<Place> places, int next, Map<String, Set<String>> signed) {
        if (next == places.size()) {
            return true;
        }
        Place place = places.get(next);
        List<String> people = List.copyOf(place.people());
        for (int set = 0; set < 1 << people.size(); set++) {
            Set<String> chosen = new HashSet<>();
            for (int one = 0; one < people.size(); one++) {
                if ((set & 1 << one) != 0) {
                    chosen.add(people.get(one));
                }
            }
            boolean independent = place.apart().stream()
                    .flatMap(other -> signed.getOrDefault(other, Set.of()).stream())
                    .noneMatch(chosen::contains);
            if (chosen.size() == place.missing() && independent) {
                Map<String, Set<String>> more = new HashMap<>(signed);
                more.put(place.step(), chosen);
                if (works(places, next + 1, more)) {
                    return true;
                }
            }
        }
        return false;
    }
}
