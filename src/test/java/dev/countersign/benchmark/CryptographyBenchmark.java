package dev.countersign.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.SigningKey;
import dev.countersign.crypto.VerifyingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** Signing, verifying and canonical JSON (P11): against the JDK's own Ed25519 and the reference implementation of RFC 8785. */
class CryptographyBenchmark {

    private static final Target TARGET_SIGN = Target.atLeast(15);
    private static final Target TARGET_VERIFY = Target.atLeast(7);
    private static final Target TARGET_CANONICALISE = Target.atLeast(2);

    private final Scale scale = Scale.configured();
    private final SigningKey key = SigningKey.generate();
    private final VerifyingKey verifying = key.verifyingKey();
    private byte[] message;
    private byte[] signature;
    private final List<byte[]> documents = new ArrayList<>();

    @Test
    void signsVerifiesAndCanonicalises() throws Exception {
        for (String sample : List.of("sop", "test-suite", "batch-record")) {
            documents.add(Files.readAllBytes(Path.of("docs", "samples", sample + ".json")));
        }
        message = Files.readAllBytes(Path.of("src", "test", "resources", "formats", "signature.json"));
        signature = key.sign(message);
        PrivateKey secret = privateKey();
        PublicKey open = publicKey();
        assertThat(signature).isEqualTo(signedByTheJdk(secret));
        for (byte[] document : documents) {
            assertThat(canonical(document)).isEqualTo(canonicalByTheReference(document));
        }

        Interleaved all = Interleaved.measure(
                2,
                scale.rounds(),
                List.of(
                        () -> lasting(() -> key.sign(message)),
                        () -> lasting(() -> signedByTheJdk(secret)),
                        () -> lasting(() -> demand(verifying.verifies(message, signature))),
                        () -> lasting(() -> demand(verifiesByTheJdk(open))),
                        () -> lasting(() -> documents.forEach(CryptographyBenchmark::canonical)),
                        () -> lasting(() -> documents.forEach(CryptographyBenchmark::canonicalByTheReference))));

        String text = message.length + " bytes";
        Results.publish(
                "cryptography",
                Map.of(),
                List.of(
                        Measure.ratio("P11", "signing, Ed25519", "JDK", TARGET_SIGN, text, speed(all, 0)),
                        Measure.ratio("P11", "verifying a signature", "JDK", TARGET_VERIFY, text, speed(all, 2)),
                        Measure.ratio(
                                "P11",
                                "reading and canonicalising JSON",
                                "java-json-canonicalization",
                                TARGET_CANONICALISE,
                                documents.size() + " records, "
                                        + documents.stream()
                                                .mapToInt(one -> one.length)
                                                .sum() + " bytes",
                                speed(all, 4))));
    }

    /** How many times faster a subject is than the one after it. */
    private static List<Double> speed(Interleaved all, int subject) {
        return all.ratios(subject + 1, subject, Round::p50);
    }

    private Round lasting(Round.Work work) throws Exception {
        return Round.lasting(scale.round(), work);
    }

    private static void demand(boolean holds) {
        if (!holds) {
            throw new AssertionError("a signature does not verify");
        }
    }

    private static byte[] canonical(byte[] document) {
        return CanonicalJson.write(CanonicalJson.parse(document));
    }

    private static byte[] canonicalByTheReference(byte[] document) {
        try {
            return new JsonCanonicalizer(new String(document, UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signedByTheJdk(PrivateKey secret) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519", "SunEC");
        signer.initSign(secret);
        signer.update(message);
        return signer.sign();
    }

    private boolean verifiesByTheJdk(PublicKey open) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519", "SunEC");
        verifier.initVerify(open);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.seed()));
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(verifying.spki()));
    }
}
