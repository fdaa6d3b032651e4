package dev.countersign.evidence.verify;

import dev.countersign.crypto.VerifyingKey;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.HashSet;
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
        Set<String> authorities = new HashSet<>();
        rows.each(Scan.CERTIFICATES, row -> {
            if ("true".equals(row.text(3))) {
                authorities.add(String.valueOf(row.text(0)));
            }
        });
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
                "the authority of the trust file, " + authority,
                () -> authority == null || authorities.equals(Set.of(authority)));
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
