package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** The certificates that an authority gave and that ended: an X.509 CRL, version 2 (RFC 5280 section 5). */
public final class RevocationList {

    private RevocationList() {}

    /**
     * @param issuer the authority that gave it
     * @param at when the certificate ended; what was signed with it before stays valid
     */
    public record Revoked(BigInteger serial, Certificate issuer, Instant at) {}

    /**
     * Signs a list, DER. Where it speaks of certificates that earlier authorities gave it is an indirect one (RFC 5280 section 5.2.5), whose entries
     * name them.
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
            for (Revoked one : revoked) {
                builder.addCRLEntry(one.serial(), Date.from(one.at()), entry(one, all));
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

    private static Extensions entry(Revoked one, boolean all) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.cessationOfOperation));
        if (all) {
            GeneralName issuer =
                    new GeneralName(X500Name.getInstance(one.issuer().subject()));
            extensions.addExtension(Extension.certificateIssuer, true, new GeneralNames(issuer));
        }
        return extensions.generate();
    }
}
