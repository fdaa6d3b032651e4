package dev.countersign.protection;

import static dev.countersign.protection.TestGuards.OWNER;
import static dev.countersign.protection.TestGuards.SUPERUSER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.Migrations;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.protection.CatalogueWatch.Occasion;
import dev.countersign.protection.CatalogueWatch.Verdict;
import dev.countersign.worm.Catalogue;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Status;

/** Every kind of thing that guards the store is changed once, by whoever could (T10, T12): found, named, told, and nobody signs. */
@CountersignTest
@Requirement("WRM-02")
class CatalogueWatchTest {

    @Autowired
    private CatalogueWatch watch;

    @Autowired
    private Guards guards;

    @Autowired
    private TestGuards intruder;

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private Migrations migrations;

    @Autowired
    private Ledger ledger;

    @Autowired
    private WormStore store;

    @Autowired
    private CatalogueHealthIndicator health;

    static Stream<Arguments> changes() {
        String body = " RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ";
        return Stream.of(
                change(
                        OWNER,
                        "ALTER TABLE worm.signature DISABLE TRIGGER refuse_row_change",
                        "ALTER TABLE worm.signature ENABLE ALWAYS TRIGGER refuse_row_change",
                        "changed: trigger worm.signature.refuse_row_change"),
                change(
                        OWNER,
                        "ALTER TABLE worm.signature ENABLE TRIGGER refuse_row_change",
                        "ALTER TABLE worm.signature ENABLE ALWAYS TRIGGER refuse_row_change",
                        "changed: trigger worm.signature.refuse_row_change"),
                change(
                        OWNER,
                        "DROP TRIGGER refuse_statement_change ON worm.blob",
                        "CREATE TRIGGER refuse_statement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON worm.blob FOR EACH STATEMENT"
                                + " EXECUTE FUNCTION worm.refuse_change(); ALTER TABLE worm.blob ENABLE ALWAYS TRIGGER"
                                + " refuse_statement_change",
                        "gone: trigger worm.blob.refuse_statement_change"),
                change(
                        OWNER,
                        "ALTER FUNCTION worm.refuse(text, text) RESET search_path",
                        "ALTER FUNCTION worm.refuse(text, text) SET search_path = pg_catalog, pg_temp",
                        "changed: function worm.refuse(rule text, detail text)"),
                change(
                        OWNER,
                        "CREATE FUNCTION worm.shadow()" + body + "'BEGIN RETURN NEW; END'",
                        "DROP FUNCTION worm.shadow()",
                        "new: function worm.shadow()"),
                change(
                        OWNER,
                        "GRANT INSERT ON worm.audit_entry TO countersign_sequencer",
                        "REVOKE INSERT ON worm.audit_entry FROM countersign_sequencer",
                        "changed: table worm.audit_entry"),
                change(
                        OWNER,
                        "GRANT UPDATE (revoke_reason) ON app.role_grant TO countersign_sequencer",
                        "REVOKE UPDATE (revoke_reason) ON app.role_grant FROM countersign_sequencer",
                        "new: column rights app.role_grant.revoke_reason"),
                change(
                        OWNER,
                        "GRANT EXECUTE ON FUNCTION worm.append_entry(bytea) TO PUBLIC",
                        "REVOKE EXECUTE ON FUNCTION worm.append_entry(bytea) FROM PUBLIC",
                        "changed: function worm.append_entry(entry bytea)"),
                change(
                        OWNER,
                        "GRANT CREATE ON SCHEMA worm TO countersign_app",
                        "REVOKE CREATE ON SCHEMA worm FROM countersign_app",
                        "changed: schema worm"),
                change(
                        OWNER,
                        "ALTER TABLE worm.record ALTER COLUMN type DROP NOT NULL",
                        "ALTER TABLE worm.record ALTER COLUMN type SET NOT NULL",
                        "changed: column worm.record.type"),
                change(
                        OWNER,
                        "ALTER TABLE worm.log_tile DROP CONSTRAINT log_tile_holds_hashes",
                        "ALTER TABLE worm.log_tile ADD CONSTRAINT log_tile_holds_hashes CHECK (octet_length(tile) = 32 * width)",
                        "gone: constraint worm.log_tile.log_tile_holds_hashes"),
                change(
                        OWNER,
                        "DROP INDEX worm.signature_once_per_step",
                        "CREATE UNIQUE INDEX signature_once_per_step"
                                + " ON worm.signature (organisation, record_id, version, step, signer_id)",
                        "gone: index worm.signature_once_per_step"),
                change(
                        OWNER,
                        "CREATE RULE nothing AS ON INSERT TO worm.record_event DO INSTEAD NOTHING",
                        "DROP RULE nothing ON worm.record_event",
                        "new: rule worm.record_event.nothing"),
                change(
                        OWNER,
                        "CREATE POLICY hide ON worm.audit_entry USING (false)",
                        "DROP POLICY hide ON worm.audit_entry",
                        "new: policy worm.audit_entry.hide"),
                change(
                        OWNER,
                        "CREATE TRIGGER spy BEFORE INSERT ON engine.act_hi_taskinst FOR EACH ROW"
                                + " EXECUTE FUNCTION worm.refuse_change()",
                        "DROP TRIGGER spy ON engine.act_hi_taskinst",
                        "new: trigger engine.act_hi_taskinst.spy"),
                change(
                        OWNER,
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA worm GRANT INSERT ON TABLES TO countersign_app",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA worm REVOKE INSERT ON TABLES FROM countersign_app",
                        "changed: default rights countersign_owner worm r"),
                change(
                        SUPERUSER,
                        "ALTER EVENT TRIGGER countersign_refuse_worm_drop DISABLE",
                        "ALTER EVENT TRIGGER countersign_refuse_worm_drop ENABLE ALWAYS",
                        "changed: event trigger countersign_refuse_worm_drop"),
                change(
                        SUPERUSER,
                        "ALTER ROLE countersign_sequencer BYPASSRLS",
                        "ALTER ROLE countersign_sequencer NOBYPASSRLS",
                        "changed: role countersign_sequencer"),
                change(
                        SUPERUSER,
                        "ALTER ROLE countersign_owner LOGIN",
                        "ALTER ROLE countersign_owner NOLOGIN",
                        "changed: role countersign_owner"),
                change(
                        SUPERUSER,
                        "GRANT countersign_owner TO countersign_sequencer",
                        "REVOKE countersign_owner FROM countersign_sequencer",
                        "new: member countersign_sequencer of countersign_owner"),
                change(
                        SUPERUSER,
                        "ALTER ROLE countersign_sequencer SET session_replication_role = replica",
                        "ALTER ROLE countersign_sequencer RESET session_replication_role",
                        "changed: settings countersign_sequencer"),
                change(
                        SUPERUSER,
                        "GRANT TEMPORARY ON DATABASE countersign TO countersign_sequencer",
                        "REVOKE TEMPORARY ON DATABASE countersign FROM countersign_sequencer",
                        "changed: database rights"));
    }

    private static Arguments change(String role, String change, String undo, String difference) {
        return Arguments.of(role, change, undo, difference);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatGuardsTheStoreIsNotChangedUnseen(String role, String change, String undo, String difference)
            throws Exception {
        assertThat(intruder.look().told().intact()).isTrue();
        String before = intruder.look().told().digest();
        intruder.whileChanged(role, change, undo, () -> {
            Verdict alarmed = watch.verdict();
            assertThat(alarmed.told().intact()).isFalse();
            assertThat(alarmed.told().accepted()).isEqualTo(before);
            assertThat(alarmed.differences()).contains(difference);
            assertSuspended(before);
            JsonNode entry = newest();
            assertThat(entry.path("significance").asText()).isEqualTo("exception");
            assertThat(entry.path("old").path("digest").asText()).isEqualTo(before);
            assertThat(entry.path("new").path("digest").asText())
                    .isEqualTo(alarmed.told().digest());
            assertThat(entry.path("new").path("differences"))
                    .extracting(JsonNode::asText)
                    .contains(difference);
        });
        assertThat(watch.verdict().told().digest()).isEqualTo(before);
        assertThat(newest().path("new").path("cause").asText()).isEqualTo("restored");
        guards.demandIntact();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void anAlarmThatCannotBeToldStandsAndIsToldLater() throws Exception {
        String before = intruder.look().told().digest();
        String[] alarmed = new String[1];
        intruder.whileChanged(
                OWNER,
                "ALTER FUNCTION worm.append_entry(bytea) SECURITY INVOKER",
                "ALTER FUNCTION worm.append_entry(bytea) SECURITY DEFINER",
                () -> {
                    assertSuspended(before);
                    intruder.look();
                    assertSuspended(before);
                    alarmed[0] = watch.verdict().told().digest();
                });
        guards.demandIntact();
        assertThat(newest().path("new").path("cause").asText()).isEqualTo("restored");
        assertThat(newest().path("old").path("digest").asText()).isEqualTo(alarmed[0]);
    }

    @Test
    void hidingTheAuditTrailFromTheApplicationHidesNoChange() throws Exception {
        String before = intruder.look().told().digest();
        intruder.whileChanged(
                OWNER,
                "ALTER TABLE worm.audit_entry ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE worm.audit_entry DISABLE ROW LEVEL SECURITY",
                () -> {
                    assertThat(entries("catalogue.fingerprinted")).isEmpty();
                    assertSuspended(before);
                    assertThat(watch.verdict().differences()).containsExactly("changed: table worm.audit_entry");
                });
        guards.demandIntact();
    }

    private void assertSuspended(String before) {
        assertThatThrownBy(guards::demandIntact)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("signing-suspended"))
                .hasMessageContaining(before);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void theFingerprintIsOnRecordAtStartAndHourlyAndItsBytesAreKept() {
        watch.look(Occasion.HOUR);
        JsonNode entry = newest();
        assertThat(entry.path("new").path("cause").asText()).isEqualTo("hourly");
        Digest digest = Digest.parse(entry.path("new").path("digest").asText());
        assertThat(Fingerprint.read(store.blob(digest).orElseThrow()).digest()).isEqualTo(digest);
        assertThat(entries("catalogue.fingerprinted"))
                .extracting(one -> one.path("new").path("cause").asText())
                .contains("first");
    }

    @Test
    @Requirement("AUD-01")
    void everyMigrationIsOnRecordOnceWithVersionChecksumAndWhoRanIt() {
        assertThat(migrations.applied()).hasSizeGreaterThan(8);
        List<JsonNode> entries = entries("migration.applied");
        assertThat(entries).hasSameSizeAs(migrations.applied());
        for (Migrations.Applied applied : migrations.applied()) {
            assertThat(entries).anySatisfy(entry -> {
                JsonNode told = entry.path("new");
                assertThat(told.path("version").asText()).isEqualTo(applied.version());
                assertThat(told.path("script").asText()).isEqualTo(applied.script());
                assertThat(told.path("checksum").asText())
                        .isEqualTo(
                                applied.checksum() == null
                                        ? "none"
                                        : applied.checksum().toString());
                assertThat(told.path("by").asText()).isEqualTo("countersign_owner");
                assertThat(told.path("succeeded").asBoolean()).isTrue();
            });
        }
    }

    /** Stale after a migration of schema worm: take the file that this test writes. */
    @Test
    void theProgramKnowsWhatItsOwnMigrationsMake() throws IOException {
        Path fresh = Path.of("target", "expected-guards.txt");
        Fingerprint live = Fingerprint.of(catalogue.guards());
        Files.writeString(fresh, ExpectedGuards.text(live, migrations.applied()));
        assertThat(Path.of("src/main/resources/db/expected-guards.txt"))
                .as("stale after a migration of schema worm? cp target/expected-guards.txt src/main/resources/db/")
                .hasSameTextualContentAs(fresh);
        ExpectedGuards expected = ExpectedGuards.ofThisProgram();
        assertThat(expected.appliesTo(migrations.applied())).isTrue();
        assertThat(expected.differencesOf(live)).isEmpty();
        assertThat(expected.absentFrom(live)).isEmpty();
    }

    private JsonNode newest() {
        return entries("catalogue.fingerprinted").get(0);
    }

    private List<JsonNode> entries(String type) {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 1_000).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .toList();
    }
}
