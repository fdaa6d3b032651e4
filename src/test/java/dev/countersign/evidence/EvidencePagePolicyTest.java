package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** verify.html can run its own script and nothing else, and reach nobody. */
@Requirement("CPY-03")
class EvidencePagePolicyTest {

    @Test
    void allowsItsOwnScriptAndStyleByHashAndNothingElse() throws IOException {
        String page = Files.readString(Path.of("src/main/resources/evidence/verify.html"));
        assertThat(page)
                .contains("content=\"default-src 'none'; script-src 'sha256-" + hash(page, "script")
                        + "'; style-src 'sha256-" + hash(page, "style") + "'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("http:", "https:", " style=", " onclick=", "unsafe-", "innerHTML");
    }

    private static String hash(String page, String element) {
        Matcher found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).isTrue();
        return Base64.getEncoder()
                .encodeToString(Digest.of(found.group(1).getBytes(StandardCharsets.UTF_8))
                        .bytes());
    }
}
