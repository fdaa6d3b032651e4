package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link ServerShare} in {@code app.share_generation}. */
@Component
class StoredShare implements ServerShare {

    private static final int LONGEST_REASON = 1_000;

    private final ShareMapper rows;
    private final KeyVault vault;
    private final WormStore store;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    StoredShare(ShareMapper rows, KeyVault vault, WormStore store, Ledger ledger, TransactionTemplate transaction) {
        this.rows = rows;
        this.vault = vault;
        this.store = store;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    @Override
    public List<Generation> generations() {
        List<Generation> all = new ArrayList<>();
        all.add(counted(new ShareMapper.Generation(1, null, null, null, null)));
        rows.all(organisation()).forEach(row -> all.add(counted(row)));
        return all;
    }

    private Generation counted(ShareMapper.Generation row) {
        return new Generation(
                row.generation(),
                row.proposedBy(),
                row.reason(),
                row.openedBy(),
                row.openedAt(),
                rows.keysUnder(organisation(), row.generation()),
                rows.authenticatorsUnder(organisation(), row.generation()));
    }

    @Override
    public int propose(Caller proposer, String reason) {
        String told = told(reason);
        int next = rows.current(organisation()) + 1;
        transaction.executeWithoutResult(status -> {
            if (rows.propose(organisation(), next, proposer.actorId(), told) != 1) {
                throw IdentityRefusal.GENERATION_PROPOSED.thrown(next, "share");
            }
            ledger.append(proposer, event("share.generation-proposed", next).because(told));
        });
        return next;
    }

    /** A reason as it is kept. */
    static String told(String reason) {
        String told = reason.strip();
        if (told.isEmpty() || told.length() > LONGEST_REASON || told.indexOf('\0') >= 0) {
            throw IdentityRefusal.SHARE_REASON.thrown(LONGEST_REASON);
        }
        return told;
    }

    @Override
    public void open(Caller second, int generation) {
        ShareMapper.Generation proposed = rows.all(organisation()).stream()
                .filter(row -> row.generation() == generation && row.openedAt() == null)
                .findFirst()
                .orElseThrow(() -> IdentityRefusal.GENERATION_NOT_PROPOSED.thrown(generation, "share"));
        if (second.actorId().equals(proposed.proposedBy())) {
            throw IdentityRefusal.GENERATION_SECOND_PERSON.thrown(second.actorId());
        }
        // before anybody's key is wrapped under it: a token or a service may be away
        vault.demandShare(generation);
        vault.share(generation, new byte[1]);
        transaction.executeWithoutResult(status -> {
            if (rows.open(organisation(), generation, second.actorId()) != 1) {
                throw IdentityRefusal.GENERATION_NOT_PROPOSED.thrown(generation, "share");
            }
            ledger.append(second, event("share.generation-opened", generation));
        });
    }

    private static IdentityEvent event(String type, int generation) {
        return IdentityEvent.high(type, "share:" + generation, Map.of("generation", generation));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
