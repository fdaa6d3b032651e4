package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.ledger.RefusedException;
import dev.countersign.protection.TestGuards;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing depends on what guards the store (T12). */
@CountersignTest
@Requirement("WRM-02")
class SuspendedSigningTest {

    @Autowired
    private TestApprovals approvals;

    @Autowired
    private TestGuards intruder;

    @Test
    void nobodySignsWhileAGuardOfTheStoreIsChanged() throws Exception {
        String author = approvals.cast().author();
        UUID recordId = approvals.startedBy(author).recordId();
        intruder.whileChanged(
                TestGuards.OWNER,
                "ALTER TABLE worm.record_event DISABLE TRIGGER refuse_row_change",
                "ALTER TABLE worm.record_event ENABLE ALWAYS TRIGGER refuse_row_change",
                () -> {
                    assertThatThrownBy(() -> approvals.approve(author, recordId))
                            .isInstanceOfSatisfying(
                                    RefusedException.class,
                                    e -> assertThat(e.refusal().number()).isEqualTo("PRO-002"));
                    assertThat(approvals.openTask(recordId)).isNotNull();
                });
        assertThat(approvals.approve(author, recordId).approve()).isTrue();
    }
}
