package dev.countersign.signing;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the ceremony.
 *
 * @param ceremonyLasts from intent to signature; then the attempt counts as abandoned
 * @param meanings what each meaning asks for; all components every time where nothing is said
 * @param presentationLasts from showing to signature; then the showing counts as abandoned. It stays valid if nothing changed
 */
@ConfigurationProperties("countersign.signing")
record SigningSettings(
        @DefaultValue("2m") Duration ceremonyLasts,
        @DefaultValue("30m") Duration presentationLasts,
        @DefaultValue Map<String, MeaningPolicy> meanings) {

    /** Signatures with these meanings let a record go. */
    static final Set<String> NEVER_IN_SERIES = Set.of("release", "approval");

    /** Signatures with these may be made over a list: none of them lets a record go. */
    static final Set<String> IN_LISTS = Set.of("review", "verification", "authorship", "acknowledgement");

    SigningSettings {
        if (ceremonyLasts.isNegative() || ceremonyLasts.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("countersign.signing.ceremony-lasts is " + ceremonyLasts
                    + " (expected: at most 10 minutes; a ceremony is short-lived, SIG-08)");
        }
        meanings = Map.copyOf(meanings);
        meanings.forEach((meaning, policy) -> {
            if (!Meanings.codes().contains(meaning)) {
                throw new IllegalArgumentException("countersign.signing.meanings." + meaning
                        + " names no meaning (expected: one of " + Meanings.codes() + ")");
            }
            if (policy.allowsSeries() && NEVER_IN_SERIES.contains(meaning)) {
                throw new IllegalArgumentException(
                        "countersign.signing.meanings." + meaning
                                + ".components is SERIES (expected: EVERY_TIME; what releases a record is signed with all components)");
            }
            demandListable(meaning, policy);
            if (meaning.equals(Meanings.REJECTION)) {
                throw new IllegalArgumentException(
                        "countersign.signing.meanings.rejection has a policy (expected: none; a rejection"
                                + " follows the meaning that it answers)");
            }
            policy.demandWithin(meaning);
        });
    }

    private static void demandListable(String meaning, MeaningPolicy policy) {
        String name = "countersign.signing.meanings." + meaning + ".records-per-list is " + policy.recordsPerList();
        if (policy.recordsPerList() != 0 && NEVER_IN_SERIES.contains(meaning)) {
            throw new IllegalArgumentException(
                    name + " (expected: 0; what releases a record is signed by itself, never in a list)");
        }
        if (policy.recordsPerList() != 0 && !IN_LISTS.contains(meaning)) {
            throw new IllegalArgumentException(
                    name + " (expected: 0; lists are for " + new TreeSet<>(IN_LISTS) + " alone)");
        }
        if (policy.recordsPerList() < 0 || policy.recordsPerList() > MeaningPolicy.LONGEST_LIST) {
            throw new IllegalArgumentException(name + " (expected: 0 for none, at most " + MeaningPolicy.LONGEST_LIST
                    + "; nobody reads a longer list)");
        }
    }

    /** Meanings whose signatures may be made over a list. */
    Set<String> listed() {
        Set<String> listed = new TreeSet<>();
        meanings.forEach((meaning, policy) -> {
            if (policy.allowsLists()) {
                listed.add(meaning);
            }
        });
        return listed;
    }

    /** Whether any meaning allows a series. */
    boolean knowsSeries() {
        return series().findAny().isPresent();
    }

    /** Longest idle time of any series; zero where there are none. */
    Duration longestIdle() {
        return longest(MeaningPolicy::idle);
    }

    Duration longestSeries() {
        return longest(MeaningPolicy::longest);
    }

    int mostSignatures() {
        return series().mapToInt(MeaningPolicy::signatures).max().orElse(0);
    }

    private Duration longest(Function<MeaningPolicy, Duration> limit) {
        return series().map(limit).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private Stream<MeaningPolicy> series() {
        return meanings.values().stream().filter(MeaningPolicy::allowsSeries);
    }
}
