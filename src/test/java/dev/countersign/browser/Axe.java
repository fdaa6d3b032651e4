package dev.countersign.browser;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What axe-core finds on a page against WCAG 2.2, levels A and AA. It runs past the page's content security policy and changes nothing. */
final class Axe {

    /** Brought by the build with what the studio draws with; no part of the application. */
    private static final Path SCRIPT = Path.of("target", "studio", "node_modules", "axe-core", "axe.min.js");

    private static final String RUN = """
            async part => {
              const found = await axe.run(part ? document.querySelector(part) : document, {
                iframes: !part, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] });
              return found.violations.flatMap(rule => rule.nodes.map(
                node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\\n", " ")}`));
            }""";

    private Axe() {}

    /** A sentence each: the rule, where, and what is wrong. */
    static List<String> violations(Page page) {
        return violations(page.mainFrame(), null);
    }

    /**
     * As {@link #violations(Page)}, in a frame of a page.
     *
     * @param part a selector of what alone is looked at, without frames in it; null for everything
     */
    @SuppressWarnings("unchecked")
    static List<String> violations(Frame frame, @Nullable String part) {
        try {
            frame.evaluate(Files.readString(SCRIPT));
        } catch (IOException e) {
            throw new UncheckedIOException("made by the build: mvn generate-resources", e);
        }
        return (List<String>) frame.evaluate(RUN, part);
    }
}
