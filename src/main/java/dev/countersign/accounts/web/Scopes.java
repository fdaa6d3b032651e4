package dev.countersign.accounts.web;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
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
     * What was asked for and names nothing is no scope: it would be over all records.
     *
     * @throws RefusedException {@code invalid-request}, {@code scope-refused} for neither types nor records
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
        if (types.isEmpty() && ids.isEmpty()) {
            String detail = "a record type or a record is expected; leave the scope out for all records";
            throw new RefusedException(new Refusal(
                    "ACC-028",
                    "scope-refused",
                    Kind.INVALID,
                    "The body is refused at /scope: it names nothing, and " + detail + ".",
                    List.of(new InputError("/scope", detail))));
        }
        return new RecordScope(new LinkedHashSet<>(types), ids);
    }

    /** As {@link #of}, from fields that hold one after the other, with spaces or commas between them; all records if both are blank. */
    static RecordScope typed(String types, String records) {
        return types.isBlank() && records.isBlank() ? RecordScope.ALL : of(words(types), words(records));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
