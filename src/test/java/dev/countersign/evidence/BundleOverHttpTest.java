package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bundles that somebody brings back to the application. */
@CountersignTest
@Requirement("CPY-03")
class BundleOverHttpTest {

    private static final String PATH = "/api/evidence/verification";

    @LocalServerPort
    private int port;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestPeople people;

    private TestClient anyone;

    @BeforeEach
    void somebodyIsSignedIn() {
        anyone = TestClient.signedIn(port, people.somebody(Role.PRODUCTION_MANAGER));
    }

    @Test
    void saysOfAnOwnBundleThatItHolds() throws IOException {
        JsonNode answer = checked(exports.effective());

        assertThat(answer.path("state").asText()).as(answer.toPrettyString()).isEqualTo("VALID");
        assertThat(answer.path("checks"))
                .extracting(check -> check.path("name").asText())
                .contains("archive", "trust");
    }

    @Test
    void namesWhatIsWrongWithOthers() throws IOException {
        TestBundle bundle = TestBundle.of(exports.effective());

        assertThat(failed(bundle.with("copy.pdf", new byte[1]).zip())).isNotEmpty();
        assertThat(failed(Forgery.of(bundle).make().zip())).contains("trust");
        byte[] zip = exports.effective();
        assertThat(failed(Arrays.copyOf(zip, zip.length / 2))).containsExactly("archive");
        assertThat(failed(bundle.with("../evil.sh", new byte[1]).zip())).containsExactly("archive");
        assertThat(failed(new byte[0])).containsExactly("archive");
    }

    @Test
    void isNotForStrangersNorForOtherMediaTypes() {
        byte[] zip = exports.effective();
        assertThat(TestClient.anonymous(port)
                        .exchange("POST", PATH, zip, "Content-Type", "application/zip")
                        .statusCode())
                .isEqualTo(401);
        assertThat(anyone.exchange("POST", PATH, zip, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(415);
        assertThat(anyone.exchange("POST", PATH, zip, "Content-Type", "multipart/form-data; boundary=x")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void servesThePageOfTheBundlesUnderThePolicyItDeclares() {
        HttpResponse<String> page = anyone.get("/verify");

        assertThat(page.body())
                .isEqualTo(new String(
                        TestBundle.of(exports.effective()).file("verify.html"),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'sha256-")
                        .endsWith("frame-ancestors 'none'"));
        assertThat(TestClient.anonymous(port).get("/verify").statusCode()).isEqualTo(401);
    }

    private java.util.List<String> failed(byte[] bundle) throws IOException {
        JsonNode answer = checked(bundle);
        assertThat(answer.path("state").asText()).isEqualTo("INVALID");
        return answer.path("checks").findParents("name").stream()
                .filter(check -> check.path("result").asText().equals("FAILED"))
                .map(check -> check.path("name").asText())
                .toList();
    }

    private JsonNode checked(byte[] bundle) throws IOException {
        HttpResponse<byte[]> answer = anyone.exchange("POST", PATH, bundle, "Content-Type", "application/zip");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
