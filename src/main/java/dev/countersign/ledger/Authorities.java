package dev.countersign.ledger;

import dev.countersign.crypto.Certificate;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredAuthority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The installation's authorities (KEY-01): the first, and those that two people put in the place of the one before, which certified each. Only the
 * newest issues; what an earlier one certified in its time stays.
 */
public final class Authorities {

    private final List<Authority> chain;

    private Authorities(List<Authority> chain) {
        this.chain = chain;
    }

    /**
     * One of them.
     *
     * @param generation counted from 1
     * @param since when it was stored, by the database
     */
    public record Authority(int generation, Certificate certificate, Instant since) {}

    /** As they are stored now. A certificate that follows from none before it counts for nothing. */
    public static Authorities of(WormStore store) {
        List<Authority> chain = new ArrayList<>();
        for (StoredAuthority stored : store.authorities()) {
            Certificate one = Certificate.parse(stored.certificate());
            Certificate before =
                    chain.isEmpty() ? one : chain.get(chain.size() - 1).certificate();
            if (one.isIssuedBy(before) && one.isAuthority()) {
                chain.add(new Authority(chain.size() + 1, one, stored.recordedAt()));
            }
        }
        return new Authorities(List.copyOf(chain));
    }

    /** The first one first. */
    public List<Authority> all() {
        return chain;
    }

    /** The one that issues now; none before the first enrolment. */
    public Optional<Authority> newest() {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }

    /** Whose signature is on a person's certificate. */
    public Optional<Authority> issuerOf(Certificate certificate) {
        return chain.stream()
                .filter(one -> certificate.isIssuedBy(one.certificate()))
                .findFirst();
    }

    /** Whether one of them issued a person's certificate, and was not followed by another when the person was enrolled. */
    boolean issued(Certificate certificate, Instant enrolledAt) {
        return issuerOf(certificate)
                .filter(issuer -> issuer.generation() == chain.size()
                        || enrolledAt.isBefore(chain.get(issuer.generation()).since()))
                .isPresent();
    }
}
