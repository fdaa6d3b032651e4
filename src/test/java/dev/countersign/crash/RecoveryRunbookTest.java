package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.operations.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** A real installation whose data directory is restored from an older backup, and the way out as docs/operations/recovery.md has it. */
@Tag("soak")
@Requirement({"AUD-02", "WRM-03"})
class RecoveryRunbookTest {

    private static final Path RUNBOOK = Path.of("docs/operations/recovery.md");
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private Victim victim;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = FreshData.directory("recovery");
        victim = new Victim(folder.resolve("installation"));
    }

    @AfterEach
    void end() {
        victim.kill();
    }

    @Test
    void anOlderBackupIsFoundAndTwoPeopleDecideToGoOnWithIt() throws Exception {
        victim.start();
        String first = Client.lims(victim).start("RECOVERY-1");
        Client.person(victim, "reviewer").sign(first);
        byte[] kept = Client.person(victim, "approver").bytes(bundleOf(first));
        victim.stop();
        Path backup = folder.resolve("backup");
        copy(victim.data(), backup);

        victim.start();
        String lost = Client.lims(victim).start("RECOVERY-2");
        Client.person(victim, "reviewer").sign(lost);
        byte[] ofWhatIsLost = Client.person(victim, "approver").bytes(bundleOf(lost));
        Path lastCheckpoint = Files.writeString(
                folder.resolve("last-checkpoint"), Client.lims(victim).text("/log/checkpoint"));
        victim.stop();
        FileSystemUtils.deleteRecursively(victim.data());
        copy(backup, victim.data());

        victim.start();
        assertThat(mode()).isEqualTo("RECOVERY");
        Client approver = Client.person(victim, "approver");
        assertThat(approver.get("/api/records/" + first).path("status").asText())
                .as("reading works")
                .isEqualTo("in-review");
        assertThatThrownBy(() -> approver.sign(first))
                .hasMessageContaining("answered 503")
                .hasMessageContaining("log-in-recovery");
        JsonNode situation = approver.get("/api/log/recovery");
        assertThat(situation.path("mode").asText()).isEqualTo("recovery");
        assertThat(situation.at("/witnessed/size").asLong())
                .isGreaterThan(situation.at("/stored/size").asLong());

        List<String> commands = commands();
        run(commands.get(0), "approver");
        assertThat(run(commands.get(1), "approver")).as("confirming oneself").contains("same-person");
        assertThat(mode()).isEqualTo("RECOVERY");
        assertThat(run(commands.get(0), "author")).as("without the role").contains("not-authorized");
        assertThat(run(commands.get(1), "qahead")).contains("\"mode\":\"normal\"");
        Awaitility.await().until(() -> mode().equals("UP"));

        Client.person(victim, "approver").sign(first);
        assertThat(approver.get("/api/records/" + first).path("status").asText())
                .isEqualTo("effective");
        theFirstEntryOfTheEpochIsTheDecision(situation);
        bundlesOfBeforeHoldAsFarAsTheLogWentOn(kept, ofWhatIsLost);
        theWholeLogVerifies(lastCheckpoint);
        victim.stop();
        victim.start();
        assertThat(mode()).as("after a restart").isEqualTo("UP");
    }

    private static String bundleOf(String record) {
        return "/api/records/" + record + "/versions/1/evidence.zip";
    }

    private void bundlesOfBeforeHoldAsFarAsTheLogWentOn(byte[] kept, byte[] ofWhatIsLost) throws Exception {
        Client approver = Client.person(victim, "approver");
        assertThat(approver.check(kept).path("checks"))
                .isNotEmpty()
                .noneMatch(check -> check.path("result").asText().equals("FAILED"));
        assertThat(approver.check(ofWhatIsLost).path("state").asText())
                .as("of entries that the log went on without")
                .isEqualTo("INVALID");
    }

    private void theFirstEntryOfTheEpochIsTheDecision(JsonNode before) throws Exception {
        Client auditor = Client.person(victim, "auditor");
        JsonNode entry = auditor.get("/api/audit/entries?type=log.epoch-opened")
                .path("items")
                .path(0);
        assertThat(entry.path("index").asLong())
                .isEqualTo(before.at("/stored/size").asLong());
        assertThat(entry.at("/old/witnessed/root").asText())
                .isEqualTo(before.at("/witnessed/root").asText());
        assertThat(entry.path("reason").asText()).isNotEmpty();
        assertThat(auditor.text("/log/checkpoint").lines().findFirst().orElseThrow())
                .endsWith("/2");
        assertThat(auditor.text("/log/key")).contains("/2+");
    }

    private void theWholeLogVerifies(Path lastCheckpoint) throws Exception {
        Path trust = Files.writeString(
                folder.resolve("trust.json"), Client.lims(victim).text("/trust.json"));
        Path newest =
                Files.writeString(folder.resolve("newest"), Client.lims(victim).text("/log/checkpoint"));
        String[] settings = {
            "verify-log",
            "--trust=" + trust,
            "--countersign.data-directory=" + victim.data(),
            "--countersign.database.directory=" + victim.data(),
            "--countersign.database.binaries=" + Path.of("target/postgresql").toAbsolutePath()
        };
        assertThat(Commands.execute(with(settings, "--checkpoint=" + newest))).hasValue(0);
        assertThat(Commands.execute(with(settings, "--checkpoint=" + lastCheckpoint)))
                .as("what was lost is not hidden")
                .hasValue(1);
    }

    private static String[] with(String[] settings, String one) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add(one);
        return all.toArray(String[]::new);
    }

    private String mode() throws IOException, InterruptedException {
        return Client.lims(victim)
                .get("/actuator/health/readiness")
                .path("status")
                .asText();
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher block = COMMANDS.matcher(Files.readString(RUNBOOK));
        while (block.find()) {
            commands.add(block.group(1));
        }
        assertThat(commands).hasSize(2);
        return commands;
    }

    /** What a person does who copies the commands and fills in what they know. */
    private String run(String commands, String person) throws Exception {
        victim.nextCodes();
        victim.nextCodes();
        JsonNode codes = Client.lims(victim).get("/demo/authenticator").path(person);
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true);
        shell.directory(Files.createTempDirectory(folder, "shell").toFile());
        shell.environment()
                .putAll(Map.of(
                        "URL",
                        victim.address("").toString(),
                        "PERSON",
                        person,
                        "PASSWORD",
                        "Countersign-demo-1",
                        "LOGIN_CODE",
                        codes.path("code").asText(),
                        "CODE",
                        codes.path("nextCode").asText()));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** With owners and modes: the embedded server demands its own. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Process copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor()).isZero();
    }
}
