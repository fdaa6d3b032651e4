package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker compose up} is told; that the file is valid is looked at by docker-compose itself, in {@code .ci/run}. */
@Requirement("OPS-01")
class ComposeFileTest {

    /** Pages name both origins by the ports the application listens on: inside and outside they have to be the same ones. */
    @Test
    @SuppressWarnings("unchecked")
    void publishesThePortsThatTheApplicationListensOnOnLoopbackAlone() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
        Map<String, Object> services = (Map<String, Object>) file.get("services");
        Map<String, Object> app = (Map<String, Object>) services.get("app");
        Map<String, String> environment = (Map<String, String>) app.get("environment");
        String port = environment.get("COUNTERSIGN_PORT");
        String signPort = environment.get("COUNTERSIGN_SIGN_PORT");

        assertThat(port).isEqualTo("${COUNTERSIGN_PORT:-8080}");
        assertThat(signPort).isEqualTo("${COUNTERSIGN_SIGN_PORT:-8081}");
        assertThat((List<String>) app.get("ports"))
                .containsExactly("127.0.0.1:" + port + ":" + port, "127.0.0.1:" + signPort + ":" + signPort);
        assertThat(services.values())
                .filteredOn(service -> ((Map<String, Object>) service).containsKey("ports"))
                .as("services that publish ports")
                .containsExactly(app);
    }
}
