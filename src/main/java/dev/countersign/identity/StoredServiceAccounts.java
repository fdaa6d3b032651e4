package dev.countersign.identity;

import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.ServiceAccountMapper.Row;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.risk.SourceAddresses;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link ServiceAccounts} in {@code app.service_account} and {@code app.service_token}; tokens as HMAC under the server's pepper. */
@Component
class StoredServiceAccounts implements ServiceAccounts {

    private static final int SHORTEST_TOKEN = 15;
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_SOURCES = 50;
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final Pattern PROCESS_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    private final ServiceAccountMapper accounts;
    private final TokenChecks tokens;
    private final PersonMapper people;
    private final Identifiers identifiers;
    private final WormStore store;
    private final Ledger ledger;
    private final Clock clock;

    StoredServiceAccounts(
            ServiceAccountMapper accounts,
            TokenChecks tokens,
            PersonMapper people,
            Identifiers identifiers,
            WormStore store,
            Ledger ledger,
            Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.people = people;
        this.identifiers = identifiers;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Check check(String bearerToken, String address) {
        return tokens.check(bearerToken, address);
    }

    @Override
    public Optional<ServiceAccount> find(String name) {
        return Optional.ofNullable(accounts.byName(organisation(), name)).map(Row::account);
    }

    @Override
    public List<KeptServiceAccount> all() {
        return accounts.all(organisation()).stream()
                .map(row -> row.kept(accounts.tokens(organisation(), row.name())))
                .toList();
    }

    @Override
    @Transactional
    public void create(Caller caller, String name, Set<String> processKeys, String bearerToken) {
        if (bearerToken.length() < SHORTEST_TOKEN) {
            throw refused(name, "its token is shorter than " + SHORTEST_TOKEN);
        }
        insert(caller, name, processKeys, List.of(), bearerToken, null, null);
    }

    @Override
    @Transactional
    public IssuedToken create(Caller caller, NewServiceAccount account) {
        demandReason(account.name(), account.reason());
        Instant expiresAt = demandExpiry(account.name(), account.expiresAt());
        String token = newToken();
        insert(caller, account.name(), account.processKeys(), account.sources(), token, expiresAt, account.reason());
        return new IssuedToken(account.name(), token, expiresAt);
    }

    private void insert(
            Caller caller,
            String name,
            Set<String> processKeys,
            List<String> sources,
            String token,
            @Nullable Instant expiresAt,
            @Nullable String reason) {
        demandForm(name, processKeys, sources);
        List<String> keys = processKeys.stream().sorted().toList();
        Instant now = clock.instant();
        boolean isPerson = people.find(organisation(), name) != null;
        if (isPerson
                || accounts.insert(organisation(), name, String.join(",", keys), String.join(",", sources), now) == 0
                || accounts.insertToken(organisation(), identifiers.next(), name, tokens.hash(token), now, expiresAt)
                        == 0) {
            throw IdentityRefusal.ACCOUNT_EXISTS.thrown(name);
        }
        IdentityEvent event = IdentityEvent.high(
                "service-account.created",
                subject(name),
                Map.of("processKeys", keys, "sources", sources, "expiresAt", String.valueOf(expiresAt)));
        ledger.append(caller, reason == null ? event : event.because(reason));
    }

    @Override
    @Transactional
    public IssuedToken rotate(Caller caller, String name, Rotation rotation) {
        demandReason(name, rotation.reason());
        if (rotation.overlap().isNegative() || rotation.overlap().compareTo(LONGEST_OVERLAP) > 0) {
            throw refused(name, "the overlap is not 0 to " + LONGEST_OVERLAP.toHours() + " hours");
        }
        Instant expiresAt = demandExpiry(name, rotation.expiresAt());
        demandLive(name);
        Instant now = clock.instant();
        Instant overlap = now.plus(rotation.overlap());
        List<KeptToken> before = accounts.tokens(organisation(), name);
        for (int i = 0; i < before.size(); i++) {
            accounts.endToken(organisation(), before.get(i).tokenId(), i == 0 ? overlap : now);
        }
        String token = newToken();
        accounts.insertToken(organisation(), identifiers.next(), name, tokens.hash(token), now, expiresAt);
        ledger.append(
                caller,
                IdentityEvent.high(
                                "service-account.token-rotated",
                                subject(name),
                                Map.of("expiresAt", expiresAt.toString(), "earlierEndsAt", overlap.toString()))
                        .because(rotation.reason()));
        return new IssuedToken(name, token, expiresAt);
    }

    @Override
    @Transactional
    public void revoke(Caller caller, String name, String reason) {
        demandReason(name, reason);
        demandLive(name);
        accounts.revoke(organisation(), name, clock.instant());
        ledger.append(
                caller,
                IdentityEvent.high("service-account.revoked", subject(name), Map.of())
                        .because(reason));
    }

    private void demandLive(String name) {
        @Nullable Row row = accounts.lock(organisation(), name);
        if (row == null) {
            throw IdentityRefusal.ACCOUNT_NOT_FOUND.thrown(name);
        }
        if (row.revokedAt() != null) {
            throw refused(name, "it was revoked (expected: one that was not). Create another");
        }
    }

    private static void demandForm(String name, Set<String> processKeys, List<String> sources) {
        if (!StoredPeople.ID.matcher(name).matches()) {
            throw refused(name, "its name takes a-z, 0-9, dot, dash and underscore");
        }
        if (processKeys.isEmpty()
                || !processKeys.stream()
                        .allMatch(key -> PROCESS_KEY.matcher(key).matches())) {
            throw refused(name, "its scope must name processes by their keys");
        }
        if (sources.size() > MOST_SOURCES || !sources.stream().allMatch(SourceAddresses::isSource)) {
            throw refused(
                    name,
                    "its sources are not at most " + MOST_SOURCES
                            + " addresses or networks such as 192.0.2.7 or 2001:db8::/32");
        }
    }

    private Instant demandExpiry(String name, Instant expiresAt) {
        Instant now = clock.instant();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE))) {
            throw refused(
                    name,
                    "its token must end after now and within " + LONGEST_LIFE.toDays() + " days. Name such an end");
        }
        return expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void demandReason(String name, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw IdentityRefusal.ACCOUNT_REASON.thrown(name);
        }
    }

    private static dev.countersign.ledger.RefusedException refused(String name, String why) {
        return IdentityRefusal.ACCOUNT_REFUSED.thrown(name, why);
    }

    /** With a prefix by which those who look for leaked secrets know it. */
    private String newToken() {
        return "csa_" + Base64.getUrlEncoder().withoutPadding().encodeToString(identifiers.randomBytes(TOKEN_BYTES));
    }

    private static String subject(String name) {
        return "service-account:" + name;
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
