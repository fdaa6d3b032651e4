package dev.countersign.evidence.verify;

import dev.countersign.crypto.VerifyingKey;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether the store is the one whose keys somebody kept outside of it. */
final class TrustChecks {

    private final StoredRows rows;
    private final Exhibit.Home home;
    private final Anchors anchors;
    private final Tally tally;

    TrustChecks(StoredRows rows, Exhibit.Home home, Anchors anchors, Tally tally) {
        this.rows = rows;
        this.home = home;
        this.anchors = anchors;
        this.tally = tally;
    }

    void run() {
        byte[] trusted = anchors.trust();
        if (trusted == null) {
            tally.undecided(
                    StoreCheck.TRUST,
                    "no trust file to compare with: a store forged whole with other keys looks whole");
            return;
        }
        Json trust = Json.read(trusted);
        Set<String> founders = new HashSet<>();
        rows.each(Scan.FOUNDERS, row -> founders.add(fingerprint(Objects.requireNonNull(row.bytes(0)))));
        List<String> authorities = new AuthorityChain(rows.enrolments().authorityCertificates()).hashes();
        Set<String> named = anchors.founders();
        String authority = trust.path("authorityCertificateSha256").textValue();
        tally.check(
                StoreCheck.TRUST,
                "installation",
                home.installation(),
                "the installation of the trust file",
                () -> home.isOf(trust, "countersign/trust/v1"));
        tally.check(
                StoreCheck.TRUST,
                "enrolment",
                "founders",
                "the founders of the trust file and no others, " + named,
                () -> named == null || founders.equals(named));
        tally.check(
                StoreCheck.TRUST,
                "certificate",
                "authority",
                "the authorities of the trust file, " + authority + " the first, and none but what follows from them",
                () -> authority == null || begins(authorities, authority, trust));
    }

    private static boolean begins(List<String> found, String first, Json trust) {
        List<String> named = new ArrayList<>();
        trust.path("authorities")
                .items()
                .forEach(one -> named.add(one.path("certificateSha256").asText()));
        if (named.isEmpty()) {
            named.add(first);
        }
        return named.get(0).equals(first)
                && named.size() <= found.size()
                && named.equals(found.subList(0, named.size()));
    }

    /** Of what is no key too: it is then none of the trust file's. */
    private static String fingerprint(byte[] stored) {
        try {
            return VerifyingKey.ofRaw(stored).fingerprint().hex();
        } catch (IllegalArgumentException e) {
            return "no key";
        }
    }
}
