package dev.countersign.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A PKCS#11 token that this process is logged in to (Oracle's SunPKCS11 provider). What is made in it is made sensitive and not
 * extractable, and never leaves it.
 */
final class Token {

    private static final String HMAC = "HmacSHA256";

    private final TokenPlace place;
    private final Provider provider;
    private final char[] pin;
    private KeyStore content;

    private Token(TokenPlace place, Provider provider, char[] pin) throws IOException, GeneralSecurityException {
        this.place = place;
        this.provider = provider;
        this.pin = pin;
        this.content = read();
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        KeyStore read = KeyStore.getInstance("PKCS11", provider);
        read.load(null, pin);
        return read;
    }

    /** @throws KeysUnavailableException if library, slot or PIN do not hold */
    static Token open(TokenPlace place, char[] pin) {
        Provider installed = Security.getProvider("SunPKCS11");
        if (installed == null) {
            throw new KeysUnavailableException("this Java has no provider SunPKCS11 (expected: its module"
                    + " jdk.crypto.cryptoki). Run another Java, or keep the keys elsewhere");
        }
        try {
            return new Token(place, installed.configure(place.configuration()), pin);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeysUnavailableException(
                    "the token " + place
                            + " does not open (expected: its library, a slot with an initialised token, and"
                            + " the PIN of its user). Tokens lock themselves after a few wrong PINs: correct it before"
                            + " the next start",
                    e);
        }
    }

    /**
     * A secret of the token.
     *
     * @param make whether a missing one is made
     */
    SecretKey secret(String label, boolean make) {
        return find(label, make, SecretKey.class, () -> {
            KeyGenerator generator = KeyGenerator.getInstance(HMAC, provider);
            generator.init(256);
            content.setEntry(label, new KeyStore.SecretKeyEntry(generator.generateKey()), null);
        });
    }

    /** The token's P-256 key. */
    SealKey sealKey(String label, boolean make) {
        PrivateKey key = find(
                label,
                make,
                PrivateKey.class,
                () -> SealKey.make(
                        provider,
                        (fresh, holder) -> content.setKeyEntry(label, fresh, null, new Certificate[] {
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(holder))
                        })));
        try {
            return SealKey.in(provider, key, content.getCertificate(label));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unusable(label, e);
        }
    }

    byte[] hmac(String label, SecretKey secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC, provider);
            mac.init(secret);
            return mac.doFinal(message);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unusable(label, e);
        }
    }

    private interface Making {
        void make() throws GeneralSecurityException;
    }

    private synchronized <K extends Key> K find(String label, boolean make, Class<K> kind, Making making) {
        try {
            if (!content.containsAlias(label)) {
                // another node may have made it since
                content = read();
            }
            if (make && !content.containsAlias(label)) {
                making.make();
            }
            Key key = content.getKey(label, null);
            if (!kind.isInstance(key)) {
                throw new KeysUnavailableException(
                        "the token " + place + " has no key " + label + " (expected: the token"
                                + " this installation was made with). Restore it; without its keys nobody can sign");
            }
            return kind.cast(key);
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw unusable(label, e);
        }
    }

    private KeysUnavailableException unusable(String label, Exception cause) {
        return new KeysUnavailableException(
                "the key " + label + " of the token " + place + " cannot be used (" + cause.getMessage()
                        + "). Nothing was done with it; look after the token",
                cause);
    }
}
