package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.RevocationList;
import dev.countersign.crypto.RevocationList.Revoked;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Revocations}, from what the write-once store tells: other tables can be altered. Whoever asks a hundred times in an hour costs one signature. */
@Component
class SignedRevocations implements Revocations {

    private static final Duration RENEWED = Duration.ofHours(1);
    private static final Duration LASTS = Duration.ofDays(7);

    private final WormStore store;
    private final Ledger ledger;
    private final KeyVault vault;
    /** What ended stays ended. Empty for a certificate that no authority of this installation gave: it proves nothing, ended or not. */
    private final Map<UUID, Optional<Revoked>> known = new HashMap<>();

    private @Nullable Made newest;

    @SuppressWarnings("ArrayRecordComponent")
    private record Made(int generation, List<UUID> ended, Instant at, byte[] list) {}

    SignedRevocations(WormStore store, Ledger ledger, KeyVault vault) {
        this.store = store;
        this.ledger = ledger;
        this.vault = vault;
    }

    @Override
    public byte[] list() {
        return list(Instant.EPOCH);
    }

    @Override
    public synchronized byte[] list(Instant after) {
        Authorities authorities = Authorities.of(store);
        Authority authority = authorities.newest().orElseThrow(() -> IdentityRefusal.NO_AUTHORITY.thrown());
        List<UUID> ended = store.endedKeys();
        Instant now = store.now();
        Made made = newest;
        if (made == null
                || made.generation() != authority.generation()
                || !made.ended().equals(ended)
                || made.at().isBefore(after)
                || made.at().plus(RENEWED).isBefore(now)) {
            made = new Made(authority.generation(), ended, now, made(authorities, authority, ended, now));
            newest = made;
        }
        return made.list().clone();
    }

    /** Its number counts milliseconds, so that whichever node makes the next one has a larger. */
    private byte[] made(Authorities authorities, Authority authority, List<UUID> ended, Instant now) {
        if (!known.keySet().containsAll(ended)) {
            learn(authorities, ended);
        }
        // the newest authority's own first: whoever gave the others is then named once
        List<String> order = authorities.all().stream()
                .map(one -> one.certificate().sha256().hex())
                .toList();
        List<Revoked> revoked = ended.stream()
                .flatMap(keyId -> known.getOrDefault(keyId, Optional.empty()).stream())
                .sorted(Comparator.comparing(
                        (Revoked one) -> -order.indexOf(one.issuer().sha256().hex())))
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

    private void learn(Authorities authorities, List<UUID> ended) {
        ToldEnds told = new ToldEnds(ledger);
        for (UUID keyId : ended) {
            if (!known.containsKey(keyId)) {
                store.certificateEnd(keyId)
                        .ifPresent(end -> known.put(
                                keyId,
                                issuer(authorities, keyId)
                                        .map(issuer -> new Revoked(
                                                CertificateAuthority.serial(keyId), issuer, told.of(end)))));
            }
        }
    }

    private Optional<Certificate> issuer(Authorities authorities, UUID keyId) {
        return store.enrolment(keyId)
                .map(enrolment -> Certificate.parse(enrolment.certificate()))
                .flatMap(authorities::issuerOf)
                .map(Authority::certificate);
    }
}
