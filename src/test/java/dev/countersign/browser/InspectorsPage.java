package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Base64;

/** The page that checks bundles, which has an arithmetic of its own, opened from its file. */
final class InspectorsPage {

    private InspectorsPage() {}

    /** That nothing fails there, and that each of these checks of a signature passes. */
    static void verifies(Page page, byte[] zip, String... checks) {
        page.navigate(Path.of("src/main/resources/evidence/verify.html")
                .toAbsolutePath()
                .toUri()
                .toString());
        Object told = page.evaluate(
                "text => countersign.verify(Uint8Array.from(atob(text), c => c.charCodeAt(0)))"
                        + ".then(report => report.checks.map(check => check.result + ' ' + check.name).join('\\n'))",
                Base64.getEncoder().encodeToString(zip));
        assertThat(told.toString()).doesNotContain("FAILED");
        for (String check : checks) {
            assertThat(told.toString()).containsPattern("PASSED signature [0-9a-f-]+: " + check + "(\n|$)");
        }
    }
}
