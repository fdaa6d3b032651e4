package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.evidence.verify.Report;
import dev.countersign.evidence.verify.Report.Check;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.Report.State;
import dev.countersign.ledger.AuditEvent.Significance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit trail is told of a verification that somebody asked for. */
@Requirement("WRM-03")
class VerifiedTest {

    private final List<Verified> told = new ArrayList<>();

    @Test
    void tellsTheChecksThatFailedBeforeAnybodyLearnsThem() {
        Report report = new Report(
                State.INVALID,
                List.of(
                        new Check("content", Result.PASSED, ""),
                        new Check("manifest", Result.FAILED, ""),
                        new Check("timestamp", Result.INDETERMINATE, "")),
                Map.of());
        assertThat(Verified.telling(() -> report, told::add)).isSameAs(report);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.values()).isEqualTo(Map.of("verification", "INVALID", "failed", List.of("manifest")));
            assertThat(one.significance(Significance.LOW)).isEqualTo(Significance.EXCEPTION);
        });
    }

    @Test
    void tellsAVerificationThatCouldNotBeDone() {
        IllegalStateException fault = new IllegalStateException("stored bytes");
        assertThatThrownBy(() -> Verified.telling(
                        () -> {
                            throw fault;
                        },
                        told::add))
                .isSameAs(fault);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.values()).isEqualTo(Map.of("verification", "NOT_DONE", "failed", List.of("verification")));
            assertThat(one.significance(Significance.LOW)).isEqualTo(Significance.EXCEPTION);
        });
    }

    @Test
    void whatCouldNotBeDecidedIsNoException() {
        Verified.telling(() -> new Report(State.INDETERMINATE, List.of(), Map.of()), told::add);
        assertThat(told).singleElement().satisfies(one -> assertThat(one.significance(Significance.NORMAL))
                .isEqualTo(Significance.NORMAL));
    }
}
