package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** A parsed X.509 certificate of an Ed25519 key. Parsing says nothing of trust: see {@link #isIssuedBy}. */
public final class Certificate {

    private static final int KNOWN_AT_MOST = 512;
    /** Parsing proves that the key is a point of the curve, which takes as long as a signature; the same few come all the time. */
    private static final Map<Digest, Certificate> KNOWN =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Digest, Certificate> eldest) {
                    return size() > KNOWN_AT_MOST;
                }
            });

    private final byte[] der;
    private final X509CertificateHolder holder;
    private final VerifyingKey key;
    /** The authority whose signature was found to hold; null before. */
    private volatile @Nullable Certificate issuer;

    private Certificate(byte[] der, X509CertificateHolder holder, VerifyingKey key) {
        this.der = der;
        this.holder = holder;
        this.key = key;
    }

    /**
     * Reads DER bytes.
     *
     * @throws IllegalArgumentException if they are not exactly one certificate of an Ed25519 key signed with Ed25519
     */
    public static Certificate parse(byte[] der) {
        Digest sha256 = Digest.of(der);
        Certificate known = KNOWN.get(sha256);
        if (known == null) {
            known = read(der);
            KNOWN.put(sha256, known);
        }
        return known;
    }

    private static Certificate read(byte[] der) {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(der);
            if (!EdECObjectIdentifiers.id_Ed25519.equals(
                    holder.getSignatureAlgorithm().getAlgorithm())) {
                throw new IllegalArgumentException("not a certificate signed with Ed25519");
            }
            return new Certificate(
                    der.clone(),
                    holder,
                    VerifyingKey.ofSpki(holder.getSubjectPublicKeyInfo().getEncoded()));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    public byte[] der() {
        return der.clone();
    }

    /** SHA-256 of the DER bytes: how statements name a certificate. */
    public Digest sha256() {
        return Digest.of(der);
    }

    public VerifyingKey key() {
        return key;
    }

    /** Common name of the subject: the printed name. */
    public @Nullable String printedName() {
        return part(BCStyle.CN);
    }

    /** User id of the subject; null for an authority. */
    public @Nullable String userId() {
        return part(BCStyle.UID);
    }

    public @Nullable String organisation() {
        return part(BCStyle.O);
    }

    public BigInteger serial() {
        return holder.getSerialNumber();
    }

    public Instant notBefore() {
        return holder.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return holder.getNotAfter().toInstant();
    }

    public boolean isValidAt(Instant moment) {
        return !moment.isBefore(notBefore()) && !moment.isAfter(notAfter());
    }

    /** Whether the key may commit to content, and to nothing else (RFC 5280 section 4.2.1.3). */
    public boolean isForContentCommitment() {
        KeyUsage usage = KeyUsage.fromExtensions(holder.getExtensions());
        return usage != null && usage.hasUsages(KeyUsage.nonRepudiation) && !usage.hasUsages(KeyUsage.keyCertSign);
    }

    public boolean isAuthority() {
        BasicConstraints constraints = BasicConstraints.fromExtensions(holder.getExtensions());
        return constraints != null && constraints.isCA();
    }

    /** Whether that authority signed this certificate: name, authority flag and the signature over the exact bytes. */
    public boolean isIssuedBy(Certificate authority) {
        Certificate found = issuer;
        if (found != null && Arrays.equals(found.der, authority.der)) {
            return true;
        }
        try {
            boolean issued = authority.isAuthority()
                    && holder.getIssuer().equals(authority.holder.getSubject())
                    && authority.key.verifies(
                            holder.toASN1Structure().getTBSCertificate().getEncoded("DER"), holder.getSignature());
            if (issued) {
                issuer = authority;
            }
            return issued;
        } catch (IOException e) {
            return false;
        }
    }

    public String pem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** DER of the subject's name. */
    byte[] subject() {
        try {
            return holder.getSubject().getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("a parsed name always encodes", e);
        }
    }

    private @Nullable String part(ASN1ObjectIdentifier type) {
        X500Name name = holder.getSubject();
        RDN[] parts = name.getRDNs(type);
        return parts.length == 1 && parts[0].getFirst().getValue() instanceof ASN1String text ? text.getString() : null;
    }
}
