package dev.countersign.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What axe-core finds on a page against WCAG 2.2, levels A and AA. It runs past the page's content security policy and changes nothing. */
final class Axe {

    /** Brought by the build with what the studio draws with; no part of the application. */
    private static final Path SCRIPT = Path.of("target", "studio", "node_modules", "axe-core", "axe.min.js");

    private static final String RUN = """
            async () => {
              const found = await axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] });
              return found.violations.flatMap(rule => rule.nodes.map(
                node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\\n", " ")}`));
            }""";

    private Axe() {}

    /** A sentence each: the rule, where, and what is wrong. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        try {
            page.evaluate(Files.readString(SCRIPT));
        } catch (IOException e) {
            throw new UncheckedIOException("made by the build: mvn generate-resources", e);
        }
        return (List<String>) page.evaluate(RUN);
    }
}
