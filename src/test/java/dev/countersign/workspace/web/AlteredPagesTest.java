package dev.countersign.workspace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.evidence.TestExports;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.ForgedVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages of a record that somebody who owns the server has altered: they say so, and show what is known instead of what it says. */
@CountersignTest
@Requirement({"WRM-03", "REC-07"})
class AlteredPagesTest {

    private static final String REAL = "100 g weight";
    private static final String FORGED = "900 g weight";

    @LocalServerPort
    private int port;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestPeople people;

    @Autowired
    private WormStore store;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private Ledger ledger;

    private RecordVersion version;
    private String page;

    @BeforeEach
    void aSignedRecord() {
        version = exports.released();
        page = "/records/" + version.recordId();
    }

    @Test
    void showsThatAVersionWasForgedWithItsHashesAndNothingOfIt() throws SQLException, IOException {
        String found;
        int told = told();
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, REAL, FORGED)) {
            found = store.version(version.recordId(), 2).orElseThrow().sha256().hex();
            assertThat(new String(forged.content(), UTF_8)).contains(FORGED);
            for (String path : List.of(page, page + "?version=2", page + "?version=1", page + "/compare")) {
                assertThat(altered(path))
                        .as(path)
                        .contains("version 2 of this record", version.sha256().hex(), found)
                        .contains("record_version " + version.recordId() + " 2");
            }
            assertThat(altered(page)).contains("class=\"mark altered\">Failed<").contains("What to do", "evidence.zip");
            assertThat(altered(page + "?version=1"))
                    .as("what can be believed of another version")
                    .contains(store.version(version.recordId(), 1)
                            .orElseThrow()
                            .sha256()
                            .hex());
            assertThat(auditor().get("/api/records/" + version.recordId()).code())
                    .isEqualTo("integrity-failure");
        }
        assertThat(told() - told).as("each is on record").isEqualTo(7);
        assertThat(text(auditor().get(page))).contains(REAL).doesNotContain("What to do");
    }

    @Test
    void saysSoToWhoeverRemarksOrLinksSomethingOnAPageTheyHadOpen() throws SQLException, IOException {
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, REAL, FORGED)) {
            assertThat(forged.content()).isNotEmpty();
            for (HttpResponse<String> answer : List.of(
                    analyst.form(page + "/comments", "version=2&text=Looks+good"),
                    analyst.form(page + "/links", "relation=relates-to&other=" + version.recordId()),
                    analyst.form(page + "/links/" + UUID.randomUUID() + "/removal", "reason=wrong"))) {
                assertThat(answer.body())
                        .contains("class=\"mark altered\">Altered<", "What to do")
                        .doesNotContain(FORGED);
            }
        }
        assertThat(text(auditor().get(page))).doesNotContain("Looks good");
    }

    @Test
    void showsASignatureOnAForgedVersionAsOne() throws SQLException, IOException {
        String signature = store.signatures(version.recordId()).stream()
                .filter(one -> one.version() == 2)
                .findFirst()
                .orElseThrow()
                .signatureId()
                .toString();
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, REAL, FORGED)) {
            assertThat(forged.content()).isNotEmpty();
            assertThat(altered("/signatures/" + signature))
                    .contains(signature, version.sha256().hex(), "class=\"mark altered\">Failed<");
        }
        assertThat(text(auditor().get("/signatures/" + signature))).doesNotContain("What to do");
    }

    @Test
    void showsTheTitleAndNotTheContentWhereTheContentAloneWasAltered() throws SQLException, IOException {
        byte[] real = store.blob(version.contentSha256()).orElseThrow();
        byte[] other = new String(real, UTF_8).replace(REAL, FORGED).getBytes(UTF_8);
        overwrite(other);
        try {
            assertThat(altered(page))
                    .contains("<h1>" + version.title() + "</h1>")
                    .contains(
                            "blob " + version.contentSha256().hex(),
                            Digest.of(other).hex());
        } finally {
            overwrite(real);
        }
        assertThat(text(auditor().get(page))).contains(REAL);
    }

    @Test
    void tellsNothingToWhoMayNotReadRecords() throws SQLException, IOException {
        TestCaller stranger = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        int allowed = stranger.get(page).status();
        int told = told();
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, REAL, FORGED)) {
            assertThat(forged.content()).isNotEmpty();
            for (String path : List.of(page, page + "/compare")) {
                Answer answer = stranger.get(path);
                assertThat(answer.status()).isNotEqualTo(200);
                assertThat(text(answer))
                        .doesNotContain("What to do", version.sha256().hex());
            }
        }
        assertThat(allowed).isEqualTo(403);
        assertThat(told() - told).as("it was found all the same").isEqualTo(2);
    }

    @Test
    void aVersionThatThereIsNotIsNotAltered() throws SQLException, IOException {
        try (ForgedVersion forged = ForgedVersion.of(store, roles, version, REAL, FORGED)) {
            assertThat(forged.content()).isNotEmpty();
            assertThat(auditor().get(page + "?version=99").code()).isEqualTo("record-not-found");
        }
    }

    /** The page of something altered; and it says so at its top. */
    private String altered(String path) {
        Answer answer = auditor().get(path, "Accept", "text/html");
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        String text = text(answer);
        assertThat(text)
                .contains("class=\"mark altered\">Altered<", "role=\"alert\"")
                .doesNotContain(FORGED, REAL);
        return text;
    }

    private static String text(Answer answer) {
        return new String(answer.bytes(), UTF_8);
    }

    private TestCaller auditor() {
        return TestCaller.person(port, "auditor");
    }

    private int told() {
        return (int) ledger.ofRecord(version.recordId()).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .map(entry -> entry.path("type"))
                .map(JsonNode::asText)
                .filter("record.integrity-failed"::equals)
                .count();
    }

    private void overwrite(byte[] bytes) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                OpenedTables opened = OpenedTables.of(superuser, List.of("blob"));
                PreparedStatement update =
                        superuser.prepareStatement("UPDATE worm.blob SET bytes = ? WHERE sha256 = ?")) {
            assertThat(opened).isNotNull();
            update.setBytes(1, bytes);
            update.setBytes(2, version.contentSha256().bytes());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
