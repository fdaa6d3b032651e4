package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** The certificates that an authority gave and that ended: an X.509 CRL, version 2 (RFC 5280 section 5). */
public final class RevocationList {

    private final byte[] der;
    private final X509CRLHolder holder;

    private RevocationList(byte[] der, X509CRLHolder holder) {
        this.der = der;
        this.holder = holder;
    }

    /**
     * Reads DER bytes; who signed them is for {@link #isSignedBy} to say.
     *
     * @throws IllegalArgumentException if they are not exactly one list signed with Ed25519
     */
    public static RevocationList parse(byte[] der) {
        try {
            X509CRLHolder holder = new X509CRLHolder(der);
            CertificateList list = holder.toASN1Structure();
            if (!Arrays.equals(list.getEncoded(ASN1Encoding.DER), der)
                    || !list.getSignatureAlgorithm().equals(ContentSignature.ED25519)
                    || !list.getTBSCertList().getSignature().equals(ContentSignature.ED25519)) {
                throw new IllegalArgumentException("not a list signed with Ed25519");
            }
            return new RevocationList(der.clone(), holder);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a list of revoked certificates", e);
        }
    }

    public byte[] der() {
        return der.clone();
    }

    /** When it was made, in whole seconds. */
    public Instant madeAt() {
        return holder.getThisUpdate().toInstant();
    }

    public boolean isSignedBy(Certificate authority) {
        try {
            CertificateList list = holder.toASN1Structure();
            return authority.isAuthority()
                    && Arrays.equals(holder.getIssuer().getEncoded(), authority.subject())
                    && list.getSignature().getPadBits() == 0
                    && authority
                            .key()
                            .verifies(
                                    list.getTBSCertList().getEncoded(ASN1Encoding.DER),
                                    list.getSignature().getOctets());
        } catch (IOException e) {
            return false;
        }
    }

    /** When the certificate with that serial number ended, in whole seconds, if it is on the list. */
    public Optional<Instant> endOf(BigInteger serial) {
        return Optional.ofNullable(holder.getRevokedCertificate(serial))
                .map(entry -> entry.getRevocationDate().toInstant());
    }

    /**
     * @param issuer the authority that gave it
     * @param at when the certificate ended; what was signed with it before stays valid
     */
    public record Revoked(BigInteger serial, Certificate issuer, Instant at) {}

    /**
     * Signs a list, DER. Where it speaks of certificates that earlier authorities gave it is an indirect one (RFC 5280 section 5.2.5): an entry names
     * the authority if it is another than that of the entry before.
     *
     * @param all whether it speaks for earlier authorities too
     * @param number larger than that of any earlier list
     * @param from when it was made; the next is there before {@code until}
     */
    public static byte[] issue(
            Certificate authority,
            boolean all,
            List<Revoked> revoked,
            BigInteger number,
            Instant from,
            Instant until,
            Certificates.Signer signer) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(X500Name.getInstance(authority.subject()), Date.from(from));
            builder.setNextUpdate(Date.from(until));
            Certificate before = authority;
            for (Revoked one : revoked) {
                builder.addCRLEntry(
                        one.serial(),
                        Date.from(one.at()),
                        entry(one, !one.issuer().sha256().equals(before.sha256())));
                before = one.issuer();
            }
            if (all) {
                builder.addExtension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(null, false, false, null, true, false));
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    Certificates.identifiers()
                            .createAuthorityKeyIdentifier(SubjectPublicKeyInfo.getInstance(
                                    authority.key().spki())));
            builder.addExtension(Extension.cRLNumber, false, new ASN1Integer(number));
            return builder.build(new ContentSignature(ContentSignature.ED25519, signer))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a list of plain fields always encodes", e);
        }
    }

    private static Extensions entry(Revoked one, boolean another) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.cessationOfOperation));
        if (another) {
            GeneralName issuer =
                    new GeneralName(X500Name.getInstance(one.issuer().subject()));
            extensions.addExtension(Extension.certificateIssuer, true, new GeneralNames(issuer));
        }
        return extensions.generate();
    }
}
