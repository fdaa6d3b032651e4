package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.SigningKey;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
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

    private final Digest root = Digest.of(new byte[] {1});

    @Test
    void aRowWithoutTheSignaturesOfTwoEnrolledPeopleOpensNothing() {
        byte[] statement = EpochStatement.write(
                store.installation(),
                format.name(),
                2,
                new Situation("it was cut", new Stated(format.origin(), 4711, root), null),
                "made up",
                store.now());
        StoredEnrolment one = store.founders().get(0);
        StoredEnrolment other = store.founders().get(1);
        SigningKey forged = SigningKey.generate();
        for (UUID[] keys : new UUID[][] {
            {one.keyId(), other.keyId()}, {one.keyId(), one.keyId()}, {identifiers.next(), other.keyId()}
        }) {
            Epochs epochs = stored(statement, keys[0], keys[1], forged);
            assertThatThrownBy(epochs::read)
                    .isInstanceOf(LogBrokenException.class)
                    .hasMessageContaining("nobody decided it");
            assertThat(epochs.current().format().origin()).isEqualTo(format.origin());
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

    private Epochs stored(byte[] statement, UUID first, UUID second, SigningKey key) {
        byte[] signature = key.sign(statement);
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
                        first,
                        signature,
                        second,
                        signature));
            }

            @Override
            public void open(byte[] bytes, UUID entryId, SignedBy one, SignedBy other) {
                throw new UnsupportedOperationException();
            }
        };
        return new Epochs(format, rows, store, vault);
    }
}
