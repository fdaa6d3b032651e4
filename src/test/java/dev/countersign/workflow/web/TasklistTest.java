package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tasklist's surroundings. */
@CountersignTest
@Requirement("USE-02")
class TasklistTest {

    private static final String PAGE = "/camunda/app/tasklist/default/";
    private static final Pattern INLINE =
            Pattern.compile("<script type=\"text/javascript\" >(.*?)</script>", Pattern.DOTALL);

    @LocalServerPort
    int port;

    TestCaller reviewer;

    @BeforeEach
    void init() {
        reviewer = TestCaller.person(port, "reviewer");
    }

    @Test
    void whoIsSignedInIsSignedInThere() {
        assertThat(reviewer.get(PAGE).status()).isEqualTo(200);
        assertThat(reviewer.get("/camunda/api/admin/auth/user/default")
                        .json()
                        .path("userId")
                        .asText())
                .isEqualTo("reviewer");
    }

    @Test
    void itsPolicyKnowsItsOneScriptAndFramesTheSigningPageAlone() {
        Answer page = reviewer.get(PAGE);
        Matcher script = INLINE.matcher(new String(page.bytes(), StandardCharsets.UTF_8));
        assertThat(script.find()).isTrue();
        byte[] hash =
                Digest.of(script.group(1).getBytes(StandardCharsets.UTF_8)).bytes();
        String policy = page.header("Content-Security-Policy");
        assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        String origin =
                reviewer.get("/api/installation").json().path("signingOrigin").asText();
        assertThat(policy).contains("frame-src 'self' " + origin + ";").doesNotContain("sandbox");
        assertThat(script.find()).isFalse();
    }

    @Test
    void itsBannerNamesProductAndEnvironment() {
        String texts = new String(
                reviewer.get("/camunda/app/tasklist/locales/en.json?bust=1").bytes(), StandardCharsets.UTF_8);
        assertThat(texts)
                .contains("Countersign · DEMO", "\"Sign out\"")
                .doesNotContain("It is time to migrate", "Log out");
        assertThat(reviewer.get("/camunda/app/tasklist/locales/xx.json").status())
                .isEqualTo(404);
    }

    @Test
    void itsMegabytesAreKeptByTheBrowser() {
        assertThat(reviewer.get("/camunda/lib/deps.js").header("Cache-Control")).contains("max-age");
        assertThat(reviewer.get(PAGE).header("Cache-Control")).doesNotContain("max-age=86400");
    }

    @Test
    void theVendorsOtherApplicationsAndSetUpAreClosed() {
        for (String app : new String[] {"admin", "cockpit", "welcome"}) {
            assertThat(reviewer.get("/camunda/app/" + app + "/default/").status())
                    .isEqualTo(403);
        }
        assertThat(reviewer.post("/camunda/api/admin/setup/default/user/create", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(reviewer.post("/camunda/api/admin/auth/user/default/login/tasklist", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(reviewer.get("/camunda/api/cockpit/plugin/base/default/process-definition")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void itsListsAreNarrowedToOnesOwnTasksAndKeepTheirOtherConditions() {
        String query = "{\"name\":\"nothing has this name\",\"orQueries\":[{\"assignee\":\"somebody\"}]}";
        EngineCall call = new EngineCall("POST", "/filter/0192/list", true);
        assertThat(OwnTasks.concerns(call)).isTrue();
        byte[] narrowed = OwnTasks.narrowed(CanonicalJson.parse(query), "reviewer", List.of("qa-analyst"));
        assertThat(CanonicalJson.parse(narrowed).path("orQueries"))
                .isEqualTo(CanonicalJson.parse("[{\"assignee\":\"somebody\"},"
                        + "{\"assignee\":\"reviewer\",\"candidateGroups\":[\"qa-analyst\"]},"
                        + "{\"assignee\":\"reviewer\",\"processVariables\":"
                        + "[{\"name\":\"author\",\"operator\":\"neq\",\"value\":\"reviewer\"}]}]"));
    }

    @Test
    void anybodyMayAskWhatThisInstallationIs() {
        Answer answer = TestCaller.nobody(port).get("/api/installation");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("organisation").asText()).isNotBlank();
    }
}
