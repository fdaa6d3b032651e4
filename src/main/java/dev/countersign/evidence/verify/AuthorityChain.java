package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The authorities that certified people (KEY-01): the first, whose certificate is signed by its own key, and those that came after it, each certified by
 * the one before. From where the next begins, an authority certifies nobody.
 */
final class AuthorityChain {

    private final List<Certificate> chain = new ArrayList<>();
    private final boolean sound;

    /** @param given their certificates, the first one first */
    AuthorityChain(List<byte[]> given) {
        given.forEach(this::add);
        this.sound = chain.size() == given.size() && chain.stream().allMatch(Certificate::isAuthority);
    }

    private void add(byte[] der) {
        try {
            Certificate one = Certificate.parse(der);
            if (one.isIssuedBy(chain.isEmpty() ? one : chain.get(chain.size() - 1))) {
                chain.add(one);
            }
        } catch (IllegalArgumentException e) {
            // no certificate, so it follows from none
        }
    }

    /** Whether each of those given follows from the one before it. */
    boolean isSound() {
        return sound;
    }

    int size() {
        return chain.size();
    }

    /** SHA-256 of their certificates. */
    List<String> hashes() {
        return chain.stream().map(one -> Digest.of(one.der()).hex()).toList();
    }

    /** The place of the one whose signature is on a person's certificate, from 0; -1 if it is none of them. */
    int issuerOf(Certificate certificate) {
        for (int place = 0; place < chain.size(); place++) {
            if (certificate.isIssuedBy(chain.get(place))) {
                return place;
            }
        }
        return -1;
    }

    /** Whether one of them issued a person's certificate, and the person was enrolled before the next began. */
    boolean issued(Certificate certificate, Instant enrolledAt) {
        int place = issuerOf(certificate);
        return place >= 0
                && (place + 1 == chain.size()
                        || enrolledAt.isBefore(chain.get(place + 1).notBefore()));
    }
}
