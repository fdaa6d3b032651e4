package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.identity.ServiceAccountMapper.TokenRow;
import dev.countersign.identity.ServiceAccounts.Check;
import dev.countersign.ledger.Refusal;
import dev.countersign.risk.SourceAddresses;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a shown token is worth. That it was revoked or expired is told to whoever shows it: it is worth nothing any more. That it is good, and
 * only comes from a wrong place, is not: whoever stole it gets the answer of a token that nobody has.
 */
@Component
class TokenChecks {

    /** No write for each call: last use is known to that. */
    private static final Duration USE_TOLD = Duration.ofMinutes(5);

    private final ServiceAccountMapper accounts;
    private final KeyVault vault;
    private final WormStore store;
    private final Clock clock;

    TokenChecks(ServiceAccountMapper accounts, KeyVault vault, WormStore store, Clock clock) {
        this.accounts = accounts;
        this.vault = vault;
        this.store = store;
        this.clock = clock;
    }

    Check check(String bearerToken, String address) {
        String organisation = store.installation().organisation();
        @Nullable TokenRow row = accounts.byToken(organisation, hash(bearerToken));
        if (row == null) {
            Refusal unknown = IdentityRefusal.TOKEN_REFUSED.of();
            return new Check(null, unknown, unknown, "service-account:unknown");
        }
        Instant now = clock.instant();
        String subject = "service-account:" + row.name();
        if (row.revokedAt() != null) {
            return refused(subject, IdentityRefusal.TOKEN_REVOKED.of(row.name()));
        }
        if (row.expiresAt() != null && !now.isBefore(row.expiresAt())) {
            return refused(subject, IdentityRefusal.TOKEN_EXPIRED.of(row.name(), row.expiresAt()));
        }
        if (!SourceAddresses.allow(listed(row.sources()), address)) {
            return new Check(
                    null,
                    IdentityRefusal.TOKEN_REFUSED.of(),
                    IdentityRefusal.TOKEN_SOURCE.of(row.name(), address),
                    subject);
        }
        if (row.lastUsedAt() == null
                || Duration.between(row.lastUsedAt(), now).abs().compareTo(USE_TOLD) >= 0) {
            accounts.used(organisation, row.tokenId(), now, address);
        }
        return new Check(row.account(), null, null, subject);
    }

    private static Check refused(String subject, Refusal refusal) {
        return new Check(null, refusal, refusal, subject);
    }

    byte[] hash(String token) {
        return vault.hmac(SecretName.PEPPER, Parts.of("bearer-token/v1", token));
    }

    /** As the columns of accounts hold several. */
    static List<String> listed(String text) {
        return Stream.of(text.split(",")).filter(one -> !one.isEmpty()).toList();
    }
}
