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
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** The certificates that an authority gave and that ended: an X.509 CRL, version 2 (RFC 5280 section 5). */
public final class RevocationList {

    private RevocationList() {}

    /** @param at when the certificate ended; what was signed with it before stays valid */
    public record Revoked(BigInteger serial, Instant at) {}

    /**
     * Signs a list, DER.
     *
     * @param number larger than that of any earlier list
     * @param from when it was made; the next is there before {@code until}
     */
    public static byte[] issue(
            Certificate authority,
            List<Revoked> revoked,
            BigInteger number,
            Instant from,
            Instant until,
            Certificates.Signer signer) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(X500Name.getInstance(authority.subject()), Date.from(from));
            builder.setNextUpdate(Date.from(until));
            revoked.forEach(
                    one -> builder.addCRLEntry(one.serial(), Date.from(one.at()), CRLReason.cessationOfOperation));
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
}
