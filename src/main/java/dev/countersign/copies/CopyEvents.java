package dev.countersign.copies;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** What this module tells the audit trail (AUD-01). */
sealed interface CopyEvents extends AuditEvent {

    String destination();

    @Override
    default String subject() {
        return "copies:" + destination();
    }

    /** Copies cannot be made: once for each outage. @param position leaves of the log whose copies are there */
    record AlarmRaised(String destination, CopyAlarm alarm, String why, long position) implements CopyEvents {

        @Override
        public String type() {
            return "copies.alarm-raised";
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            return told(alarm, why, position);
        }
    }

    /** Copies are made again. */
    record AlarmEnded(String destination, String alarm, long position) implements CopyEvents {

        @Override
        public String type() {
            return "copies.alarm-ended";
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("alarm", alarm);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("copiedTo", Long.toString(position));
        }
    }

    /** What one entry of the log speaks of was not copied, and trying again would not help. @param index of that entry */
    record LeftOut(String destination, CopyAlarm alarm, String why, long index) implements CopyEvents {

        @Override
        public String type() {
            return "copies.left-out";
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            return told(alarm, why, index);
        }
    }

    private static Map<String, Object> told(CopyAlarm alarm, String why, long position) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rule", alarm.number());
        told.put("code", alarm.code());
        told.put("detail", why);
        told.put("logIndex", Long.toString(position));
        return told;
    }
}
