package dev.countersign.accounts;

import java.util.Set;

/** Ids nobody can have, because pages and calls of accounts have these names: the account could not be opened. */
final class ReservedIds {

    private static final Set<String> RESERVED = Set.of("services", "requests", "resets", "authority");

    private ReservedIds() {}

    /** @throws dev.countersign.ledger.RefusedException {@code user-id-refused} */
    static void demandFree(String userId) {
        if (RESERVED.contains(userId)) {
            throw AccountRefusal.RESERVED.thrown(userId);
        }
    }
}
