package dev.countersign.custody.web;

import dev.countersign.identity.AuthorityRenewal;
import dev.countersign.identity.ServerShare;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of the server as its page shows it.
 *
 * @param name {@code authority} or {@code share}
 * @param renewable whether nothing waits and there is one to renew
 * @param generations the newest first
 */
record RenewableKey(String name, boolean renewable, List<Shown> generations) {

    private static final String WAITS = "waits";

    /**
     * One generation.
     *
     * @param state {@code newest}, {@code before}, {@code still} (needed for what is under it) or {@code waits}
     * @param under how many signing keys and authenticators; null where nothing is under it
     */
    record Shown(
            int generation,
            String state,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable Instant since,
            @Nullable List<Long> under,
            @Nullable String certificateSha256) {}

    static RenewableKey authority(List<AuthorityRenewal.Generation> all) {
        int newest = all.stream()
                .filter(one -> one.since() != null)
                .mapToInt(AuthorityRenewal.Generation::generation)
                .max()
                .orElse(0);
        return of(
                "authority",
                newest > 0,
                all.stream()
                        .map(one -> new Shown(
                                one.generation(),
                                one.since() == null ? WAITS : one.generation() == newest ? "newest" : "before",
                                one.proposedBy(),
                                one.reason(),
                                one.openedBy(),
                                one.since(),
                                null,
                                one.certificateSha256()))
                        .toList());
    }

    static RenewableKey share(List<ServerShare.Generation> all) {
        int newest = all.stream()
                .filter(RenewableKey::isOpen)
                .mapToInt(ServerShare.Generation::generation)
                .max()
                .orElse(0);
        return of(
                "share",
                true,
                all.stream()
                        .map(one -> new Shown(
                                one.generation(),
                                state(one, newest),
                                one.proposedBy(),
                                one.reason(),
                                one.openedBy(),
                                one.openedAt(),
                                isOpen(one) ? List.of(one.keys(), one.authenticators()) : null,
                                null))
                        .toList());
    }

    /** The first was there before anybody decided. */
    private static boolean isOpen(ServerShare.Generation one) {
        return one.proposedBy() == null || one.openedAt() != null;
    }

    private static String state(ServerShare.Generation one, int newest) {
        if (!isOpen(one)) {
            return WAITS;
        }
        if (one.generation() == newest) {
            return "newest";
        }
        return one.keys() + one.authenticators() > 0 ? "still" : "before";
    }

    private static RenewableKey of(String name, boolean exists, List<Shown> generations) {
        boolean waits = generations.stream().anyMatch(one -> one.state().equals(WAITS));
        return new RenewableKey(
                name,
                exists && !waits,
                generations.stream()
                        .sorted(Comparator.comparingInt(Shown::generation).reversed())
                        .toList());
    }
}
