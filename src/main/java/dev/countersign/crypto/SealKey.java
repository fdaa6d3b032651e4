package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

/** A P-256 key that signs where it lies: in this process, or in the token of its provider. */
final class SealKey {

    private static final String ALGORITHM = "SHA256withECDSA";

    private final PrivateKey key;
    private final PublicKey publicKey;
    private final @Nullable Provider token;

    private SealKey(PrivateKey key, PublicKey publicKey, @Nullable Provider token) {
        this.key = key;
        this.publicKey = publicKey;
        this.token = token;
    }

    /** Where a new key goes, with the certificate that a key entry needs to hold it. */
    interface Keeping {
        void keep(PrivateKey key, byte[] holder) throws GeneralSecurityException;
    }

    static SealKey of(Key key, Certificate holder) {
        return new SealKey((PrivateKey) key, holder.getPublicKey(), null);
    }

    static SealKey in(Provider token, Key key, Certificate holder) {
        return new SealKey((PrivateKey) key, holder.getPublicKey(), token);
    }

    static void make(SecureRandom random, Keeping keeping) throws GeneralSecurityException {
        make(KeyPairGenerator.getInstance("EC"), null, random, keeping);
    }

    /** Makes a key inside the token. */
    static void make(Provider token, Keeping keeping) throws GeneralSecurityException {
        make(KeyPairGenerator.getInstance("EC", token), token, new SecureRandom(), keeping);
    }

    private static void make(KeyPairGenerator generator, @Nullable Provider token, SecureRandom random, Keeping keeping)
            throws GeneralSecurityException {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        keeping.keep(pair.getPrivate(), new SealKey(pair.getPrivate(), pair.getPublic(), token).holder(random));
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature =
                    token == null ? Signature.getInstance(ALGORITHM) : Signature.getInstance(ALGORITHM, token);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new KeysUnavailableException(
                    "the key of seals cannot sign (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    byte[] spki() {
        return publicKey.getEncoded();
    }

    /** Holds the key in its store and nothing else: no verifier ever sees it. */
    private byte[] holder(SecureRandom random) {
        X500Name name = new X500Name("CN=Keystore entry seal,O=countersign");
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                new BigInteger(127, random),
                Date.from(Instant.EPOCH),
                Date.from(Instant.EPOCH.plus(Duration.ofDays(36_500))),
                name,
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        try {
            return builder.build(new ContentSignature(ContentSignature.ECDSA_P256, this::sign))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of plain fields always encodes", e);
        }
    }
}
