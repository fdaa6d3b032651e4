package dev.countersign.accounts;

import dev.countersign.accounts.Accounts.RoleRequest;
import dev.countersign.accounts.RoleRequestMapper.Asked;
import dev.countersign.accounts.RoleRequestMapper.Row;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles that are asked for by one person and decided on by another, in {@code app.role_request} (11.10(g)). In the caller's transaction. */
@Component
class RoleRequests {

    private final RoleRequestMapper requests;
    private final RoleRules rules;
    private final Authority authority;
    private final Identifiers identifiers;
    private final WormStore store;
    private final Ledger ledger;

    RoleRequests(
            RoleRequestMapper requests,
            RoleRules rules,
            Authority authority,
            Identifiers identifiers,
            WormStore store,
            Ledger ledger) {
        this.requests = requests;
        this.rules = rules;
        this.authority = authority;
        this.identifiers = identifiers;
        this.store = store;
        this.ledger = ledger;
    }

    /** Nobody else decides on accounts before this transaction ends. */
    void lock() {
        requests.lock(organisation());
    }

    List<RoleRequest> open() {
        return requests.open(organisation()).stream().map(RoleRequests::request).toList();
    }

    RoleRequest ask(Caller administrator, String userId, Role role, Terms terms, String reason) {
        return ask(administrator, userId, role, terms, reason, null);
    }

    /** @param wantedBy who asked the administrator for it, and does not decide on it either */
    RoleRequest ask(
            Caller administrator, String userId, Role role, Terms terms, String reason, @Nullable String wantedBy) {
        RoleRules.demandReason(userId, reason);
        rules.demandFit(
                userId,
                role,
                open().stream()
                        .filter(request -> request.userId().equals(userId))
                        .map(RoleRequest::role)
                        .collect(Collectors.toSet()));
        authority.demandTerms(userId, role, terms);
        UUID requestId = identifiers.next();
        Asked asked = new Asked(requestId, userId, role.code(), terms, reason, wantedBy);
        if (requests.insert(organisation(), asked, administrator.actorId()) == 0) {
            throw AccountRefusal.ROLE_REQUESTED.thrown(role.printedName(), userId);
        }
        ledger.append(administrator, new RoleDecided(requestId, userId, role, terms, "role.requested", reason));
        return request(Objects.requireNonNull(requests.find(organisation(), requestId)));
    }

    void decide(Caller manager, UUID requestId, boolean grant, String reason) {
        Row row = requests.find(organisation(), requestId);
        if (row == null) {
            throw AccountRefusal.REQUEST_NOT_FOUND.thrown(requestId);
        }
        RoleRequest asked = request(row);
        RoleRules.demandReason(asked.userId(), reason);
        if (Stream.of(asked.requestedBy(), asked.userId(), asked.wantedBy()).anyMatch(manager.actorId()::equals)) {
            throw AccountRefusal.SECOND_PERSON.thrown(
                    manager.actorId(), asked.role().printedName(), asked.userId());
        }
        if (requests.decide(organisation(), requestId, grant ? "granted" : "refused", manager.actorId(), reason) == 0) {
            throw AccountRefusal.REQUEST_NOT_FOUND.thrown(requestId);
        }
        if (grant) {
            rules.demandFit(asked.userId(), asked.role(), Set.of());
            authority.grant(manager, asked.userId(), asked.role(), asked.terms(), reason);
        }
        ledger.append(
                manager,
                new RoleDecided(
                        requestId,
                        asked.userId(),
                        asked.role(),
                        asked.terms(),
                        grant ? "role.request-granted" : "role.request-refused",
                        reason));
    }

    private static RoleRequest request(Row row) {
        return new RoleRequest(
                row.requestId(),
                row.userId(),
                Role.ofCode(row.role()).orElseThrow(),
                new Terms(row.until(), RecordScope.ofTexts(row.scopeTypes(), row.scopeRecords())),
                row.requestedBy(),
                row.requestedAt(),
                row.reason(),
                row.wantedBy());
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
