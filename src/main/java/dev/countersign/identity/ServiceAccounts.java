package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of programs (IDN-01, T15): can start the processes their scopes name, from the addresses they name, until they expire; can never
 * log in, sign, claim or hold a role. Tokens are stored as keyed hashes. Who may change them is not decided here.
 */
public interface ServiceAccounts {

    /** What that token is worth, shown from there; remembers roughly when and where it was used. */
    Check check(String bearerToken, String address);

    Optional<ServiceAccount> find(String name);

    /** Everything but tokens, by name. */
    List<KeptServiceAccount> all();

    /** Creates an account with a token made elsewhere, which does not expire: for a demonstration. Audited. */
    void create(Caller caller, String name, Set<String> processKeys, String bearerToken);

    /**
     * Creates an account and its first token; audited with its reason.
     *
     * @throws dev.countersign.ledger.RefusedException {@code service-account-refused}, {@code service-account-exists}, {@code
     *     reason-required}
     */
    IssuedToken create(Caller caller, NewServiceAccount account);

    /**
     * Another token. The newest before it goes on for the overlap, an older one ends at once: there are never more than two. Audited with
     * its reason.
     *
     * @throws dev.countersign.ledger.RefusedException {@code service-account-not-found}, {@code service-account-refused}, {@code
     *     reason-required}
     */
    IssuedToken rotate(Caller caller, String name, Rotation rotation);

    /** Ends an account and its tokens for good, from the next call on; its name is never used again. Audited with its reason. */
    void revoke(Caller caller, String name, String reason);

    /** @param processKeys the processes it may start */
    record ServiceAccount(String name, Set<String> processKeys) {}

    /**
     * Either the account, or what the caller is told and what is put on record; the record may say more.
     *
     * @param subject of the record
     */
    record Check(
            @Nullable ServiceAccount account,
            @Nullable Refusal answer,
            @Nullable Refusal onRecord,
            String subject) {}

    /** @param sources addresses or networks (CIDR) it may call from; any, if empty */
    record NewServiceAccount(
            String name, Set<String> processKeys, List<String> sources, Instant expiresAt, String reason) {}

    /** @param overlap how long the token before it goes on */
    record Rotation(Duration overlap, Instant expiresAt, String reason) {}

    /** @param token shown once, stored nowhere */
    record IssuedToken(String name, String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "token of " + name;
        }
    }

    record KeptServiceAccount(
            String name,
            Set<String> processKeys,
            List<String> sources,
            Instant createdAt,
            @Nullable Instant revokedAt,
            List<KeptToken> tokens) {}

    /**
     * @param expiresAt never, if null
     * @param lastUsedAt to some minutes
     */
    record KeptToken(
            UUID tokenId,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String lastUsedFrom) {}
}
