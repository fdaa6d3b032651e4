package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.ForgedVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody who owns the server replaces what was signed, hashes and all: what people see of it, and who is told (WRM-03). */
@CountersignTest
@Requirement("WRM-03")
class AlteredVersionTest {

    private static final Duration SECONDS = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private TestExports exports;

    @Autowired
    private WormStore store;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private Ledger ledger;

    @Test
    void aVersionForgedWithItsHashesIsNeverShownAndGivesAlarmWhenItIsRead() throws SQLException, IOException {
        RecordVersion version = exports.released();
        String record = "/api/records/" + version.recordId();
        List<String> reads = List.of(record, record + "/versions/2", record + "/versions/2/content");
        reads.forEach(path -> assertThat(auditor().get(path).status()).isEqualTo(200));
        String row = "record_version " + version.recordId() + " 2";

        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, "100 g weight", "900 g weight")) {
            assertThat(store.blob(
                            store.version(version.recordId(), 2).orElseThrow().contentSha256()))
                    .as("it is as the owner of the server left it")
                    .contains(forged.content());
            for (String path : reads) {
                Answer answer = auditor().get(path);
                assertThat(answer.status()).as(path).isEqualTo(500);
                assertThat(answer.code()).isEqualTo("integrity-failure");
                assertThat(new String(answer.bytes(), UTF_8))
                        .contains("version 2 of record " + version.recordId())
                        .doesNotContain("900 g");
            }
            assertThat(auditor()
                            .get(record + "/versions/2/verification")
                            .json()
                            .path("state")
                            .asText())
                    .isEqualTo("INVALID");
        }

        assertThat(told(version, "record.integrity-failed"))
                .hasSize(reads.size())
                .allSatisfy(entry -> {
                    assertThat(entry.at("/new/row").asText()).isEqualTo(row);
                    assertThat(entry.at("/new/expected").asText())
                            .isEqualTo(version.sha256().hex());
                    assertThat(entry.path("significance").asText()).isEqualTo("exception");
                });
        JsonNode alert = alert(version, reads.size() + 1);
        assertThat(alert.path("kind").asText()).isEqualTo("verification-failed");
        assertThat(alert.path("rule").asText()).isEqualTo(row);
        reads.forEach(path -> assertThat(auditor().get(path).status()).isEqualTo(200));
    }

    @Test
    void whatDoesNotVerifyWhenSomebodyAsksOrTakesItAwayGivesOneAlarm() throws SQLException, IOException {
        RecordVersion version = exports.released();
        String path = "/api/records/" + version.recordId() + "/versions/2/";
        assertThat(auditor().get(path + "verification").json().path("state").asText())
                .isEqualTo("VALID");
        assertThat(told(version, "evidence.viewed")).singleElement().satisfies(entry -> {
            assertThat(entry.at("/new/verification").asText()).isEqualTo("VALID");
            assertThat(entry.path("significance").asText()).isEqualTo("low");
        });
        String signature = store.signatures(version.recordId()).stream()
                .filter(one -> one.version() == 2)
                .findFirst()
                .orElseThrow()
                .signatureId()
                .toString();

        String check;
        flip(signature);
        try {
            JsonNode report = auditor().get(path + "verification").json();
            assertThat(report.path("state").asText()).isEqualTo("INVALID");
            check = StreamSupport.stream(report.path("checks").spliterator(), false)
                    .filter(one -> one.path("result").asText().equals("FAILED"))
                    .findFirst()
                    .orElseThrow()
                    .path("name")
                    .asText();
            assertThat(auditor().get("/api/signatures/" + signature).status()).isEqualTo(200);
            assertThat(auditor().get(path + "copy.pdf").status()).isEqualTo(200);
        } finally {
            flip(signature);
        }

        assertThat(told(version, "evidence.viewed"))
                .filteredOn(AlteredVersionTest::isInvalid)
                .hasSize(2);
        assertThat(told(version, "evidence.exported")).singleElement().matches(AlteredVersionTest::isInvalid);
        JsonNode alert = alert(version, 3);
        assertThat(alert.path("kind").asText()).isEqualTo("verification-failed");
        assertThat(alert.path("rule").asText()).isEqualTo(check);
    }

    private static boolean isInvalid(JsonNode entry) {
        return entry.at("/new/verification").asText().equals("INVALID")
                && !entry.at("/new/failed/0").asText().isEmpty()
                && entry.path("significance").asText().equals("exception");
    }

    private TestCaller auditor() {
        return TestCaller.person(port, "auditor");
    }

    private List<JsonNode> told(RecordVersion version, String type) {
        return ledger.ofRecord(version.recordId()).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("type").asText().equals(type))
                .toList();
    }

    /** The only one of that version, when so many entries have led to it. */
    private JsonNode alert(RecordVersion version, int causes) {
        String subject = "record:" + version.recordId() + "/" + version.version();
        List<JsonNode> found = await().atMost(SECONDS)
                .until(
                        () -> StreamSupport.stream(
                                        auditor()
                                                .get("/api/alerts")
                                                .json()
                                                .path("open")
                                                .spliterator(),
                                        false)
                                .filter(one -> one.path("subject").asText().equals(subject))
                                .toList(),
                        alerts -> alerts.stream()
                                        .mapToInt(one -> one.path("occurrences").asInt())
                                        .sum()
                                >= causes);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void flip(String signature) throws SQLException, IOException {
        change(
                "signature",
                "UPDATE worm.signature SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)"
                        + " WHERE signature_id = '" + signature + "'");
    }

    private void change(String table, String update) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                OpenedTables opened = OpenedTables.of(superuser, List.of(table));
                Statement statement = superuser.createStatement()) {
            assertThat(statement.executeUpdate(update)).isEqualTo(1);
        }
    }
}
