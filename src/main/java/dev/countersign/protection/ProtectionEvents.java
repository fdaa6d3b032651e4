package dev.countersign.protection;

import dev.countersign.crypto.UtcTime;
import dev.countersign.database.Migrations.Applied;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.worm.ClockComparison.Compared;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the watch over the store's guards tells the audit trail. */
final class ProtectionEvents {

    private ProtectionEvents() {}

    /** The catalogue was looked at; {@link Told} reads it back. */
    record CatalogueFingerprinted(
            Told told, String cause, String previous, List<String> differences, List<String> absent)
            implements AuditEvent {

        static final String TYPE = "catalogue.fingerprinted";
        private static final int NAMED = 100;

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return "catalogue:" + told.digest();
        }

        @Override
        public Significance significance() {
            if (!told.intact()) {
                return Significance.EXCEPTION;
            }
            return differences.isEmpty() ? Significance.LOW : Significance.HIGH;
        }

        @Override
        public Map<String, Object> before() {
            return previous.isEmpty() ? Map.of() : Map.of("digest", previous);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "digest",
                    told.digest(),
                    "intact",
                    told.intact(),
                    "accepted",
                    told.accepted(),
                    "migrations",
                    told.migrations(),
                    "cause",
                    cause,
                    "differences",
                    differences.stream().limit(NAMED).toList(),
                    "differencesInAll",
                    differences.size(),
                    "absent",
                    absent);
        }
    }

    /** A migration changed the database, as its own history says; put on record by the first start that sees it. */
    record MigrationApplied(Applied migration) implements AuditEvent {

        static final String TYPE = "migration.applied";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return "migration:" + migration.version();
        }

        @Override
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "rank",
                    migration.rank(),
                    "version",
                    migration.version(),
                    "description",
                    migration.description(),
                    "script",
                    migration.script(),
                    "checksum",
                    migration.checksum() == null ? "none" : migration.checksum().toString(),
                    "by",
                    migration.by(),
                    "at",
                    migration.at(),
                    "succeeded",
                    migration.succeeded());
        }
    }

    /** This machine's clock and the database's were compared, and that is worth knowing. */
    record ClocksCompared(String cause, @Nullable Compared earlier, Compared now, boolean beyond)
            implements AuditEvent {

        static final String TYPE = "clocks.compared";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return "clock";
        }

        @Override
        public Significance significance() {
            if (beyond) {
                return Significance.EXCEPTION;
            }
            return "start".equals(cause) ? Significance.LOW : Significance.HIGH;
        }

        @Override
        public Map<String, Object> before() {
            return earlier == null ? Map.of() : values(earlier);
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> after = new TreeMap<>(values(now));
            after.put("cause", cause);
            after.put("withinLimit", !beyond);
            return after;
        }

        private static Map<String, Object> values(Compared compared) {
            return Map.of(
                    "aheadMillis",
                    compared.skew().toMillis(),
                    "uncertaintyMillis",
                    compared.uncertainty().toMillis(),
                    "databaseTime",
                    UtcTime.write(compared.database()));
        }
    }
}
