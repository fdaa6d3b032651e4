package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.RevocationList;
import dev.countersign.crypto.RevocationList.Revoked;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.worm.WormStore;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Revocations}. Whoever asks a hundred times in an hour costs one signature. */
@Component
class SignedRevocations implements Revocations {

    private static final Duration RENEWED = Duration.ofHours(1);
    private static final Duration LASTS = Duration.ofDays(7);

    private final SigningKeyMapper keys;
    private final WormStore store;
    private final KeyVault vault;
    private @Nullable Made newest;

    @SuppressWarnings("ArrayRecordComponent")
    private record Made(int generation, List<UUID> ended, Instant at, byte[] list) {}

    SignedRevocations(SigningKeyMapper keys, WormStore store, KeyVault vault) {
        this.keys = keys;
        this.store = store;
        this.vault = vault;
    }

    @Override
    public synchronized byte[] list() {
        Authorities authorities = Authorities.of(store);
        Authority authority = authorities.newest().orElseThrow(() -> IdentityRefusal.NO_AUTHORITY.thrown());
        List<UUID> ended = keys.ended(store.installation().organisation());
        Instant now = store.now();
        Made made = newest;
        if (made == null
                || made.generation() != authority.generation()
                || !made.ended().equals(ended)
                || made.at().plus(RENEWED).isBefore(now)) {
            made = new Made(authority.generation(), ended, now, made(authorities, authority, ended, now));
            newest = made;
        }
        return made.list().clone();
    }

    /** Its number counts milliseconds, so that whichever node makes the next one has a larger. */
    private byte[] made(Authorities authorities, Authority authority, List<UUID> ended, Instant now) {
        List<Revoked> revoked = ended.stream()
                .map(store::certificateEnd)
                .flatMap(Optional::stream)
                .map(end -> new Revoked(
                        CertificateAuthority.serial(end.keyId()), issuer(authorities, end.keyId()), end.createdAt()))
                .toList();
        return RevocationList.issue(
                authority.certificate(),
                authority.generation() > 1,
                revoked,
                BigInteger.valueOf(now.toEpochMilli()),
                now,
                now.plus(LASTS),
                message -> vault.certify(authority.generation(), message));
    }

    private Certificate issuer(Authorities authorities, UUID keyId) {
        return store.enrolment(keyId)
                .map(enrolment -> Certificate.parse(enrolment.certificate()))
                .flatMap(authorities::issuerOf)
                .map(Authority::certificate)
                .orElseThrow(() -> new IllegalStateException("no authority gave the certificate of key " + keyId));
    }
}
