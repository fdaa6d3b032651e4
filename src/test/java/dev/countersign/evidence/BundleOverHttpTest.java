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
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    void refusesWhatIsNoArchiveOfOurs() throws IOException {
        for (Map.Entry<String, byte[]> hostile :
                HostileArchives.of(exports.effective()).entrySet()) {
            assertThat(failed(hostile.getValue())).as(hostile.getKey()).containsExactly("archive");
        }
    }

    @Test
    void namesEveryDamageThatTheOtherVerifiersRefuse() throws IOException {
        TestBundle one = TestBundle.of(exports.effective());
        TestBundle other = TestBundle.of(exports.other());
        for (Map.Entry<String, BinaryOperator<TestBundle>> damage : Damage.all().entrySet()) {
            assertThat(failed(damage.getValue().apply(one, other).zip()))
                    .as(damage.getKey())
                    .isNotEmpty();
        }
    }

    /** A byte more than is taken, from a stream that nobody holds; the next bundle is checked as ever. */
    @Test
    void takesNoMoreThanABundleCanHaveAndLeavesNoFileBehind() throws IOException {
        Set<Path> before = temporary();
        HttpResponse<byte[]> answer = anyone.stream(
                "POST", PATH, () -> new EndlessZeros(BundleChecks.LONGEST + 1), "Content-Type", "application/zip");
        assertThat(answer.statusCode()).isEqualTo(413);
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("code").asText()).isEqualTo("bundle-too-large");
        assertThat(problem.path("detail").asText()).contains("512 MiB", "sub-command verify");
        assertThat(temporary()).isEqualTo(before);
        assertThat(checked(exports.effective()).path("state").asText()).isEqualTo("VALID");
    }

    private static Set<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("bundle[0-9]+[.]zip"))
                    .collect(Collectors.toSet());
        }
    }

    private static final class EndlessZeros extends InputStream {
        private long left;

        EndlessZeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            Arrays.fill(into, from, from + read, (byte) 0);
            left -= read;
            return read;
        }
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
