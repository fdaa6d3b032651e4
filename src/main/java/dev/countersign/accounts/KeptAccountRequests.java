package dev.countersign.accounts;

import dev.countersign.accounts.AccountRequestMapper.Row;
import dev.countersign.accounts.AccountRequestMapper.Told;
import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.RecordScope;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link AccountRequests} in {@code app.account_request}, one decision over accounts after the other. */
@Component
class KeptAccountRequests implements AccountRequests {

    private static final Permission[] SEE_ALL = {
        Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL
    };

    private final AccountRequestMapper requests;
    private final AccountMaking making;
    private final RoleRequests decisions;
    private final RoleRules rules;
    private final DecidedResets.Acts acts;
    private final People people;
    private final TransactionTemplate transaction;

    KeptAccountRequests(
            AccountRequestMapper requests,
            AccountMaking making,
            RoleRequests decisions,
            RoleRules rules,
            DecidedResets.Acts acts,
            People people,
            TransactionTemplate transaction) {
        this.requests = requests;
        this.making = making;
        this.decisions = decisions;
        this.rules = rules;
        this.acts = acts;
        this.people = people;
        this.transaction = transaction;
    }

    @Override
    public List<AccountRequest> seen(Caller caller) {
        return acts.refusals().guarding(caller, "account-request.list", "account-requests", () -> {
            boolean all = caller.isPerson()
                    && Arrays.stream(SEE_ALL).anyMatch(one -> acts.authority().may(caller.actorId(), one));
            if (!all) {
                demandMayAsk(caller);
            }
            List<Row> rows = all ? requests.all(organisation()) : requests.of(organisation(), caller.actorId());
            return rows.stream().map(KeptAccountRequests::request).toList();
        });
    }

    @Override
    public AccountRequest ask(Caller caller, Wanted wanted, String reason) {
        UUID requestId = acts.identifiers().next();
        return decided(caller, "account.request", requestId, () -> {
            demandMayAsk(caller);
            String whom = "account-request:" + requestId;
            RoleRules.demandReason(whom, reason);
            people.demandFit(whom, wanted.described(), wanted.email());
            RoleRules.demandFitTogether(whom, wanted.roles());
            rules.demandTerms(whom, wanted.roles(), wanted.terms());
            if (requests.open(organisation(), caller.actorId()) >= MOST_OPEN) {
                throw AccountRefusal.REQUESTS_WAIT.thrown(caller.actorId(), MOST_OPEN);
            }
            Told told = told(wanted);
            requests.insert(organisation(), requestId, told, caller.actorId(), reason);
            acts.ledger().append(caller, new AccountRequested(requestId, "requested", audited(told), reason));
            return request(found(requestId));
        });
    }

    @Override
    public Invitation make(Caller administrator, UUID requestId, String userId, String reason) {
        return decided(administrator, "account.make-requested", requestId, () -> {
            AccountRequest asked = demandDecidable(administrator, requestId, reason);
            NewAccount account = new NewAccount(
                    userId,
                    asked.wanted().described(),
                    asked.wanted().roles(),
                    asked.wanted().terms(),
                    asked.wanted().email(),
                    asked.reason());
            Invitation invitation = making.make(administrator, account, asked.requestedBy());
            settle(administrator, requestId, reason, userId);
            return invitation;
        });
    }

    @Override
    public void decline(Caller administrator, UUID requestId, String reason) {
        decided(administrator, "account.decline-requested", requestId, () -> {
            demandDecidable(administrator, requestId, reason);
            settle(administrator, requestId, reason, null);
            return true;
        });
    }

    private AccountRequest demandDecidable(Caller administrator, UUID requestId, String reason) {
        rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
        AccountRequest asked = request(found(requestId));
        if (asked.requestedBy().equals(administrator.actorId())) {
            throw AccountRefusal.OWN_ACCOUNT_REQUEST.thrown(administrator.actorId());
        }
        RoleRules.demandReason("account-request:" + requestId, reason);
        return asked;
    }

    private void settle(Caller administrator, UUID requestId, String reason, @Nullable String userId) {
        requests.decide(organisation(), requestId, administrator.actorId(), reason, userId);
        acts.ledger()
                .append(
                        administrator,
                        new AccountRequested(
                                requestId,
                                userId == null ? "request-declined" : "request-met",
                                userId == null ? Map.of() : Map.of("userId", userId),
                                reason));
    }

    private void demandMayAsk(Caller caller) {
        if (!caller.isPerson() || !acts.authority().may(caller.actorId(), Permission.REQUEST_ACCOUNTS)) {
            throw AccountRefusal.MAY_NOT_REQUEST.thrown(caller.actorId());
        }
    }

    private Row found(UUID requestId) {
        Row row = requests.find(organisation(), requestId);
        if (row == null) {
            throw AccountRefusal.ACCOUNT_REQUEST_NOT_FOUND.thrown(requestId);
        }
        return row;
    }

    private static Told told(Wanted wanted) {
        return new Told(
                wanted.described().printedName(),
                wanted.described().title(),
                wanted.described().zone().getId(),
                wanted.email().strip(),
                wanted.roles().stream().map(Role::code).sorted().collect(Collectors.joining(",")),
                wanted.terms());
    }

    private static Map<String, Object> audited(Told told) {
        Map<String, Object> facts = new HashMap<>(told.terms().facts());
        facts.put("printedName", told.printedName());
        facts.put("title", told.title());
        facts.put("zone", told.zone());
        facts.put("roles", told.roles());
        return facts;
    }

    private static AccountRequest request(Row row) {
        Set<Role> roles = Arrays.stream(row.roles().split(","))
                .flatMap(code -> Role.ofCode(code).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Wanted wanted = new Wanted(
                new Description(row.printedName(), row.title(), ZoneId.of(row.zone())),
                Collections.unmodifiableSet(roles),
                new Terms(row.rolesUntil(), RecordScope.ofTexts(row.scopeTypes(), row.scopeRecords())),
                row.email());
        Decision decision = row.decidedBy() == null
                ? null
                : new Decision(
                        row.decidedBy(),
                        Objects.requireNonNull(row.decidedAt()),
                        Objects.requireNonNull(row.decisionReason()),
                        row.userId());
        return new AccountRequest(
                row.requestId(), wanted, row.requestedBy(), row.requestedAt(), row.reason(), decision);
    }

    private <T> T decided(Caller caller, String attempt, UUID requestId, Supplier<T> work) {
        return acts.refusals()
                .guarding(
                        caller,
                        attempt,
                        "account-request:" + requestId,
                        () -> Objects.requireNonNull(transaction.execute(status -> {
                            decisions.lock();
                            return work.get();
                        })));
    }

    private String organisation() {
        return acts.store().installation().organisation();
    }
}
