package dev.countersign.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.TestClient;
import dev.countersign.crypto.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the README says of the first minutes of an installation, which was started in an empty directory a moment ago. */
final class FirstMinutes {

    /** In this order, each before whoever waits could think that nothing happens. */
    private static final List<String> SLOW_STEPS = List.of(
            "Unpacking PostgreSQL into ",
            "Creating a database cluster in ",
            "Starting PostgreSQL on ",
            "Bringing the database up to date",
            "Setting up the demonstration: author",
            "Setting up the demonstration: procadmin",
            "The demonstration tries and adopts the process models of this release",
            "Ready. DEMO: not for regulated use.",
            "Accepting requests on port ");

    private static final String README_ADDRESS = "http://localhost:8080";
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PERSON =
            Pattern.compile("^\\| `([a-z]+)` \\| [A-Z][A-Za-z ]+ \\| `[A-Z2-7]{32}` \\|$", Pattern.MULTILINE);

    private final Victim server;
    private final String readme;
    private final String said;

    FirstMinutes(Victim server) throws IOException {
        this.server = server;
        this.readme = Files.readString(Path.of("README.md"));
        this.said = Files.readString(server.log());
    }

    void areAsTheReadmeSays() throws Exception {
        assertThat(said).containsSubsequence(SLOW_STEPS);
        assertThat(server.data()).isDirectory();
        assertThat(server.witnessFile()).isRegularFile();
        String address = told("Open");
        assertThat(address).isEqualTo("http://localhost:" + server.port());
        List<String> people = List.of(told("Be").split(", | or "));
        assertThat(PERSON.matcher(readme).results().map(row -> row.group(1))).containsExactlyElementsOf(people);
        assertThat(told("Programs")).contains("lims", "demo-lims-token");
        assertThat(told("Codes")).isEqualTo(address + "/demo/authenticator");
        everybodySignsIn(people, told("Password"));
        theStartRunsAsWritten(told("Password"));
    }

    /** The rest of the line that begins with this word. */
    private String told(String word) {
        Matcher line = Pattern.compile("(?m)^  " + word + " +(.+)$").matcher(said);
        assertThat(line.find()).as(word).isTrue();
        return line.group(1).strip();
    }

    /** The moment it is ready; the other head of quality may have spent this code on the models, and takes the next. */
    private void everybodySignsIn(List<String> people, String password) {
        for (String userId : people) {
            String code = code(userId, userId.equals("qahead") ? "nextCode" : "code");
            signedIn(userId, password, code);
        }
    }

    /** It leads to the task that the README has the reviewer open, with the next code. */
    private void theStartRunsAsWritten(String password) throws IOException, InterruptedException {
        String command = SHELL.matcher(readme)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("record-approval/start"))
                .findFirst()
                .orElseThrow();
        assertThat(command).contains(README_ADDRESS);
        Process shell = new ProcessBuilder(
                        "sh", "-c", command.replace(README_ADDRESS, "http://localhost:" + server.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] answered = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).as(new String(answered, UTF_8)).isZero();
        JsonNode started = CanonicalJson.parse(answered);
        assertThat(started.path("definitionKey").asText()).isEqualTo("record-approval");

        TestClient reviewer = signedIn("reviewer", password, code("reviewer", "nextCode"));
        List<String> names = new ArrayList<>();
        TestClient.json(reviewer.get("/engine-rest/task"))
                .forEach(task -> names.add(task.path("name").asText()));
        Matcher named = Pattern.compile("Open the task \\*(.+?)\\*").matcher(readme);
        assertThat(named.find()).isTrue();
        assertThat(names).containsExactly(named.group(1));
        server.nextCodes();
    }

    private String code(String userId, String which) {
        JsonNode phones = TestClient.json(
                TestClient.anonymous(server.port()).get("/demo/authenticator", "Accept", "application/json"));
        return phones.path(userId).path(which).asText();
    }

    private TestClient signedIn(String userId, String password, String code) {
        TestClient client = TestClient.anonymous(server.port());
        assertThat(client.post("/api/session", Map.of("username", userId, "password", password, "otp", code))
                        .statusCode())
                .as(userId)
                .isEqualTo(204);
        return client;
    }
}
