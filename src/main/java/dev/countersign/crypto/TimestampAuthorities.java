package dev.countersign.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates of those whose timestamps count. Asks nobody whether one was revoked. */
public final class TimestampAuthorities {

    private final List<X509Certificate> trusted;

    private TimestampAuthorities(List<X509Certificate> trusted) {
        this.trusted = trusted;
    }

    /**
     * Reads certificates, of authorities or of those who issued theirs.
     *
     * @param pem one or more, one behind the other
     * @throws IllegalArgumentException if there is none, or something else
     */
    public static TimestampAuthorities ofPem(byte[] pem) {
        try {
            List<X509Certificate> all = certificates().generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate");
            }
            return new TimestampAuthorities(all);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not certificates in PEM", e);
        }
    }

    /**
     * Reads certificates, one each.
     *
     * @throws IllegalArgumentException if there is none, or something else
     */
    public static TimestampAuthorities ofDer(List<byte[]> certificates) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        certificates.forEach(all::writeBytes);
        return ofPem(all.toByteArray());
    }

    /** The certificates, in the order they were read. */
    public List<byte[]> der() {
        return trusted.stream().map(TimestampAuthorities::encoded).toList();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has its bytes", e);
        }
    }

    /**
     * Judges who gave a token: a signature by a certificate for timestamps alone, named in what was signed, with a path to one of these
     * certificates that was valid when the token says it was made.
     *
     * @return until when that path is valid: afterwards the token proves nothing by itself
     * @throws TimestampRefusedException if it is not by one of these authorities
     */
    public Instant judge(TimestampToken token) throws TimestampRefusedException {
        try {
            return judged(token);
        } catch (RuntimeException e) {
            throw new TimestampRefusedException("its certificates cannot be read");
        }
    }

    private Instant judged(TimestampToken token) throws TimestampRefusedException {
        X509CertificateHolder signer = token.signer();
        List<X509Certificate> path;
        try {
            path = path(converted(signer), token);
        } catch (GeneralSecurityException | IOException e) {
            throw new TimestampRefusedException(
                    "there is no path from the certificate that signed it to a trusted one, valid when it was made");
        }
        Instant from = latest(path);
        Instant end = earliest(path);
        if (token.time().isBefore(from) || token.time().isAfter(end)) {
            throw new TimestampRefusedException("a certificate of its path was not valid when it was made");
        }
        return end;
    }

    private List<X509Certificate> path(X509Certificate signer, TimestampToken token)
            throws GeneralSecurityException, IOException {
        if (trusted.contains(signer)) {
            return List.of(signer);
        }
        List<X509Certificate> known = new ArrayList<>(trusted);
        for (X509CertificateHolder one : token.certificates()) {
            known.add(converted(one));
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        Set<TrustAnchor> anchors =
                trusted.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(token.time()));
        PKIXCertPathBuilderResult built =
                (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        return Stream.concat(
                        built.getCertPath().getCertificates().stream(),
                        Stream.of(built.getTrustAnchor().getTrustedCert()))
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static Instant latest(List<X509Certificate> path) {
        return path.stream()
                .map(one -> one.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant earliest(List<X509Certificate> path) {
        return path.stream()
                .map(one -> one.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static X509Certificate converted(X509CertificateHolder holder) throws CertificateException, IOException {
        return (X509Certificate) certificates().generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }

    private static CertificateFactory certificates() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
