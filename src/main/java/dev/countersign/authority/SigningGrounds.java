package dev.countersign.authority;

import dev.countersign.authority.SignatureAuthorities.Held;
import dev.countersign.authority.SignatureAuthorities.Standing;
import dev.countersign.authority.SignatureAuthorityMapper.Row;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Refusal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By what one person may sign (AUT-02), judged from roles and decisions as they are now and nothing else.
 *
 * @param roles that count, over all records
 * @param decisions of two people over this person, those that were taken away or have ended among them
 */
record SigningGrounds(String userId, Set<Role> roles, List<Row> decisions) {

    Standing standing() {
        if (!decisions.isEmpty()) {
            return new Standing(
                    true,
                    decisions.stream()
                            .filter(Row::counts)
                            .map(row -> new Held(row.extent(), null, row.authorityId(), row.until()))
                            .toList());
        }
        return new Standing(
                false,
                Arrays.stream(Role.values())
                        .filter(roles::contains)
                        .map(role -> new Held(PermissionMatrix.signing(role), role, null, null))
                        .filter(held -> held.extent().preset() != Preset.NONE)
                        .toList());
    }

    Optional<Refusal> refusal(String type, String meaning) {
        if (roles.contains(Role.IT_ADMINISTRATOR)) {
            return Optional.of(AuthorityRefusal.ADMINISTRATORS_SIGN_NOTHING.of(userId));
        }
        Standing standing = standing();
        if (standing.isBarred()) {
            return Optional.of(AuthorityRefusal.SIGNS_NOTHING.of(userId, userId));
        }
        if (SigningExtent.OWN_MEANINGS.contains(meaning)
                || standing.held().stream().anyMatch(held -> held.extent().covers(type, meaning))) {
            return Optional.empty();
        }
        Optional<Row> ended = decisions.stream()
                .filter(row -> !row.taken() && row.hasEnded() && row.extent().covers(type, meaning))
                .max(Comparator.comparing(row -> Objects.requireNonNull(row.until())));
        return Optional.of(ended.map(row -> AuthorityRefusal.AUTHORITY_TO_SIGN_ENDED.of(
                        userId, type, meaning, UtcTime.write(Objects.requireNonNull(row.until())), userId))
                .orElseGet(
                        () -> AuthorityRefusal.NO_AUTHORITY_TO_SIGN.of(userId, type, meaning, told(standing), userId)));
    }

    private static String told(Standing standing) {
        return standing.held().isEmpty()
                ? Preset.NONE.code()
                : standing.held().stream()
                        .map(held -> held.extent().text())
                        .distinct()
                        .collect(Collectors.joining("; "));
    }

    /** For the entry of a signature: what it was signed by. A decision that covers it goes before; nothing is refused here. */
    Map<String, Object> facts(String type, String meaning) {
        Map<String, Object> facts = new LinkedHashMap<>();
        standing().held().stream()
                .filter(held -> held.extent().covers(type, meaning))
                .findFirst()
                .ifPresentOrElse(held -> tell(held, facts), () -> facts.put("basis", "own-meaning"));
        return facts;
    }

    private static void tell(Held held, Map<String, Object> facts) {
        facts.putAll(held.extent().facts());
        Role role = held.role();
        if (role != null) {
            facts.put("basis", "role");
            facts.put("role", role.code());
            facts.put("matrix", PermissionMatrix.VERSION);
        } else {
            facts.put("basis", "decision");
            facts.put("authorityId", Objects.requireNonNull(held.authorityId()).toString());
            facts.put("until", UtcTime.write(Objects.requireNonNull(held.until())));
        }
    }
}
