package dev.countersign.ledger;

import dev.countersign.witness.Witness.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a witness, or with the log by its word: numbered for ever, on record, in the application's log and on the health page. */
enum WitnessAlarm {
    UNREACHABLE("WIT-010", "witness-unreachable"),
    REFUSES("WIT-011", "witness-refuses"),
    FALSE_RECEIPT("WIT-012", "witness-false-receipt"),
    ROLLED_BACK("WIT-013", "witness-rolled-back"),
    CONTRADICTS("WIT-014", "witness-contradicts"),
    NOT_RENEWED("WIT-015", "timestamps-not-renewed");

    private final String number;
    private final String code;

    WitnessAlarm(String number, String code) {
        this.number = number;
        this.code = code;
    }

    String number() {
        return number;
    }

    String code() {
        return code;
    }

    static WitnessAlarm of(Failure failure) {
        return switch (failure) {
            case UNREACHABLE -> UNREACHABLE;
            case REFUSED -> REFUSES;
            case FALSE_RECEIPT -> FALSE_RECEIPT;
        };
    }

    /** A witness gave alarm (AUD-01, AUD-02). */
    record Raised(WitnessAlarm alarm, String witness, String why, long backlog) implements AuditEvent {

        private static final int LONGEST = 1_000;

        @Override
        public String type() {
            return "witness.alarm-raised";
        }

        @Override
        public String subject() {
            return "witness:" + witness;
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("rule", alarm.number());
            told.put("code", alarm.code());
            told.put("detail", why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "…");
            told.put("notWitnessed", Long.toString(backlog));
            return told;
        }
    }

    /** A witness does its work again. */
    record Ended(String witness, long size) implements AuditEvent {

        @Override
        public String type() {
            return "witness.alarm-ended";
        }

        @Override
        public String subject() {
            return "witness:" + witness;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("witnessed", Long.toString(size));
        }
    }

    /** The log went into recovery mode, or out of it because it is whole again. */
    record Recovery(boolean entered, String why) implements AuditEvent {

        @Override
        public String type() {
            return entered ? "log.recovery-entered" : "log.recovery-left";
        }

        @Override
        public String subject() {
            return "log";
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("detail", why);
        }
    }
}
