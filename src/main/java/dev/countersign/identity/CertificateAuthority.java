package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Certificates;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.VerifyingKey;
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
        Certificate authority = certificate();
        Issue issue = new Issue(
                person.printedName(),
                person.userId(),
                store.installation().organisation(),
                serial(keyId),
                store.now().truncatedTo(ChronoUnit.SECONDS),
                settings.certificateLasts());
        return Certificate.parse(Certificates.issueSigner(issue, key, authority, this::sign));
    }

    private Certificate certificate() {
        return store.authorityCertificate().map(Certificate::parse).orElseGet(this::begin);
    }

    private Certificate begin() {
        Installation installation = store.installation();
        Instant from = store.now().truncatedTo(ChronoUnit.SECONDS);
        Issue issue = new Issue(
                "Countersign authority " + installation.installationId(),
                null,
                installation.organisation(),
                serial(identifiers.next()),
                from,
                AUTHORITY_LASTS);
        Certificate certificate = Certificate.parse(
                Certificates.issueAuthority(issue, vault.verifyingKey(KeyName.AUTHORITY), this::sign));
        store.appendAuthorityCertificate(certificate.der());
        ledger.append(
                Caller.system("identity"),
                IdentityEvent.high(
                        "authority.begun",
                        "certificate:" + certificate.sha256(),
                        Map.of("spkiSha256", certificate.key().fingerprint().hex())));
        return certificate;
    }

    private byte[] sign(byte[] message) {
        return vault.sign(KeyName.AUTHORITY, message);
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
