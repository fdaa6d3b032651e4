package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.evidence.verify.Exhibit.Enrolled;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Where in the log each authority of a bundle began, and whether each certificate came into the log while its authority was the one. */
final class AuthorityTimes {

    private final BundleExhibit exhibit;
    private final AuthorityChain chain;

    AuthorityTimes(BundleExhibit exhibit) {
        this.exhibit = exhibit;
        this.chain = new AuthorityChain(exhibit.authorityCertificates());
    }

    /** By what the log of the bundle says of them. */
    boolean holds() {
        List<Long> from = new ArrayList<>(List.of(-1L));
        for (String sha256 : chain.hashes().subList(Math.min(1, chain.size()), chain.size())) {
            long place = place("authority.renewed", "certificateSha256", sha256).orElse(-1);
            if (place <= from.get(from.size() - 1)) {
                return false;
            }
            from.add(place);
        }
        return areWithin(from);
    }

    /**
     * By what a trust file says: it may know fewer of them, or more that began where the checkpoint of the bundle ends or behind; those that both know are
     * the same, from the same place on. A bundle that leaves out an authority of its own time may have its list of revoked certificates from a retired one.
     *
     * @param size how many entries the checkpoint of the bundle covers
     * @throws Findings.Broken if one is left out
     */
    boolean isTrusted(Json trust, long size) {
        List<Json> named = trust.path("authorities").items();
        List<String> found = chain.hashes();
        String first = trust.path("authorityCertificateSha256").textValue();
        if (found.isEmpty() || !found.get(0).equals(first)) {
            return found.isEmpty() && exhibit.signatures().isEmpty();
        }
        List<Long> from = new ArrayList<>();
        for (int one = 0; one < named.size(); one++) {
            from.add(Long.parseLong(named.get(one).path("from").asText()));
            if (one >= found.size() && from.get(one) < size) {
                throw new Findings.Broken("it leaves out authority " + (one + 1) + ", which began at entry "
                        + from.get(one) + " of the log: the checkpoint covers " + size);
            }
            if (one < found.size()
                    && (!found.get(one)
                                    .equals(named.get(one)
                                            .path("certificateSha256")
                                            .textValue())
                            || (one > 0
                                    && from.get(one)
                                            != place("authority.renewed", "certificateSha256", found.get(one))
                                                    .orElse(-1)))) {
                return false;
            }
        }
        return areWithin(from);
    }

    /** @param from where each begins; further ones are nobody's end */
    private boolean areWithin(List<Long> from) {
        for (String keyId : exhibit.keys()) {
            Enrolled enrolled = exhibit.enrolment(keyId).orElseThrow();
            int issuer = chain.issuerOf(Certificate.parse(enrolled.certificate()));
            long place = place("key.certified", "keyId", keyId).orElse(-1);
            if (issuer < 0
                    || (issuer > 0 && issuer < from.size() && place <= from.get(issuer))
                    || (issuer + 1 < from.size() && place >= from.get(issuer + 1))) {
                return false;
            }
        }
        return true;
    }

    private OptionalLong place(String type, String member, String value) {
        return exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                .filter(one -> one.isOf(type)
                        && value.equals(one.fact().path("new").path(member).textValue()))
                .mapToLong(LoggedEntry::index)
                .findFirst();
    }
}
