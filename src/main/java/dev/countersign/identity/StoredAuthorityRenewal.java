package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link AuthorityRenewal}: the decision in {@code app.authority_generation}, what came of it in the write-once store. */
@Component
class StoredAuthorityRenewal implements AuthorityRenewal {

    private static final String AUTHORITY = "authority";

    private final AuthorityGenerationMapper rows;
    private final CertificateAuthority authority;
    private final KeyVault vault;
    private final WormStore store;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    StoredAuthorityRenewal(
            AuthorityGenerationMapper rows,
            CertificateAuthority authority,
            KeyVault vault,
            WormStore store,
            Ledger ledger,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.authority = authority;
        this.vault = vault;
        this.store = store;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    @Override
    public List<Generation> generations() {
        List<AuthorityGenerationMapper.Decision> decided = rows.all(organisation());
        List<Generation> all = new ArrayList<>();
        for (Authority one : Authorities.of(store).all()) {
            Optional<AuthorityGenerationMapper.Decision> row = decided.stream()
                    .filter(decision -> decision.generation() == one.generation())
                    .findFirst();
            all.add(new Generation(
                    one.generation(),
                    row.map(AuthorityGenerationMapper.Decision::proposedBy).orElse(null),
                    row.map(AuthorityGenerationMapper.Decision::reason).orElse(null),
                    row.map(AuthorityGenerationMapper.Decision::openedBy).orElse(null),
                    one.since(),
                    one.certificate().sha256().hex()));
        }
        decided.stream()
                .filter(row -> row.openedBy() == null)
                .forEach(row ->
                        all.add(new Generation(row.generation(), row.proposedBy(), row.reason(), null, null, null)));
        return all;
    }

    @Override
    public int propose(Caller proposer, String reason) {
        String told = StoredShare.told(reason);
        int next = Authorities.of(store)
                        .newest()
                        .orElseThrow(() -> IdentityRefusal.NO_AUTHORITY.thrown())
                        .generation()
                + 1;
        transaction.executeWithoutResult(status -> {
            if (rows.propose(organisation(), next, proposer.actorId(), told) != 1) {
                throw IdentityRefusal.GENERATION_PROPOSED.thrown(next, AUTHORITY);
            }
            ledger.append(
                    proposer,
                    IdentityEvent.high("authority.renewal-proposed", "authority:" + next, Map.of("generation", next))
                            .because(told));
        });
        return next;
    }

    @Override
    public void open(Caller second, int generation) {
        AuthorityGenerationMapper.Decision proposed = rows.all(organisation()).stream()
                .filter(row -> row.generation() == generation && row.openedBy() == null)
                .findFirst()
                .orElseThrow(() -> IdentityRefusal.GENERATION_NOT_PROPOSED.thrown(generation, AUTHORITY));
        if (second.actorId().equals(proposed.proposedBy())) {
            throw IdentityRefusal.GENERATION_SECOND_PERSON.thrown(second.actorId());
        }
        // before anything is certified with it: a service may be away
        vault.demandAuthority(generation);
        vault.certify(generation, new byte[1]);
        transaction.executeWithoutResult(status -> {
            if (rows.open(organisation(), generation, second.actorId()) != 1) {
                throw IdentityRefusal.GENERATION_NOT_PROPOSED.thrown(generation, AUTHORITY);
            }
            authority.renew(second, generation);
        });
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
