package dev.countersign.accounts.web;

import dev.countersign.authority.Terms;
import dev.countersign.crypto.UtcTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Over which records a role is: record types by their codes, and records by their ids. */
record ScopeView(List<String> types, List<String> records) {

    /** Null for all. */
    static @Nullable ScopeView of(Terms terms) {
        return terms.scope().isAll()
                ? null
                : new ScopeView(
                        terms.scope().types().stream().sorted().toList(),
                        terms.scope().records().stream()
                                .map(UUID::toString)
                                .sorted()
                                .toList());
    }

    /** Until when the role counts; null for no end. */
    static @Nullable String end(Terms terms) {
        return terms.until() == null ? null : UtcTime.write(terms.until());
    }
}
