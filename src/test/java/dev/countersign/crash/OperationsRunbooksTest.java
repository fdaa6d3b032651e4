package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.worm.OpenedTables;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * What the README and docs/operations tell somebody to type, typed: taken out of the pages, with the names of this installation filled in. Recovery has a
 * test of its own, {@link RecoveryRunbookTest}.
 */
@Tag("soak")
@Requirement({"AUD-02", "WRM-02", "WRM-04", "KEY-03", "OPS-01", "USE-01"})
class OperationsRunbooksTest {

    private static final Path PAGES = Path.of("docs/operations");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(?:sh|sql)\\n((?s:.*?))^ *```");
    private static final String JAR = "java -jar target/countersign.jar ";

    private Path folder;
    private Path copies;
    private Victim victim;

    @BeforeEach
    void prepare() throws IOException {
        folder = FreshData.directory("runbooks");
        copies = folder.resolve("copies");
        victim = new Victim(
                        folder.resolve("installation"),
                        Map.of("COUNTERSIGN_COPIES_DIR", copies.toString(), "COUNTERSIGN_LOG_COMPARING", "1s"))
                .asDelivered();
    }

    @AfterEach
    void end() {
        victim.kill();
    }

    @Test
    void whatThePagesSayToTypeDoesWhatTheySay() throws Exception {
        victim.start();
        new FirstMinutes(victim).areAsTheReadmeSays();
        String record = Client.lims(victim).start("RUNBOOK-1");
        Client.person(victim, "reviewer").sign(record);
        String signature = Client.person(victim, "approver").sign(record);
        Path own = ownCopies(signature);
        renewTheShare();
        loseAWitnessAndBringItBack();
        seeWhatGuardsTheStore();
        checkCopies(own, record, signature);
        verifyAndFindWhatWasChanged(record);
    }

    /** keys-and-sessions.md, "Renewing the share": one proposes, another opens, and the new file is there. */
    private void renewTheShare() throws Exception {
        page("keys-and-sessions.md", "`POST /api/keys/share`", "`POST /api/keys/share/2/opening`", "`share-2.p12`");
        var because = JsonNodeFactory.instance.objectNode().put("reason", "as the page says");
        Client administrator = Client.person(victim, "itadmin");
        administrator.post("/api/keys/share", because, 201, 204);
        administrator.post("/api/keys/share/2/opening", because, 403);
        Client manager = Client.person(victim, "approver");
        manager.post("/api/keys/share/2/opening", because, 201, 204);
        try (Stream<Path> files = Files.walk(victim.data())) {
            assertThat(files.filter(file -> file.getFileName().toString().equals("share-2.p12")))
                    .as("backed up with the folder")
                    .hasSize(1);
        }
        String after = Client.lims(victim).start("RUNBOOK-2");
        Client.person(victim, "reviewer").sign(after);
    }

    /** witnesses.md: what an alarm means, and that what was away catches up by itself. */
    private void loseAWitnessAndBringItBack() throws Exception {
        page("witnesses.md", "`WIT-010 witness-unreachable`", "it catches up by itself", "`notWitnessed`");
        Path file = victim.witnessFile();
        Path away = folder.resolve("away");
        Files.move(file.getParent(), away);
        Files.writeString(file.getParent(), "no folder");
        Client.lims(victim).start("RUNBOOK-3");
        Awaitility.await().untilAsserted(() -> assertThat(health()).isNotEqualTo("UP"));
        Awaitility.await().untilAsserted(() -> assertThat(Files.readString(victim.log()))
                .contains("WIT-010 witness-unreachable"));
        Files.delete(file.getParent());
        Files.move(away, file.getParent());
        Awaitility.await().untilAsserted(() -> assertThat(health()).isEqualTo("UP"));
    }

    private String health() throws IOException, InterruptedException {
        return Client.lims(victim)
                .get("/actuator/health/log")
                .at("/components/witnesses/status")
                .asText();
    }

    /** guards.md: what changed can be read of the kept catalogues. */
    private void seeWhatGuardsTheStore() throws Exception {
        JsonNode entry = Client.person(victim, "auditor")
                .get("/api/audit/entries?type=catalogue.fingerprinted")
                .path("items")
                .path(0);
        String digest = entry.path("subject").asText().replace("catalogue:", "");
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(blocks("guards.md")
                        .get(0)
                        .replace("\\x…", "\\x" + digest)
                        .replace(";", ""))) {
            List<String> kinds = new ArrayList<>();
            while (rows.next()) {
                kinds.add(rows.getString(1));
            }
            assertThat(kinds).contains("function", "trigger", "table");
        }
    }

    /** copies.md: with sha256sum and openssl alone, and together with the store. */
    private void checkCopies(Path own, String record, String signature) throws Exception {
        List<String> commands = blocks("copies.md");
        assertThat(commands.get(0)).startsWith(JAR + "verify-log ");
        assertThat(verifyLog(commands.get(0))).startsWith("0 ");
        assertThat(shell(commands.get(1), own)).isEmpty();
        Path signed = one(own, "signature-" + signature + "[.].*[.]sig");
        Path statement = one(own, "signature-" + signature + "[.].*[.]json");
        Path bundle = Files.write(
                folder.resolve("evidence.zip"),
                Client.person(victim, "approver").bytes("/api/records/" + record + "/versions/1/evidence.zip"));
        String typed = commands.get(2)
                .replace("signature-….json", statement.toString())
                .replace("signature-….sig", signed.toString());
        String key = "unzip -p " + bundle + " signatures/" + signature
                + ".cert.pem | openssl x509 -noout -pubkey > key.pem\n";
        assertThat(shell(key + typed, folder)).contains("Signature Verified Successfully");

        byte[] bytes = Files.readAllBytes(statement);
        Files.delete(statement);
        Files.writeString(statement, "{}");
        assertThat(shell(commands.get(1), own))
                .contains("ALTERED ", statement.getFileName().toString());
        assertThat(verifyLog(commands.get(0)))
                .startsWith("1 ")
                .contains(statement.getFileName().toString());
        Files.write(statement, bytes);
        assertThat(verifyLog(commands.get(0))).startsWith("0 ");
    }

    /** verifying.md, "When something fails": the row is named, a copy is kept, and the backup of before is whole. */
    private void verifyAndFindWhatWasChanged(String record) throws Exception {
        String command = blocks("verifying.md").get(0);
        assertThat(verifyLog(command)).startsWith("0 ");
        victim.stop();
        Path backup = folder.resolve("backup");
        copy(victim.data(), backup);
        victim.start();
        try (Connection superuser = superuser();
                OpenedTables opened = OpenedTables.of(superuser, List.of("record_version"));
                Statement statement = superuser.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE worm.record_version SET title = 'another' WHERE record_id = '" + record + "'"))
                    .isEqualTo(1);
        }
        assertThat(verifyLog(command)).startsWith("1 ").contains("record_version " + record + " 1");
        Client auditor = Client.person(victim, "auditor");
        auditor.post("/api/audit/verification");
        Awaitility.await().untilAsserted(() -> assertThat(
                        auditor.get("/api/audit/verification").toString())
                .contains(record + " 1"));
        assertThat(Files.readString(victim.log())).contains("VER-001 verification-failed");
        victim.stop();
        copy(victim.data(), folder.resolve("kept-as-evidence"));
        FileSystemUtils.deleteRecursively(victim.data());
        copy(backup, victim.data());
        victim.start();
        assertThat(verifyLog(command))
                .as("the newest backup that verifies, but for what came after it")
                .contains("outside checkpoint")
                .doesNotContain("record_version " + record);
    }

    /** The command of a page, on this installation and with a trust file and a checkpoint of it. */
    private String verifyLog(String typed) throws IOException, InterruptedException {
        Path trust = Files.writeString(
                folder.resolve("trust.json"), Client.lims(victim).text("/trust.json"));
        String words = typed.strip()
                .substring(JAR.length())
                .replace("trust.json", trust.toString())
                .replace("witness/checkpoints", victim.witnessFile().toString())
                .replace("/mnt/worm/copies", copies.toString());
        return victim.command(words.split(" "));
    }

    private Path ownCopies(String signature) {
        Awaitility.await().untilAsserted(() -> {
            try (Stream<Path> files = Files.walk(copies)) {
                assertThat(files.map(Path::toString))
                        .anyMatch(file -> file.contains(signature) && file.endsWith(".sig"));
            }
        });
        return Stream.of(copies.toFile().listFiles())
                .filter(java.io.File::isDirectory)
                .findFirst()
                .orElseThrow()
                .toPath();
    }

    private static Path one(Path below, String name) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private static void page(String page, String... says) throws IOException {
        assertThat(Files.readString(PAGES.resolve(page)).replaceAll("\\s+", " "))
                .contains(says);
    }

    private static List<String> blocks(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGES.resolve(page)));
        while (block.find()) {
            blocks.add(block.group(1).stripIndent());
        }
        return blocks;
    }

    private static String shell(String typed, Path where) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", typed)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private Connection superuser() throws IOException, SQLException {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(victim.data().resolve("database-passwords.properties"))) {
            passwords.load(reader);
        }
        String port = Files.readAllLines(victim.data().resolve("cluster").resolve("postmaster.pid"))
                .get(3)
                .strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/countersign",
                "countersign_superuser",
                passwords.getProperty("countersign_superuser"));
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
