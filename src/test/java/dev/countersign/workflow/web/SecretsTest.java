package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** What people type to sign is found nowhere afterwards: in no table of any schema, and in no line of the logs (T17). */
@CountersignTest
@Requirement("SIG-08")
class SecretsTest {

    private static final String WRONG_PASSWORD = "canary-password-7f3a91c2";
    private static final String WRONG_CODE = "918273645546";
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    @Autowired
    private JdbcTemplate database;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private Level before;

    @BeforeEach
    void listen() {
        // other programs of this run may have made it quieter
        before = root.getLevel();
        root.setLevel(Level.INFO);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(before);
    }

    @Test
    void areFoundNowhere() {
        String author = people.signer(Role.QA_ANALYST);
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        TestClient api = TestClient.signedIn(port, author);
        TestClient page = api.browsing(environment.getRequiredProperty("local.sign.port", Integer.class));
        String task = dueTask(api);
        String code = Authenticator.freshCode(author);

        sign(api, task, WRONG_PASSWORD, WRONG_CODE);
        assertThat(post(page, task, WRONG_PASSWORD, WRONG_CODE).statusCode()).isEqualTo(302);
        api.post("/api/tasks/" + task + "/signature", "{\"password\": \"" + WRONG_PASSWORD + "\", \"otp\": 5");
        api.post(
                "/engine-rest/task/" + task + "/complete",
                Map.of("variables", Map.of("password", Map.of("value", WRONG_PASSWORD))));
        api.post(
                "/engine-rest/task/" + task + "/submit-form",
                Map.of("variables", Map.of("otp", Map.of("value", WRONG_CODE))));
        assertThat(post(page, task, Authenticator.PASSWORD, code).statusCode()).isEqualTo(302);

        List<Pattern> canaries = List.of(
                Pattern.compile(WRONG_PASSWORD),
                Pattern.compile(WRONG_CODE),
                Pattern.compile(Authenticator.PASSWORD),
                // digits of a hash or of a time may be the same six
                Pattern.compile("(?<![0-9a-zA-Z.])" + code + "(?![0-9a-zA-Z])"));
        assertThat(findings(canaries, lines())).isEmpty();
    }

    @Test
    void wouldBeFound() {
        root.info("somebody logs {}", WRONG_PASSWORD);
        assertThat(findings(List.of(Pattern.compile(WRONG_PASSWORD)), List.of(last())))
                .hasSize(1);
        String userId = people.somebody(Role.QA_ANALYST);
        assertThat(findings(List.of(Pattern.compile("person:" + userId)), lines()))
                .isNotEmpty();
        log.list.clear();
    }

    /** Every row of every table as text, what is stored as bytes decoded, and every line of the log. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> tables = database.queryForList(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                        + " WHERE schemaname IN ('app', 'engine', 'worm', 'public')",
                String.class);
        assertThat(tables).hasSizeGreaterThan(40);
        for (String table : tables) {
            for (String row : database.queryForList("SELECT t::text FROM " + table + " t", String.class)) {
                lines.add(table + " " + row + decoded(row));
            }
        }
        log.list.forEach(event -> lines.add(text(event)));
        return lines;
    }

    private static String decoded(String row) {
        StringBuilder text = new StringBuilder();
        Matcher bytes = Pattern.compile("x([0-9a-f]{2,})").matcher(row);
        while (bytes.find()) {
            String hex = bytes.group(1);
            text.append(' ').append(new String(HexFormat.of().parseHex(hex.substring(0, hex.length() & ~1)), UTF_8));
        }
        return text.toString();
    }

    private String last() {
        return text(log.list.get(log.list.size() - 1));
    }

    private static String text(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return "log " + event.getFormattedMessage() + trace;
    }

    private static List<String> findings(List<Pattern> canaries, List<String> lines) {
        return lines.stream()
                .filter(line -> canaries.stream()
                        .anyMatch(canary -> canary.matcher(line).find()))
                .map(line -> line.substring(0, Math.min(line.length(), 200)))
                .toList();
    }

    private static String dueTask(TestClient api) {
        JsonNode drafted = TestClient.json(api.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        api.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables",
                                Map.of(
                                        "recordId",
                                        Map.of("value", drafted.path("recordId").asText()))));
        return TestClient.json(api.get("/api/tasks")).at("/items/0/taskId").asText();
    }

    private static void sign(TestClient api, String task, String password, String code) {
        JsonNode item = TestClient.json(api.get("/api/tasks")).at("/items/0");
        HttpResponse<String> answer = api.post(
                "/api/tasks/" + task + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        item.path("sha256").asText(),
                        "password",
                        password,
                        "otp",
                        code));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> post(TestClient page, String task, String password, String code) {
        StringBuilder form = new StringBuilder("decision=approve&password=" + URLEncoder.encode(password, UTF_8));
        Matcher hidden =
                HIDDEN.matcher(page.get("/sign/" + task, "Accept", "text/html").body());
        while (hidden.find()) {
            form.append('&').append(hidden.group(1)).append('=').append(URLEncoder.encode(hidden.group(2), UTF_8));
        }
        return page.form("/sign/" + task, form + "&code=" + code, "Accept", "text/html");
    }
}
