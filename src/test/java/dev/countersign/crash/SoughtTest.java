package dev.countersign.crash;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What looks for secrets finds them in each of their forms: that nothing was found means that nothing was there. */
@Requirement("SIG-08")
class SoughtTest {

    private static final String SECRET = "canary-4e1c-0b2f";
    private final Sought sought =
            new Sought(Map.of("it", SECRET.getBytes(UTF_8), "another", "wagtail".getBytes(UTF_8)));

    static Stream<byte[]> forms() {
        return Stream.of(
                SECRET.getBytes(UTF_8),
                SECRET.getBytes(UTF_16BE),
                SECRET.getBytes(UTF_16LE),
                URLEncoder.encode(SECRET, UTF_8).getBytes(UTF_8),
                HexFormat.of().formatHex(SECRET.getBytes(UTF_8)).getBytes(UTF_8),
                Base64.getEncoder().encode(SECRET.getBytes(UTF_8)),
                Base64.getEncoder().encode(("a:" + SECRET + "?").getBytes(UTF_8)),
                Base64.getUrlEncoder().encode(("anna:" + SECRET + "~~").getBytes(UTF_8)),
                Base64.getEncoder().encode(("{\"password\":\"" + SECRET + "\"}").getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void findsASecretInEveryForm(byte[] form) {
        assertThat(sought.in(form)).containsExactly("it");
        byte[] amid = new byte[form.length + 7];
        System.arraycopy(form, 0, amid, 3, form.length);
        assertThat(sought.in(amid)).containsExactly("it");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(sought.in("canary-4e1c-0b2e, canary-4e1c-0b2".getBytes(UTF_8)))
                .isEmpty();
    }
}
