package dev.countersign.signing;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.Certificate;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Signatures verify with tools that nobody here wrote. */
@CountersignTest
@Requirement("KEY-03")
class StandardToolsTest {

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private WormStore worm;

    @TempDir
    private Path files;

    private StoredSignature signature;
    private Certificate certificate;

    @BeforeEach
    void somebodySigned() throws IOException {
        Team team = ceremonies.team();
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        Signature made = ceremonies.approve(team.author(), version, "authorship");
        signature = worm.signature(made.signatureId()).orElseThrow();
        certificate =
                Certificate.parse(worm.enrolment(made.keyId()).orElseThrow().certificate());
        Files.write(files.resolve("statement.json"), signature.statement());
        Files.write(files.resolve("statement.sig"), signature.signature());
        Files.writeString(files.resolve("cert.pem"), certificate.pem());
        Files.writeString(
                files.resolve("ca.pem"),
                Certificate.parse(worm.authorityCertificate().orElseThrow()).pem());
        Files.writeString(
                files.resolve("key.pem"),
                run("openssl", "x509", "-in", "cert.pem", "-pubkey", "-noout").output());
    }

    @Test
    void opensslVerifiesTheSignatureOverTheStatement() {
        assertThat(verify().output()).contains("Signature Verified Successfully");
        assertThat(verify().exit()).isZero();
    }

    @Test
    @Requirement("SIG-06")
    void opensslRefusesTheSignatureOverAnotherStatement() throws IOException {
        String statement = Files.readString(files.resolve("statement.json"));
        Files.writeString(files.resolve("statement.json"), statement.replace("\"version\":1", "\"version\":2"));
        assertThat(verify().exit()).isNotZero();
    }

    @Test
    @Requirement("KEY-01")
    void opensslVerifiesTheCertificateAgainstTheAuthority() {
        Run verified = run("openssl", "verify", "-check_ss_sig", "-CAfile", "ca.pem", "cert.pem");
        assertThat(verified.output()).contains("cert.pem: OK");
        assertThat(run("openssl", "x509", "-in", "cert.pem", "-noout", "-ext", "keyUsage")
                        .output())
                .contains("Non Repudiation");
    }

    @Test
    void aJoseLibraryVerifiesTheJws() throws Exception {
        PublicKey key = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.der()))
                .getPublicKey();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
        jws.setCompactSerialization(signature.jws());
        jws.setKey(key);

        assertThat(jws.verifySignature()).isTrue();
        assertThat(jws.getPayloadBytes()).isEqualTo(signature.statement());
        assertThat(jws.getKeyIdHeaderValue()).isEqualTo(signature.keyId().toString());
    }

    private Run verify() {
        return run(
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                "key.pem",
                "-rawin",
                "-in",
                "statement.json",
                "-sigfile",
                "statement.sig");
    }

    private record Run(int exit, String output) {}

    private Run run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(files.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("openssl 3.0 or newer is needed to run this test", e);
        }
    }
}
