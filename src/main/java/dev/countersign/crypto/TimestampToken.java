package dev.countersign.crypto;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** A timestamp token (RFC 3161 section 2.4.2): that somebody saw a hash at a time. Reading says nothing of trust: see {@link TimestampAuthorities}. */
public final class TimestampToken {

    private final byte[] der;
    private final TimeStampToken token;
    private final TimestampHash hash;

    private TimestampToken(byte[] der, TimeStampToken token, TimestampHash hash) {
        this.der = der;
        this.token = token;
        this.hash = hash;
    }

    /** @throws TimestampRefusedException if these are not exactly one token over a SHA-2 hash */
    public static TimestampToken parse(byte[] der) throws TimestampRefusedException {
        try {
            TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(der)));
            TimestampHash hash = TimestampHash.of(token.getTimeStampInfo().getMessageImprintAlgOID())
                    .orElseThrow(() -> new TimestampRefusedException("it is over a hash that is not accepted"));
            return new TimestampToken(der.clone(), token, hash);
        } catch (TSPException | IOException | RuntimeException e) {
            throw new TimestampRefusedException("these bytes are no timestamp token");
        }
    }

    /** The exact bytes. */
    public byte[] der() {
        return der.clone();
    }

    /** When the authority says it saw the hash. */
    public Instant time() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /** What the hash was made by. */
    public TimestampHash hash() {
        return hash;
    }

    /** Whether it is over exactly these bytes. */
    public boolean covers(byte[] message) {
        return MessageDigest.isEqual(hash.of(message), token.getTimeStampInfo().getMessageImprintDigest());
    }

    /**
     * SHA-256 of the certificate that signed it, which it names and carries. Says nothing of who that is: see {@link TimestampAuthorities}.
     *
     * @throws TimestampRefusedException if there is no such certificate, it is not for timestamps alone, or did not sign
     */
    public Digest signerSha256() throws TimestampRefusedException {
        try {
            return Digest.of(signer().getEncoded());
        } catch (IOException e) {
            throw new TimestampRefusedException("the certificate that signed it cannot be read");
        }
    }

    /** Certificates that came with it. */
    List<X509CertificateHolder> certificates() {
        return List.copyOf(token.getCertificates().getMatches(null));
    }

    /**
     * The certificate whose key signed it, named by its hash in what was signed (ESSCertIDv2, RFC 5816), valid when it signed, and
     * for timestamps alone.
     *
     * @throws TimestampRefusedException if there is no such certificate or no such signature
     */
    X509CertificateHolder signer() throws TimestampRefusedException {
        Collection<X509CertificateHolder> signers = token.getCertificates().getMatches(token.getSID());
        if (signers.size() != 1) {
            throw new TimestampRefusedException("the certificate that signed it is not in it");
        }
        X509CertificateHolder signer = signers.iterator().next();
        demandNamed(signer);
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            return signer;
        } catch (TSPException
                | OperatorCreationException
                | java.security.cert.CertificateException
                | RuntimeException e) {
            throw new TimestampRefusedException("its signature does not hold: " + e.getMessage());
        }
    }

    /** The library looks at an older attribute first, which names by SHA-1. */
    private void demandNamed(X509CertificateHolder signer) throws TimestampRefusedException {
        ASN1EncodableVector named = token.getSignedAttributes() == null
                ? new ASN1EncodableVector()
                : token.getSignedAttributes().getAll(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        try {
            if (named.size() == 1) {
                ESSCertIDv2 first = SigningCertificateV2.getInstance(
                                Attribute.getInstance(named.get(0)).getAttributeValues()[0])
                        .getCerts()[0];
                byte[] hash = MessageDigest.getInstance(
                                first.getHashAlgorithm().getAlgorithm().getId())
                        .digest(signer.getEncoded());
                if (MessageDigest.isEqual(hash, first.getCertHash())) {
                    return;
                }
            }
        } catch (IOException | NoSuchAlgorithmException | RuntimeException e) {
            throw new TimestampRefusedException("its ESSCertIDv2 cannot be read");
        }
        throw new TimestampRefusedException("it does not name the certificate that signed it (ESSCertIDv2)");
    }
}
