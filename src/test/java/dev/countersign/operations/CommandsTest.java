package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import org.junit.jupiter.api.Test;

@Requirement("OPS-01")
class CommandsTest {

    @Test
    void serveWithoutAWordOrWithSettings() {
        assertThat(Commands.execute()).isEmpty();
        assertThat(Commands.execute("--server.port=9090", "--countersign.demo=true"))
                .isEmpty();
    }

    @Test
    void explainThemselves() {
        assertThat(Commands.execute("--help")).hasValue(0);
        assertThat(Commands.execute("--version")).hasValue(0);
        assertThat(Commands.execute("db-init", "--help")).hasValue(0);
    }

    @Test
    void refuseWhatTheyDoNotKnow() {
        assertThat(Commands.execute("nonsense")).hasValue(2);
        assertThat(Commands.execute("db-init", "--url=jdbc:postgresql://127.0.0.1/x", "--nonsense"))
                .hasValue(2);
    }
}
