package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPresence;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Certificates;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.SigningKey;
import dev.countersign.evidence.AlteredStore;
import dev.countersign.identity.Presence;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.EndedEpochs.Ended;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What opens an epoch of the log, and what does not. */
@CountersignTest
@Requirement("AUD-02")
class EpochsTest {

    @Autowired
    private CheckpointFormat format;

    @Autowired
    private WormStore store;

    @Autowired
    private KeyVault vault;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private LogRecovery recovery;

    @Autowired
    private Presence presence;

    private final Digest root = Digest.of(new byte[] {1});

    @Test
    void aRowWithoutTheSignaturesOfTwoEnrolledPeopleOpensNothing() {
        byte[] statement = statement();
        StoredEnrolment one = store.founders().get(0);
        StoredEnrolment other = store.founders().get(1);
        SigningKey forged = SigningKey.generate();
        for (UUID[] keys : new UUID[][] {
            {one.keyId(), other.keyId()}, {one.keyId(), one.keyId()}, {identifiers.next(), other.keyId()}
        }) {
            Epochs epochs = stored(store, statement, keys[0], keys[1], forged);
            assertThatThrownBy(epochs::read)
                    .isInstanceOf(LogBrokenException.class)
                    .hasMessageContaining("nobody decided it");
            assertThat(epochs.current().format().origin()).isEqualTo(format.origin());
        }
    }

    @Test
    @Requirement("KEY-01")
    void peopleWhomTheHolderOfTheAuthoritysKeyMadeUpOpenNothing() {
        UUID[] ids = {identifiers.next(), identifiers.next()};
        SigningKey key = SigningKey.generate();
        StoredEnrolment founder = store.founders().get(0);
        List<StoredEnrolment> unenrolled = List.of(
                madeUp(ids[0], "person-a", key, false, founder.keyId(), founder.userId()),
                madeUp(ids[1], "person-b", key, false, founder.keyId(), founder.userId()));
        assertThatNobodyDecides(unenrolled, store.founders(), key, "is not signed by its officer");
        List<StoredEnrolment> circle = List.of(
                madeUp(ids[0], "person-a", key, true, ids[1], "person-b"),
                madeUp(ids[1], "person-b", key, true, ids[0], "person-a"));
        assertThatNobodyDecides(circle, store.founders(), key, "founded nothing here");
        List<StoredEnrolment> four = new ArrayList<>(store.founders());
        four.addAll(circle);
        assertThatNobodyDecides(circle, four, key, "there are 4 founders");
    }

    private void assertThatNobodyDecides(
            List<StoredEnrolment> signers, List<StoredEnrolment> founders, SigningKey key, String why) {
        WormStore altered = new AlteredStore(store) {
            @Override
            public Optional<StoredEnrolment> enrolment(UUID keyId) {
                return signers.stream()
                        .filter(one -> one.keyId().equals(keyId))
                        .findFirst()
                        .or(() -> store.enrolment(keyId));
            }

            @Override
            public List<StoredEnrolment> founders() {
                return founders;
            }
        };
        Epochs epochs = stored(
                altered, statement(), signers.get(0).keyId(), signers.get(1).keyId(), key);
        assertThatThrownBy(epochs::read).isInstanceOf(LogBrokenException.class).hasMessageContaining(why);
    }

    /** Certified by the real authority, enrolled by a statement that the same made-up key signs for whichever officer it names. */
    private StoredEnrolment madeUp(
            UUID keyId, String userId, SigningKey key, boolean founder, UUID officerKeyId, String officerId) {
        StoredEnrolment real = store.founders().get(0);
        Certificate old = Certificate.parse(real.certificate());
        Issue issue = new Issue(
                "Somebody",
                userId,
                store.installation().organisation(),
                BigInteger.TEN,
                old.notBefore(),
                Duration.between(old.notBefore(), old.notAfter()));
        byte[] der = Certificates.issueSigner(
                issue,
                key.verifyingKey(),
                Certificate.parse(store.authorityCertificate().orElseThrow()),
                message -> vault.sign(KeyName.AUTHORITY, message));
        ObjectNode statement = (ObjectNode) CanonicalJson.parse(real.statement());
        statement.put("certificateSha256", Digest.of(der).hex()).put("founder", founder);
        ((ObjectNode) statement.get("person")).put("userId", userId);
        ((ObjectNode) statement.get("key"))
                .put("keyId", keyId.toString())
                .put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(key.verifyingKey().raw()))
                .put("spkiSha256", key.verifyingKey().fingerprint().hex());
        ((ObjectNode) statement.at("/proofing/officer"))
                .put("userId", officerId)
                .put("keyId", officerKeyId.toString());
        byte[] bytes = CanonicalJson.write(statement);
        return new StoredEnrolment(
                keyId,
                userId,
                officerKeyId,
                Digest.of(der),
                bytes,
                key.sign(bytes),
                der,
                real.enrolledAt(),
                real.recordedAt());
    }

    @Test
    void theDecisionOfTwoEnrolledPeopleOpensAnEpochAndLinksTheKeyOfTheOneItEnds(@Autowired TestCeremonies ceremonies) {
        // certified before they decide
        Team team = ceremonies.team();
        byte[] statement = statement();
        Decision first = decision(team.author(), statement);
        Decision second = decision(team.approver(), statement);
        Epochs epochs = stored(store, statement, first, second);
        assertThat(epochs.read().format().origin()).isEqualTo(format.name() + "/2");
        assertThat(new EndedEpochs(epochs).all()).containsExactly(new Ended(format.verifierKey(), 4711));
        Epochs alone = stored(store, statement, first, first);
        assertThatThrownBy(alone::read).isInstanceOf(LogBrokenException.class);
        assertThat(new EndedEpochs(alone).all()).isEmpty();
    }

    private Decision decision(String userId, byte[] statement) {
        try (ProofOfPresence proof = TestPresence.prove(
                presence,
                TestCeremonies.caller(userId),
                "log-recovery",
                Digest.of(statement),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId))) {
            return new Decision(proof.keyId(), proof.sign(statement));
        }
    }

    @Test
    void nothingIsDecidedAboutALogThatIsTrusted() {
        assertThatThrownBy(() -> recovery.statement("for no reason"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("not-in-recovery"));
        Decision nobody = new Decision(identifiers.next(), new byte[64]);
        assertThatThrownBy(() -> recovery.open(Caller.system("tests"), new byte[0], nobody, nobody))
                .isInstanceOf(RefusedException.class);
    }

    private byte[] statement() {
        return EpochStatement.write(
                store.installation(),
                format.name(),
                2,
                new Situation("it was cut", new Stated(format.origin(), 4711, root), null),
                "made up",
                store.now());
    }

    private Epochs stored(WormStore enrolments, byte[] statement, UUID first, UUID second, SigningKey key) {
        byte[] signature = key.sign(statement);
        return stored(enrolments, statement, new Decision(first, signature), new Decision(second, signature));
    }

    private Epochs stored(WormStore enrolments, byte[] statement, Decision first, Decision second) {
        LogEpochs rows = new LogEpochs() {
            @Override
            public Optional<StoredEpoch> newest() {
                return Optional.of(new StoredEpoch(
                        2,
                        format.name() + "/2",
                        4711,
                        root,
                        identifiers.next(),
                        statement,
                        first.keyId(),
                        first.signature(),
                        second.keyId(),
                        second.signature()));
            }

            @Override
            public List<StoredEpoch> all() {
                return newest().stream().toList();
            }

            @Override
            public void open(byte[] bytes, UUID entryId, SignedBy one, SignedBy other) {
                throw new UnsupportedOperationException();
            }
        };
        return new Epochs(format, rows, enrolments, vault);
    }
}
