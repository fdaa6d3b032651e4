package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The authorities of the store, one after the other, and whether each certificate came into the log while its authority was the one. */
final class AuthorityChecks {

    private final StoredRows rows;
    private final Tally tally;
    private final Map<String, Integer> issuers = new HashMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Set<String> renewed = new LinkedHashSet<>();

    AuthorityChecks(StoredRows rows, Tally tally) {
        this.rows = rows;
        this.tally = tally;
    }

    void run() {
        AuthorityChain chain = new AuthorityChain(rows.enrolments().authorityCertificates());
        tally.check(
                StoreCheck.AUTHORITIES,
                "certificate",
                "authority",
                "authorities that each the one before certified",
                chain::isSound);
        rows.each(Scan.CERTIFYING, this::told);
        List<String> authorities = chain.hashes();
        renewed.forEach(one -> tally.check(
                StoreCheck.AUTHORITIES,
                "certificate",
                one,
                "the authority's certificate that an entry tells of",
                () -> authorities.contains(one)));
        if (chain.size() < 2) {
            return;
        }
        rows.each(Scan.CERTIFICATES, row -> issued(chain, row));
        for (int place = 1; place < authorities.size(); place++) {
            String one = authorities.get(place);
            tally.check(
                    StoreCheck.AUTHORITIES,
                    "certificate",
                    one,
                    "an entry that tells of it",
                    () -> places.containsKey(one));
        }
        issuers.forEach((sha256, issuer) -> tally.check(
                StoreCheck.AUTHORITIES,
                "certificate",
                sha256,
                "a certificate that came into the log while the authority that issued it was the one",
                () -> isWithin(authorities, issuer, places.get(sha256))));
    }

    private void issued(AuthorityChain chain, Row row) {
        if ("false".equals(row.text(3))) {
            try {
                Certificate certificate = Certificate.parse(Objects.requireNonNull(row.bytes(1)));
                issuers.put(String.valueOf(row.text(0)), chain.issuerOf(certificate));
            } catch (IllegalArgumentException e) {
                issuers.put(String.valueOf(row.text(0)), -1);
            }
        }
    }

    private void told(Row row) {
        Json fact = Facts.readable(row.bytes(0));
        if (fact == Json.MISSING) {
            tally.failed(StoreCheck.AUTHORITIES, "log_leaf", row.text(1), "an entry of a certificate that can be read");
            return;
        }
        String sha256 = fact.path("new").path("certificateSha256").asText();
        places.putIfAbsent(sha256, Long.parseLong(String.valueOf(row.text(1))));
        if ("authority.renewed".equals(fact.path("type").textValue())) {
            renewed.add(sha256);
        }
    }

    /** What is not sealed yet has no place; it is told as waiting elsewhere. */
    private boolean isWithin(List<String> authorities, int issuer, @Nullable Long place) {
        if (issuer < 0 || place == null) {
            return issuer >= 0;
        }
        Long from = places.get(authorities.get(issuer));
        Long until = issuer + 1 < authorities.size() ? places.get(authorities.get(issuer + 1)) : null;
        return (issuer == 0 || (from != null && place > from)) && (until == null || place < until);
    }
}
