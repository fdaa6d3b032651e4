package dev.countersign.ledger;

import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.AuditEvent.RecordReference;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Refusals} as audit entries of type {@code refused}. */
@Component
class DurableRefusals implements Refusals {

    private final Ledger ledger;

    DurableRefusals(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void record(
            Caller caller, String attempt, String subject, @Nullable RecordReference record, Refusal refusal) {
        ledger.appendAlone(caller, new Refused(attempt, subject, record, refusal));
    }

    @Override
    public <T> T guarding(Caller caller, String attempt, String subject, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            record(caller, attempt, subject, null, e.refusal());
            throw e;
        } catch (JsonRefusedException e) {
            Refusal refusal = Refusal.ofJson(e);
            record(caller, attempt, subject, null, refusal);
            throw new RefusedException(refusal);
        }
    }

    /** Something was refused (AUD-01, SIG-07). The sentence is cut: callers choose part of it. */
    private record Refused(
            String attempt, String subject, @Nullable RecordReference record, Refusal refusal) implements AuditEvent {

        private static final int LONGEST = 2_000;

        @Override
        public String type() {
            return "refused";
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public String subject() {
            return shortened(subject);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "attempt",
                    attempt,
                    "rule",
                    refusal.number(),
                    "code",
                    refusal.code(),
                    "detail",
                    shortened(refusal.detail()));
        }

        private static String shortened(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }
    }
}
