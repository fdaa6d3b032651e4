package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.FreshData;
import dev.countersign.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** An installation that is started on, or verified against, what belongs to another one, as happens when mounts are exchanged. */
@Tag("soak")
@Requirement({"AUD-02", "KEY-03", "WRM-03"})
class SomebodyElsesFilesTest {

    private final Path folder = fresh();
    private final Victim ours = new Victim(folder.resolve("ours"));
    private final Victim theirs = new Victim(folder.resolve("theirs"));
    private int read;

    SomebodyElsesFilesTest() throws IOException {}

    private static Path fresh() {
        try {
            return FreshData.directory("exchanged");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() {
        ours.stop();
        theirs.stop();
    }

    @Test
    void eachIsRefusedInWordsAndChangesNothing() throws Exception {
        ours.start();
        String record = Client.lims(ours).start("EXCHANGED-1");
        String origin = origin(ours);
        Path ourTrust = trust(ours);
        ours.stop();
        theirs.start();
        Client.lims(theirs).start("EXCHANGED-1");
        String theirOrigin = origin(theirs);
        Path theirTrust = trust(theirs);
        theirs.stop();

        Path witness = ours.witnessFile().getParent();
        Path data = ours.data();
        refused(witness, theirs.witnessFile().getParent(), "WIT-002 ", "holds checkpoints of " + theirOrigin);
        refused(data, theirs.data(), "WIT-002 ", "holds checkpoints of " + origin);
        refused(
                data.resolve("keys"),
                theirs.data().resolve("keys"),
                "share.p12 does not keep the pepper of this database");
        Path keys = copy(data.resolve("keys"), folder.resolve("keys"));
        for (String file : List.of("log.p12", "log.passphrase")) {
            Files.copy(theirs.data().resolve("keys").resolve(file), replaced(keys.resolve(file)));
        }
        refused(data.resolve("keys"), keys, "WIT-002 ", "this installation's log key did not sign");
        for (String file : List.of("authority.p12", "authority.passphrase")) {
            Files.copy(theirs.data().resolve("keys").resolve(file), replaced(keys.resolve(file)));
        }
        refused(
                data.resolve("keys"),
                keys,
                "authority.p12 is not the authority whose certificate is in the write-once store");

        assertThat(verifyLog(theirTrust, theirs.witnessFile()))
                .startsWith("1 ")
                .contains("trust", "checkpoint signature", "outside checkpoint");
        assertThat(verifyLog(theirTrust, ours.witnessFile()))
                .startsWith("2 ")
                .contains("the checkpoint is none of this log: not a checkpoint of " + theirOrigin);
        assertThat(verifyLog(ourTrust, theirs.witnessFile()))
                .startsWith("2 ")
                .contains("the checkpoint is none of this log: not a checkpoint of " + origin);
        assertThat(verifyLog(ourTrust, ours.witnessFile())).startsWith("0 ");
        ours.start();
        Client.person(ours, "reviewer").sign(record);
        assertThat(Client.lims(ours)
                        .get("/actuator/health/readiness")
                        .path("status")
                        .asText())
                .isEqualTo("UP");
    }

    /** With that in its place the start ends with those words; afterwards everything lies where it lay. */
    private void refused(Path place, Path instead, String... words) throws Exception {
        Path away = folder.resolve("away");
        Files.move(place, away);
        copy(instead, place);
        assertThatThrownBy(ours::start).as("%s for %s", instead, place).hasMessageContaining("did not start");
        String log = Files.readString(ours.log());
        assertThat(log.substring(read))
                .as("%s for %s", instead, place)
                .contains(words)
                .contains("APPLICATION FAILED TO START");
        read = log.length();
        FileSystemUtils.deleteRecursively(place);
        Files.move(away, place);
    }

    private String verifyLog(Path trust, Path checkpoint) throws IOException {
        return ours.command("verify-log", "--trust", trust.toString(), "--checkpoint", checkpoint.toString());
    }

    /** The name under which the installation signs its log, in every epoch. */
    private static String origin(Victim installation) throws Exception {
        return Client.lims(installation)
                .text("/log/checkpoint")
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceAll("/1$", "");
    }

    private Path trust(Victim installation) throws Exception {
        return Files.writeString(
                Files.createTempFile(folder, "trust", ".json"),
                Client.lims(installation).text("/trust.json"));
    }

    private static Path replaced(Path file) throws IOException {
        Files.delete(file);
        return file;
    }

    /** With owners and modes: the embedded server demands its own. */
    private static Path copy(Path from, Path to) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        return to;
    }
}
