package dev.countersign.workflow;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.jspecify.annotations.Nullable;

/** Every process variable there is: ids, digests and outcomes, never content, never a secret. Nothing that counts is decided by one. */
final class Variables {

    static final String RECORD_ID = "recordId";
    static final String RECORD_VERSION = "recordVersion";
    static final String RECORD_SHA256 = "recordSha256";

    /** User id of the person who wrote the newest version; empty if a service account did. Tasklist's lists ask for it. */
    static final String AUTHOR = "author";

    static final String PERSON_DRAFTED = "personDrafted";
    static final String PLAN_STEP = "planStep";
    static final String STEP_NAME = "stepName";
    static final String ROLE = "role";

    /** {@code approve} or {@code reject}: read from the appended signature. */
    static final String DECISION = "decision";

    static final String REWORKER = "reworker";
    static final String REWORK_ROLE = "reworkRole";

    static final String APPROVE = "approve";
    static final String REJECT = "reject";

    /** Offered to no role: the assignee alone may act. No group has this id. */
    static final String AUTHOR_ALONE = "author";

    private Variables() {}

    static UUID recordId(VariableScope scope) {
        return recordId(scope::getVariable);
    }

    static UUID recordId(Function<String, @Nullable Object> values) {
        return UUID.fromString((String) Objects.requireNonNull(values.apply(RECORD_ID), RECORD_ID));
    }

    static int recordVersion(VariableScope scope) {
        return recordVersion(scope::getVariable);
    }

    static int recordVersion(Function<String, @Nullable Object> values) {
        return (Integer) Objects.requireNonNull(values.apply(RECORD_VERSION), RECORD_VERSION);
    }
}
