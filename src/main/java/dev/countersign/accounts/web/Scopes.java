package dev.countersign.accounts.web;

import dev.countersign.worm.RecordScope;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Over which records a role is asked for, as people and programs write it. */
final class Scopes {

    private Scopes() {}

    /**
     * @throws dev.countersign.ledger.RefusedException {@code invalid-request}
     */
    static RecordScope of(List<String> types, List<String> records) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (String record : records) {
            if (!record.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw AccountBody.refused("/scope/records", "ids of records are expected");
            }
            ids.add(UUID.fromString(record));
        }
        if (!types.stream().allMatch(RecordScope::isType)) {
            throw AccountBody.refused("/scope/types", "codes of record types such as test-suite are expected");
        }
        return new RecordScope(new LinkedHashSet<>(types), ids);
    }

    /** From fields that hold one after the other, with spaces or commas between them. */
    static RecordScope typed(String types, String records) {
        return of(words(types), words(records));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
