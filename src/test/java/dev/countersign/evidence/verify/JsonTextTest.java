package dev.countersign.evidence.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker's own idea of canonical JSON agrees with the writer's, which it does not use. */
class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"b\":1,\"a\":[true,null,{}],\"ä\":\"\\u0001\\t\\\"\\\\/\"}",
                "{\"\\ud83d\\ude00\":1,\"\\ufb33\":2,\"z\":[[],[\"\\u20ac\"]]}"
            })
    void agreesWithTheWriter(String json) {
        byte[] written = CanonicalJson.write(CanonicalJson.parse(json));
        assertThat(JsonText.bytes(Json.read(json.getBytes(UTF_8)))).isEqualTo(written);
        assertThat(JsonText.isCanonical(written)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1}", "{\"b\":1,\"a\":1}", "{\"a\":\"\\u0041\"}", "{\"a\":1}\n"})
    void tellsWhatIsNotCanonical(String json) {
        assertThat(JsonText.isCanonical(json.getBytes(UTF_8))).isFalse();
    }

    @Test
    void refusesDuplicateKeys() {
        assertThatThrownBy(() -> Json.read("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
