package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Act;
import dev.countersign.workflow.BeginningMapper.Beginning;
import dev.countersign.workflow.WorkflowEvents.EngineChanged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the engine changed in this transaction, row by row, told in as few audit entries as hold it, right before the commit and in the same
 * transaction (AUD-01, T16). A row that changed several times is told once, with everything that happened to it.
 */
final class EngineChanges implements TransactionSynchronization {

    /** An entry has at most 65,535 bytes; a character in it has at most four, and its frame a few hundred. */
    private static final int CHARACTERS = 12_000;

    private final Map<Caller, Map<String, Map<String, Object>>> rows = new LinkedHashMap<>();

    /** Of each tree of process instances that something ended in: when what was not over began, by its id. */
    private final Map<String, Map<String, Date>> beginnings = new HashMap<>();

    /** @throws IllegalStateException outside a transaction: what is not told in it is not told at all */
    static EngineChanges ofThisTransaction(Ledger ledger) {
        @Nullable
        EngineChanges changes = (EngineChanges) TransactionSynchronizationManager.getResource(EngineChanges.class);
        if (changes == null) {
            changes = new EngineChanges();
            TransactionSynchronizationManager.registerSynchronization(changes);
            TransactionSynchronizationManager.bindResource(EngineChanges.class, changes);
            ledger.appendLast(changes::acts);
        }
        return changes;
    }

    /**
     * Adds what happened to a row.
     *
     * @param table of schema engine
     * @param what happened, as the engine calls it
     * @param facts ids, codes and digests
     */
    @SuppressWarnings("unchecked")
    void add(Caller actor, String table, String id, String what, Map<String, Object> facts) {
        Map<String, Object> row = rows.computeIfAbsent(actor, unknown -> new LinkedHashMap<>())
                .computeIfAbsent(table + "/" + id, unknown -> new LinkedHashMap<>());
        row.put("row", table + "/" + id);
        List<String> did = (List<String>) row.computeIfAbsent("did", unknown -> new ArrayList<String>());
        if (!did.contains(what)) {
            did.add(what);
        }
        row.putAll(facts);
    }

    /** @param unfinished asked once for each tree: when something began never changes */
    Map<String, Date> beginnings(String rootProcessInstanceId, Function<String, List<Beginning>> unfinished) {
        return beginnings.computeIfAbsent(rootProcessInstanceId, root -> unfinished.apply(root).stream()
                .collect(Collectors.toMap(Beginning::id, Beginning::at, (one, other) -> one)));
    }

    private List<Act> acts() {
        List<Act> acts = new ArrayList<>();
        rows.forEach((actor, changed) -> parts(changed.values()).forEach(part -> acts.add(new Act(actor, part))));
        return acts;
    }

    private static List<EngineChanged> parts(Collection<Map<String, Object>> changed) {
        List<EngineChanged> parts = new ArrayList<>();
        List<Map<String, Object>> together = new ArrayList<>();
        int characters = 0;
        for (Map<String, Object> row : changed) {
            int length = row.toString().length() + 10 * row.size();
            if (characters + length > CHARACTERS && !together.isEmpty()) {
                parts.add(new EngineChanged(List.copyOf(together)));
                together.clear();
                characters = 0;
            }
            together.add(row);
            characters += length;
        }
        parts.add(new EngineChanged(together));
        return parts;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(EngineChanges.class);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(EngineChanges.class, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(EngineChanges.class);
    }
}
