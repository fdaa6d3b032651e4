package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.accounts.Accounts;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.RevocationList;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.CertificateState;
import dev.countersign.evidence.verify.Report;
import dev.countersign.identity.Presence;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.WormStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** How a certificate stands to a signature, told by all who verify (KEY-05). */
@CountersignTest
@Requirement({"KEY-05", "IDN-01"})
class CertificateStateTest {

    private static final String LIST = "certificates/revocation.crl";

    @Autowired
    private TestPeople people;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestExports exports;

    @Autowired
    private Evidence evidence;

    @Autowired
    private Accounts accounts;

    @Autowired
    private WormStore store;

    @Autowired
    private Presence presence;

    @Autowired
    private JdbcTemplate database;

    @LocalServerPort
    private int port;

    @TempDir
    private Path folder;

    @Test
    void whoSignedAndThenLeftSignedValidlyAndTheStateSaysBoth() throws Exception {
        String leaver = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(leaver));
        Signature signature = ceremonies.approve(leaver, version, "authorship");
        RecordVersion next = ceremonies.inReview(caller(leaver));
        Report before = evidence.verify(version.recordId(), 1);

        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");

        Map<String, CertificateState> valid = Map.of(signature.signatureId().toString(), CertificateState.VALID);
        Map<String, CertificateState> left =
                Map.of(signature.signatureId().toString(), CertificateState.REVOKED_AFTER_SIGNING);
        assertThat(before.certificates()).isEqualTo(valid);
        Report after = evidence.verify(version.recordId(), 1);
        assertThat(after.certificates()).isEqualTo(left);
        assertThat(after.state()).isEqualTo(before.state());
        byte[] zip = exports.bundle(version, 1);
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(zip), exports.trust());
        assertThat(verdict.report().certificates()).isEqualTo(left);
        assertThat(verdict.failure()).isEmpty();
        assertThat(ShellVerifier.over(TestBundle.of(zip), exports.trust()).text())
                .contains("state of the certificate: revoked after signing");
        StringWriter said = new StringWriter();
        OfflineCheck.run(Files.write(folder.resolve("b.zip"), zip), null, null, new PrintWriter(said));
        assertThat(said.toString())
                .contains("signature " + signature.signatureId() + ": certificate revoked after signing");
        assertThatThrownBy(() -> ceremonies.approve(leaver, next, "authorship")).isInstanceOf(RefusedException.class);
    }

    /** Fetched without an account, and read by software that knows nothing of ours. */
    @Test
    void theAuthoritysListNamesWhatEndedToOpenssl() throws Exception {
        String leaver = people.signer(Role.QA_ANALYST);
        String colleague = people.signer(Role.QA_ANALYST);
        Path leavers = certificate(leaver);
        Path colleagues = certificate(colleague);
        Path authority = Files.writeString(
                folder.resolve("authority.pem"),
                Certificate.parse(store.authorityCertificate().orElseThrow()).pem());
        assertThat(verified(authority, leavers)).contains("OK");

        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");

        assertThat(verified(authority, leavers)).contains("certificate revoked");
        assertThat(verified(authority, colleagues)).contains("OK");
        assertThat(openssl(
                        "crl", "-inform", "DER", "-in", "list.crl", "-noout", "-text", "-CAfile", authority.toString()))
                .contains("verify OK", "Version 2 (0x1)", "X509v3 CRL Number", "Cessation Of Operation");
    }

    /** The application's own table of keys, which its role and whoever administers the database can write. */
    @Test
    void whoAltersTheTableOfKeysTakesNothingOffTheList() throws Exception {
        String leaver = people.signer(Role.QA_ANALYST);
        UUID keyId = key(leaver);
        BigInteger serial = Certificate.parse(
                        store.enrolment(keyId).orElseThrow().certificate())
                .serial();
        assertThat(RevocationList.parse(list()).endOf(serial)).isEmpty();
        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");

        for (String altering : new String[] {
            "UPDATE app.signing_key SET state = 'certified', wrapped = '\\x00'", "DELETE FROM app.signing_key"
        }) {
            assertThat(database.update(altering + " WHERE key_id = ?", keyId)).isEqualTo(1);
            assertThat(RevocationList.parse(list()).endOf(serial)).as(altering).isPresent();
        }
    }

    /** Somebody left before they signed, as far as a bundle tells that hides it; or the list in it is an older one, or somebody else's. */
    @Test
    @Requirement({"KEY-05", "CPY-02"})
    void theSignedListInABundleTellsWhatSomebodyLeftOut() throws Exception {
        byte[] early = list();
        String leaver = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(leaver));
        Instant fetched = store.now().truncatedTo(ChronoUnit.SECONDS);
        Awaitility.await().until(() -> store.now().isAfter(fetched.plusSeconds(1)));
        ceremonies.approve(leaver, version, "authorship");
        TestBundle before = TestBundle.of(exports.bundle(version, 1));
        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");
        TestBundle after = TestBundle.of(exports.bundle(version, 1));
        TestBundle hidden = CertificateEnds.leftOut(after);

        Map<String, TestBundle> bundles = new LinkedHashMap<>();
        bundles.put("the end left out", hidden);
        bundles.put("an older list", after.with(LIST, before.file(LIST)).listed());
        bundles.put(
                "the end left out, with a list of before the signature",
                hidden.with(LIST, early).listed());
        bundles.put(
                "a list by another key",
                after.with(LIST, Forgery.of(after).make().file(LIST)).listed());
        bundles.forEach((name, bundle) -> {
            assertThat(BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), exports.trust())
                            .failure())
                    .as(name)
                    .hasValueSatisfying(check -> assertThat(check.name()).isEqualTo("revocation list"));
            assertThat(ShellVerifier.over(bundle, exports.trust()).lastLine())
                    .as(name)
                    .isEqualTo("NOT VERIFIED: revocation list");
        });
        assertThat(ShellVerifier.over(after, exports.trust()).text())
                .contains("ok      revocation list")
                .endsWith("VERIFIED\n");
        assertThat(ShellVerifier.over(before, exports.trust()).text()).endsWith("VERIFIED\n");
    }

    /** Nobody signs an end: who rules the database could move it, and the authority's list with it. */
    @Test
    @Requirement({"KEY-05", "CPY-02"})
    void anEndOfACertificateIsTheOneThatTheLogTells() {
        TestBundle left = TestBundle.of(exports.ofSomebodyWhoLeft());
        CertificateEnds.untold().forEach((name, untold) -> {
            TestBundle bundle = untold.apply(left);
            Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), null);
            assertThat(verdict.failure()).as(name).hasValueSatisfying(check -> assertThat(check.name())
                    .isEqualTo("certificate ends"));
            assertThat(verdict.report().certificates().values()).as(name).containsOnly(CertificateState.UNKNOWN);
            assertThat(ShellVerifier.over(bundle, null).lastLine())
                    .as(name)
                    .isEqualTo("NOT VERIFIED: certificate ends");
        });
        for (TestBundle told :
                List.of(CertificateEnds.withoutHash(left, end -> {}), CertificateEnds.afterItsEntry(left, 5_000_000))) {
            assertThat(BundleVerifier.verify(ByteBuffer.wrap(told.zip()), null).failure())
                    .isEmpty();
            assertThat(ShellVerifier.over(told, null).text())
                    .contains("ok      certificate ends")
                    .endsWith("VERIFIED, trust not anchored\n");
        }
    }

    @Test
    @Requirement({"KEY-05", "CPY-02"})
    void aSignatureByACertificateThatEndedBeforeDoesNotCount() {
        TestBundle ended = CertificateEnds.endedBefore(TestBundle.of(exports.ofSomebodyWhoLeft()));
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(ended.zip()), null);
        assertThat(verdict.failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(": certificate in force"));
        assertThat(verdict.report().certificates().values()).containsOnly(CertificateState.REVOKED_BEFORE);
        assertThat(ShellVerifier.over(ended, null).text())
                .contains("its state is: revoked before")
                .endsWith(": certificate in force\n");
    }

    private byte[] list() {
        return TestClient.anonymous(port)
                .exchange("GET", "/revocations.crl", new byte[0])
                .body();
    }

    private Path certificate(String userId) throws Exception {
        byte[] der = store.enrolment(key(userId)).orElseThrow().certificate();
        return Files.writeString(
                folder.resolve(userId + ".pem"), Certificate.parse(der).pem());
    }

    /** By a proof of presence: it names the key of whoever proved it. */
    private UUID key(String userId) {
        try (ProofOfPresence proof = TestPresence.prove(
                presence,
                caller(userId),
                "task",
                Digest.of(new byte[1]),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId))) {
            return proof.keyId();
        }
    }

    private String verified(Path authority, Path certificate) throws Exception {
        HttpResponse<byte[]> list = TestClient.anonymous(port).exchange("GET", "/revocations.crl", new byte[0]);
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Content-Type")).contains("application/pkix-crl");
        Files.write(folder.resolve("list.crl"), list.body());
        openssl("crl", "-inform", "DER", "-in", "list.crl", "-out", "list.pem");
        return openssl(
                "verify",
                "-crl_check",
                "-CRLfile",
                "list.pem",
                "-CAfile",
                authority.toString(),
                certificate.toString());
    }

    private String openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
