package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Certificates;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The installation's own authority (KEY-01). Its certificate goes into the write-once store before the first it issues. */
@Component
class CertificateAuthority {

    private static final Duration AUTHORITY_LASTS = Duration.ofDays(36_500);

    private final KeyVault vault;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final IdentitySettings settings;

    CertificateAuthority(
            KeyVault vault, WormStore store, Ledger ledger, Identifiers identifiers, IdentitySettings settings) {
        this.vault = vault;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
    }

    /** A person's certificate; in the caller's transaction. The key's id is the serial: unique, and never used again. */
    Certificate issue(Person person, UUID keyId, VerifyingKey key) {
        // so that it does not come into the log behind the next authority
        store.holdEnrolments();
        Authority authority = current();
        Issue issue = new Issue(
                person.printedName(),
                person.userId(),
                store.installation().organisation(),
                serial(keyId),
                store.now().truncatedTo(ChronoUnit.SECONDS),
                settings.certificateLasts());
        return Certificate.parse(
                Certificates.issueSigner(issue, key, authority.certificate(), signer(authority.generation())));
    }

    /**
     * Puts another authority in the place of this one, which certifies it; in the caller's transaction. Its key MUST be in the vault. It begins with the
     * next second: nothing that is enrolled later can be of the one before.
     *
     * @throws dev.countersign.ledger.RefusedException {@code no-authority} if there is none yet, {@code generation-not-proposed} if it is not the next one
     */
    void renew(Caller second, int generation) {
        store.holdEnrolments();
        Authority before = Authorities.of(store).newest().orElseThrow(() -> IdentityRefusal.NO_AUTHORITY.thrown());
        if (before.generation() + 1 != generation) {
            throw IdentityRefusal.GENERATION_NOT_PROPOSED.thrown(generation, "authority");
        }
        Issue issue = authority(" " + generation, store.now().plusSeconds(1));
        Certificate certificate = Certificate.parse(Certificates.issueSuccessor(
                issue, vault.authority(generation), before.certificate(), signer(before.generation())));
        store.appendAuthorityCertificate(certificate.der());
        ledger.append(
                second,
                IdentityEvent.high(
                        "authority.renewed",
                        "certificate:" + certificate.sha256(),
                        Map.of(
                                "generation", generation,
                                "certificateSha256", certificate.sha256().hex(),
                                "previousSha256", before.certificate().sha256().hex(),
                                "spkiSha256", certificate.key().fingerprint().hex())));
    }

    private Authority current() {
        return Authorities.of(store).newest().orElseGet(() -> new Authority(1, begin(), store.now()));
    }

    private Issue authority(String which, Instant from) {
        Installation installation = store.installation();
        return new Issue(
                "Countersign authority " + installation.installationId() + which,
                null,
                installation.organisation(),
                serial(identifiers.next()),
                from.truncatedTo(ChronoUnit.SECONDS),
                AUTHORITY_LASTS);
    }

    private Certificate begin() {
        Certificate certificate = Certificate.parse(
                Certificates.issueAuthority(authority("", store.now()), vault.authority(1), signer(1)));
        store.appendAuthorityCertificate(certificate.der());
        ledger.append(
                Caller.system("identity"),
                IdentityEvent.high(
                        "authority.begun",
                        "certificate:" + certificate.sha256(),
                        Map.of("spkiSha256", certificate.key().fingerprint().hex())));
        return certificate;
    }

    private Certificates.Signer signer(int generation) {
        return message -> vault.certify(generation, message);
    }

    /** The serial number of the certificate of a key: its id. */
    static BigInteger serial(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return new BigInteger(1, bytes);
    }
}
