package dev.countersign.crypto;

import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Certificates.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.util.CollectionStore;

/**
 * Seals documents so that ordinary readers check them (CPY-04): a detached CMS signature (RFC 5652) by ECDSA on P-256, with the attributes
 * that PAdES baseline B-B demands (ETSI EN 319 142-1), and the certificate of the key that makes it.
 */
public final class DocumentSeal {

    private DocumentSeal() {}

    /**
     * The certificate of a sealing key, DER: signed by that key itself. Readers know no Ed25519, which the authority of people signs with; what
     * vouches for it is the audit log that names it.
     *
     * @param spki of the key
     * @param signer with the key, in DER
     */
    public static byte[] certificate(Issue issue, byte[] spki, Signer signer) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    Certificates.name(issue),
                    issue.serial(),
                    Date.from(issue.from()),
                    Date.from(issue.from().plus(issue.lasts())),
                    Certificates.name(issue),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    Certificates.identifiers().createSubjectKeyIdentifier(key));
            return builder.build(new ContentSignature(ContentSignature.ECDSA_P256, signer))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of plain fields always encodes", e);
        }
    }

    /**
     * The seal of a document, DER of CMS SignedData without the document.
     *
     * @param certificate of the key, DER
     * @throws IOException if the document cannot be read
     */
    public static byte[] over(InputStream document, byte[] certificate, Signer signer) throws IOException {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(certificate);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                    .setSignedAttributeGenerator(new Attributes(certificate))
                    .build(new ContentSignature(ContentSignature.ECDSA_P256, signer), holder));
            generator.addCertificates(new CollectionStore<>(List.of(holder)));
            return generator.generate(new Document(document), false).getEncoded("DER");
        } catch (CMSException e) {
            throw new IOException("a document could not be read to be sealed", e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("SHA-256 is always there", e);
        }
    }

    /** As every CMS signature has, with the certificate's hash; without a time, which PAdES has in the document instead. */
    private static final class Attributes extends DefaultSignedAttributeTableGenerator {

        private final byte[] certificate;

        Attributes(byte[] certificate) {
            this.certificate = certificate.clone();
        }

        @Override
        protected Hashtable<ASN1ObjectIdentifier, Attribute> createStandardAttributeTable(Map parameters) {
            @SuppressWarnings("unchecked")
            Hashtable<ASN1ObjectIdentifier, Attribute> attributes = super.createStandardAttributeTable(parameters);
            attributes.remove(PKCSObjectIdentifiers.pkcs_9_at_signingTime);
            attributes.put(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new Attribute(
                            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                            new DERSet(new SigningCertificateV2(
                                    new ESSCertIDv2(Digest.of(certificate).bytes())))));
            return attributes;
        }

        @Override
        public AttributeTable getAttributes(Map parameters) {
            return new AttributeTable(createStandardAttributeTable(parameters));
        }
    }

    /** Read once, as it comes. */
    private record Document(InputStream stream) implements CMSTypedData {

        @Override
        public ASN1ObjectIdentifier getContentType() {
            return PKCSObjectIdentifiers.data;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            stream.transferTo(out);
        }

        @Override
        public Object getContent() {
            return stream;
        }
    }
}
