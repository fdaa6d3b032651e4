package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.RevocationList;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The authority's list of revoked certificates in a bundle: whoever leaves out the end of a certificate would have to leave it out of the list too, and
 * a list from before the signature proves nothing of it.
 */
final class ListChecks {

    private final Archive archive;
    private final BundleExhibit exhibit;

    ListChecks(Archive archive, BundleExhibit exhibit) {
        this.archive = archive;
        this.exhibit = exhibit;
    }

    void run(Findings findings) {
        findings.expect(
                "revocation list",
                "certificates/revocation.crl is signed by the newest authority, was made after the signatures, and names those of these"
                        + " certificates that ended, when they did, and no others",
                this::holds);
    }

    private boolean holds() {
        RevocationList list = RevocationList.parse(archive.bytes(EvidenceLayout.REVOCATION_LIST));
        List<byte[]> authorities = exhibit.authorityCertificates();
        if (!list.isSignedBy(Certificate.parse(authorities.get(authorities.size() - 1)))) {
            throw new Findings.Broken("the newest authority did not sign it");
        }
        for (Signed signed : exhibit.signatures()) {
            Instant signedAt = Facts.time(Json.read(signed.statement()).path("signedAt"));
            if (list.madeAt().isBefore(signedAt.truncatedTo(ChronoUnit.SECONDS))) {
                throw new Findings.Broken(
                        "it is of " + list.madeAt() + ", from before signature " + signed.signatureId());
            }
        }
        for (String keyId : exhibit.keys()) {
            Certificate certificate =
                    Certificate.parse(exhibit.enrolment(keyId).orElseThrow().certificate());
            Optional<Instant> ended = exhibit.certificateEnd(keyId)
                    .map(end -> Facts.time(Json.read(end).path("createdAt")).truncatedTo(ChronoUnit.SECONDS));
            if (!ended.equals(list.endOf(certificate.serial()))) {
                throw new Findings.Broken("of the certificate of key " + keyId + " it says "
                        + list.endOf(certificate.serial())
                                .map(at -> "that it ended at " + at)
                                .orElse("nothing")
                        + ", the facts beside it another thing");
            }
        }
        return true;
    }
}
