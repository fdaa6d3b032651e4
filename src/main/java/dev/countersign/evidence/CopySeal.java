package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.DocumentSeal;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals printed copies with the installation's key for readers of PDF (CPY-04). The certificate of that key lies in the audit log, which
 * vouches for it: {@code /trust.json} names its digest.
 */
@Component
class CopySeal implements DocumentSeals {

    /** Of the entry that has a certificate. */
    static final String CERTIFIED = "seal.certified";

    private static final Duration LASTS = Duration.ofDays(36_500);
    private static final int KEYS = 20;
    private static final int HEX = 16;
    private static final int PEM_LINE = 64;

    private final KeyVault vault;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final TransactionTemplate own;
    private byte @Nullable [] known;

    CopySeal(KeyVault vault, WormStore store, Ledger ledger, Identifiers identifiers, TransactionTemplate own) {
        this.vault = vault;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.own = own;
    }

    /** Whom readers name as the one that sealed. */
    String holder() {
        return "Countersign installation " + store.installation().installationId();
    }

    @Override
    public byte[] over(InputStream document) throws IOException {
        return DocumentSeal.over(document, certificate(), vault::seal);
    }

    @Override
    public String certificatePem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(certificate())
                + "\n-----END CERTIFICATE-----\n";
    }

    private synchronized byte[] certificate() {
        byte[] certificate = known;
        if (certificate == null) {
            byte[] key = vault.sealKey();
            certificate = told(key).orElseGet(() -> certify(key));
            known = certificate;
        }
        return certificate;
    }

    /** Two nodes may certify one key at once: both certificates are in the log, and hold. */
    private byte[] certify(byte[] key) {
        Issue issue = new Issue(
                holder(),
                null,
                store.installation().organisation(),
                new BigInteger(identifiers.next().toString().replace("-", ""), HEX),
                store.now().truncatedTo(ChronoUnit.SECONDS),
                LASTS);
        byte[] certificate = DocumentSeal.certificate(issue, key, vault::seal);
        Certified certified = new Certified(certificate, Digest.of(key));
        return Objects.requireNonNull(own.execute(status -> {
            ledger.append(Caller.system("evidence"), certified);
            return certificate;
        }));
    }

    private Optional<byte[]> told(byte[] key) {
        String spki = Digest.of(key).hex();
        return ledger.search(new Filter(null, null, null, CERTIFIED, null), 0, KEYS).items().stream()
                .map(Entry::bytes)
                .map(CanonicalJson::parse)
                .map(fact -> fact.path("new"))
                .filter(fact -> spki.equals(fact.path("spkiSha256").textValue()))
                .findFirst()
                .map(CopySeal::certificate);
    }

    private static byte[] certificate(JsonNode fact) {
        return Base64.getDecoder().decode(fact.path("certificate").textValue());
    }

    private record Certified(byte[] certificate, Digest spki) implements AuditEvent {

        @Override
        public String type() {
            return CERTIFIED;
        }

        @Override
        public String subject() {
            return "certificate:" + Digest.of(certificate);
        }

        @Override
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "certificate", Base64.getEncoder().encodeToString(certificate),
                    "certificateSha256", Digest.of(certificate).hex(),
                    "spkiSha256", spki.hex());
        }
    }
}
