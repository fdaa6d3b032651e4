package dev.countersign.crypto;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/** How a key that stays where it is signs what BouncyCastle builds. */
final class ContentSignature implements ContentSigner {

    static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    static final AlgorithmIdentifier ECDSA_P256 = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final AlgorithmIdentifier algorithm;
    private final Certificates.Signer signer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    ContentSignature(AlgorithmIdentifier algorithm, Certificates.Signer signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return signer.sign(content.toByteArray());
    }
}
