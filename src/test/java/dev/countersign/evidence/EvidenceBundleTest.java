package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import dev.countersign.evidence.verify.Report.Check;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the application exports, and that it verifies without the application. */
@CountersignTest
@Requirement("CPY-02")
class EvidenceBundleTest {

    @Autowired
    private TestExports exports;

    @Autowired
    private TestCeremonies ceremonies;

    @Test
    void aReleasedVersionVerifiesAgainstTheTrustFile() {
        byte[] zip = exports.effective();
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(zip), exports.trust());
        assertThat(verdict.report().checks())
                .filteredOn(check -> check.result() != Report.Result.PASSED)
                .isEmpty();
        assertThat(verdict.report().state()).isEqualTo(Report.State.VALID);
    }

    @Test
    void anUnsignedVersionHoldsAndIsNotApproved() {
        RecordVersion version = ceremonies.inReview(caller(ceremonies.team().author()));
        byte[] zip = exports.bundle(version, 1);
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(zip), exports.trust());
        assertThat(verdict.failure()).isEmpty();
        assertThat(verdict.report().checks())
                .filteredOn(check -> check.result() == Report.Result.INDETERMINATE)
                .extracting(Check::name)
                .containsExactly("unsigned");
    }
}
