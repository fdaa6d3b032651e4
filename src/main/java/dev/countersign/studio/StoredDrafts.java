package dev.countersign.studio;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Drafts} of {@code app.model_draft}. */
@Component
class StoredDrafts implements Drafts {

    /** Of its JSON; the table holds no more. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private final DraftMapper rows;
    private final ProcessModels models;
    private final Authority authority;
    private final Ledger ledger;
    private final Refusals refusals;
    private final WormStore store;
    private final TransactionTemplate transactions;

    StoredDrafts(
            DraftMapper rows,
            ProcessModels models,
            Authority authority,
            Ledger ledger,
            Refusals refusals,
            WormStore store,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.models = models;
        this.authority = authority;
        this.ledger = ledger;
        this.refusals = refusals;
        this.store = store;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public ModelTexts running(Caller caller) {
        return refusals.guarding(caller, "models.show", "models", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return models.expected();
        });
    }

    @Override
    public Optional<Draft> of(Caller caller) {
        return refusals.guarding(caller, "models.draft", subject(caller), () -> {
            authority.require(caller, Permission.CHANGE_MODELS);
            return rows.of(organisation(), caller.actorId()).map(row -> new Draft(read(row.content()), row.keptAt()));
        });
    }

    @Override
    public Instant keep(Caller caller, ModelTexts set) {
        return refusals.guarding(caller, "models.draft", subject(caller), () -> {
            authority.require(caller, Permission.CHANGE_MODELS);
            String content = new String(CanonicalJson.write(set.content()), StandardCharsets.UTF_8);
            if (content.length() > MOST_CHARACTERS) {
                throw StudioRefusal.TOO_LARGE.thrown(content.length(), MOST_CHARACTERS);
            }
            return Objects.requireNonNull(transactions.execute(status -> {
                ledger.append(caller, DraftEvent.kept(caller.actorId(), content));
                return rows.keep(organisation(), caller.actorId(), content);
            }));
        });
    }

    @Override
    public void discard(Caller caller) {
        refusals.guarding(caller, "models.draft", subject(caller), () -> {
            authority.require(caller, Permission.CHANGE_MODELS);
            transactions.executeWithoutResult(status -> {
                if (rows.discard(organisation(), caller.actorId()) > 0) {
                    ledger.append(caller, DraftEvent.discarded(caller.actorId()));
                }
            });
            return true;
        });
    }

    private static ModelTexts read(String content) {
        return ModelTexts.ofContent(CanonicalJson.parse(content.getBytes(StandardCharsets.UTF_8)));
    }

    private String organisation() {
        return store.installation().organisation();
    }

    private static String subject(Caller caller) {
        return "person:" + caller.actorId();
    }
}
