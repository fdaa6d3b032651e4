package dev.countersign.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.jspecify.annotations.Nullable;

/**
 * Issues X.509 certificates for Ed25519 keys (RFC 5280, RFC 8410): the installation's own authority, and people whose only
 * use of the key is to commit to content.
 */
public final class Certificates {

    private Certificates() {}

    /** Signs with a key that stays where it is. */
    public interface Signer {
        byte[] sign(byte[] message);
    }

    /**
     * What a certificate says of its holder.
     *
     * @param printedName common name
     * @param userId user id; null for the authority
     * @param serial positive, unique for ever within the authority, at most 20 bytes
     */
    public record Issue(
            String printedName,
            @Nullable String userId,
            String organisation,
            BigInteger serial,
            Instant from,
            Duration lasts) {}

    /** The self-signed certificate of an authority, DER. */
    public static byte[] issueAuthority(Issue issue, VerifyingKey key, Signer signer) {
        return build(name(issue), issue, key, signer, Certificates::authority);
    }

    /** The certificate of the authority that comes after another one, signed by that one, DER. */
    public static byte[] issueSuccessor(Issue issue, VerifyingKey key, Certificate before, Signer signer) {
        return build(X500Name.getInstance(before.subject()), issue, key, signer, builder -> {
            authority(builder);
            issuer(builder, before);
        });
    }

    private static void authority(X509v3CertificateBuilder builder) throws IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private static void issuer(X509v3CertificateBuilder builder, Certificate authority) throws IOException {
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers().createAuthorityKeyIdentifier(spki(authority.key())));
    }

    /** A person's certificate, DER: keyUsage is contentCommitment alone. */
    public static byte[] issueSigner(Issue issue, VerifyingKey key, Certificate authority, Signer signer) {
        return build(X500Name.getInstance(authority.subject()), issue, key, signer, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation));
            issuer(builder, authority);
        });
    }

    private interface Extending {
        void extend(X509v3CertificateBuilder builder) throws IOException;
    }

    private static byte[] build(X500Name issuer, Issue issue, VerifyingKey key, Signer signer, Extending extending) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    issue.serial(),
                    Date.from(issue.from()),
                    Date.from(issue.from().plus(issue.lasts())),
                    name(issue),
                    spki(key));
            extending.extend(builder);
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(spki(key)));
            return builder.build(new ContentSignature(ContentSignature.ED25519, signer))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of plain fields always encodes", e);
        }
    }

    private static SubjectPublicKeyInfo spki(VerifyingKey key) {
        return SubjectPublicKeyInfo.getInstance(key.spki());
    }

    /** Key identifiers are SHA-1 by RFC 5280 section 4.2.1.2: names, not security. */
    static X509ExtensionUtils identifiers() {
        return new X509ExtensionUtils(new Sha1Calculator());
    }

    static X500Name name(Issue issue) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        name.addRDN(BCStyle.O, issue.organisation());
        if (issue.userId() != null) {
            name.addRDN(BCStyle.UID, issue.userId());
        }
        name.addRDN(BCStyle.CN, issue.printedName());
        return name.build();
    }

    private static final class Sha1Calculator implements org.bouncycastle.operator.DigestCalculator {
        private final java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(org.bouncycastle.asn1.oiw.OIWObjectIdentifiers.idSHA1);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getDigest() {
            byte[] bytes = content.toByteArray();
            SHA1Digest sha1 = new SHA1Digest();
            sha1.update(bytes, 0, bytes.length);
            byte[] digest = new byte[sha1.getDigestSize()];
            sha1.doFinal(digest, 0);
            return digest;
        }
    }
}
