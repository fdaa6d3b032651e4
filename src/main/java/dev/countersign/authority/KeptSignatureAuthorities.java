package dev.countersign.authority;

import dev.countersign.authority.SignatureAuthorityMapper.Row;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link SignatureAuthorities} in {@code app.signature_authority}, one decision after the other; refusals are on record. */
@Component
class KeptSignatureAuthorities implements SignatureAuthorities {

    private final SignatureAuthorityMapper kept;
    private final SignatureAuthorityRules rules;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    KeptSignatureAuthorities(
            SignatureAuthorityMapper kept,
            SignatureAuthorityRules rules,
            Authority authority,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.kept = kept;
        this.rules = rules;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public Optional<Refusal> refusalToSign(String userId, String type, String meaning) {
        return grounds(userId).refusal(type, meaning);
    }

    @Override
    public Map<String, Object> demandToSign(String userId, String type, String meaning) {
        SigningGrounds grounds = grounds(userId);
        grounds.refusal(type, meaning).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        return grounds.facts(type, meaning);
    }

    @Override
    public Standing standing(String userId) {
        SigningGrounds grounds = grounds(userId);
        return grounds.roles().contains(Role.IT_ADMINISTRATOR) ? new Standing(false, List.of()) : grounds.standing();
    }

    @Override
    public Standing standing(Caller caller, String userId) {
        return refusals.guarding(caller, "signature-authority.show", "person:" + userId, () -> {
            if (!caller.isPerson() || !caller.actorId().equals(userId)) {
                rules.demandLooks(caller);
            }
            rules.demandExists(userId);
            return standing(userId);
        });
    }

    private SigningGrounds grounds(String userId) {
        return new SigningGrounds(userId, authority.roles(userId), kept.decidedOver(organisation(), userId));
    }

    @Override
    public Map<String, Set<String>> signers(String type, Set<String> meanings) {
        Map<String, Set<Role>> roles = authority.roles();
        Map<String, List<Row>> decisions =
                kept.decided(organisation()).stream().collect(Collectors.groupingBy(Row::userId));
        Set<String> people = new HashSet<>(roles.keySet());
        people.addAll(decisions.keySet());
        Map<String, Set<String>> signers = new HashMap<>();
        meanings.forEach(meaning -> signers.put(meaning, new HashSet<>()));
        for (String userId : people) {
            SigningGrounds grounds = new SigningGrounds(
                    userId, roles.getOrDefault(userId, Set.of()), decisions.getOrDefault(userId, List.of()));
            signers.forEach((meaning, all) -> {
                if (grounds.refusal(type, meaning).isEmpty()) {
                    all.add(userId);
                }
            });
        }
        return signers;
    }

    @Override
    public List<Decided> waiting(Caller caller) {
        return looking(caller, () -> decided(kept.open(organisation())));
    }

    @Override
    public List<Decided> granted(Caller caller) {
        return looking(
                caller,
                () -> decided(kept.decided(organisation()).stream()
                        .filter(row -> !row.taken())
                        .toList()));
    }

    private <T> T looking(Caller caller, Supplier<T> work) {
        return refusals.guarding(caller, "signature-authority.list", "signature-authorities", () -> {
            rules.demandLooks(caller);
            return work.get();
        });
    }

    @Override
    public Decided ask(Caller caller, String userId, SigningExtent extent, @Nullable Instant until, String reason) {
        return deciding(caller, "signature-authority.ask", "person:" + userId, () -> {
            authority.require(caller, Permission.REQUEST_SIGNATURE_AUTHORITY);
            rules.demandReason(userId, reason);
            if (caller.actorId().equals(userId)) {
                throw new RefusedException(AuthorityRefusal.NOT_ONESELF.of(userId));
            }
            List<Row> before = kept.decidedOver(organisation(), userId);
            rules.demandFit(userId, extent, until, before);
            demandOwnEnds(caller, Permission.REQUEST_SIGNATURE_AUTHORITY, userId, until);
            UUID id = identifiers.next();
            if (kept.insert(organisation(), id, userId, extent, until, caller.actorId(), reason) == 0) {
                throw SignatureAuthorityRules.requested(userId);
            }
            ledger.append(
                    caller,
                    new SignatureAuthorityChanged(
                            "signature-authority.requested",
                            userId,
                            SignatureAuthorityRules.facts(before),
                            SignatureAuthorityRules.facts(id, extent, until),
                            reason));
            return decided(kept.open(organisation())).stream()
                    .filter(one -> one.authorityId().equals(id))
                    .findFirst()
                    .orElseThrow();
        });
    }

    @Override
    public void decide(Caller caller, UUID authorityId, boolean grant, String reason) {
        deciding(caller, "signature-authority.decide", "signature-authority:" + authorityId, () -> {
            authority.require(caller, Permission.GRANT_SIGNATURE_AUTHORITY);
            Row asked = find(kept.open(organisation()), authorityId);
            rules.demandReason(asked.userId(), reason);
            if (List.of(asked.requestedBy(), asked.userId()).contains(caller.actorId())) {
                throw new RefusedException(
                        AuthorityRefusal.AUTHORITY_SECOND_PERSON.of(caller.actorId(), asked.userId()));
            }
            List<Row> before = kept.decidedOver(organisation(), asked.userId());
            if (grant) {
                rules.demandFit(asked.userId(), asked.extent(), asked.until(), before);
                demandOwnEnds(caller, Permission.GRANT_SIGNATURE_AUTHORITY, asked.userId(), asked.until());
                if (asked.extent().preset() == Preset.NONE) {
                    before.stream()
                            .filter(row -> !row.taken())
                            .forEach(row -> takeAway(caller, row, "none goes before it: " + reason));
                }
            }
            kept.decide(organisation(), authorityId, grant ? "granted" : "refused", caller.actorId(), reason);
            ledger.append(
                    caller,
                    new SignatureAuthorityChanged(
                            "signature-authority." + (grant ? "granted" : "refused"),
                            asked.userId(),
                            SignatureAuthorityRules.facts(before),
                            SignatureAuthorityRules.facts(authorityId, asked.extent(), asked.until()),
                            reason));
            return true;
        });
    }

    private void demandOwnEnds(Caller caller, Permission permission, String userId, @Nullable Instant until) {
        rules.demandNotPastOwnEnd(
                caller.actorId(), permission, userId, until, kept.decidedOver(organisation(), caller.actorId()));
    }

    @Override
    public void takeAway(Caller caller, UUID authorityId, String reason) {
        deciding(caller, "signature-authority.take-away", "signature-authority:" + authorityId, () -> {
            rules.demandTakesAway(caller);
            Row granted = find(
                    kept.decided(organisation()).stream()
                            .filter(row -> !row.taken())
                            .toList(),
                    authorityId);
            rules.demandReason(granted.userId(), reason);
            takeAway(caller, granted, reason);
            return true;
        });
    }

    private void takeAway(Caller caller, Row granted, String reason) {
        kept.takeAway(organisation(), granted.authorityId(), caller.actorId(), reason);
        ledger.append(
                caller,
                new SignatureAuthorityChanged(
                        "signature-authority.taken-away",
                        granted.userId(),
                        SignatureAuthorityRules.facts(granted.authorityId(), granted.extent(), granted.until()),
                        SignatureAuthorityRules.facts(kept.decidedOver(organisation(), granted.userId())),
                        reason));
    }

    private static Row find(List<Row> rows, UUID authorityId) {
        return rows.stream()
                .filter(row -> row.authorityId().equals(authorityId))
                .findFirst()
                .orElseThrow(() -> new RefusedException(AuthorityRefusal.AUTHORITY_NOT_FOUND.of(authorityId)));
    }

    private static List<Decided> decided(List<Row> rows) {
        return rows.stream()
                .map(row -> new Decided(
                        row.authorityId(),
                        row.userId(),
                        row.extent(),
                        row.until(),
                        row.requestedBy(),
                        row.requestedAt(),
                        row.reason(),
                        row.decidedBy(),
                        row.decidedAt(),
                        row.hasEnded()))
                .toList();
    }

    private <T> T deciding(Caller caller, String attempt, String subject, Supplier<T> work) {
        return refusals.guarding(
                caller,
                attempt,
                subject,
                () -> Objects.requireNonNull(transaction.execute(status -> {
                    kept.lock(organisation());
                    return work.get();
                })));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
