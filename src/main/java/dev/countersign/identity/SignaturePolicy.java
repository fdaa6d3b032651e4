package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import java.util.List;

/**
 * What whoever signs has read and agreed to (11.10(j)).
 *
 * @param version of the text; another text has another
 * @param sha256 of the exact bytes that are shown from
 */
public record SignaturePolicy(String version, Digest sha256, String title, List<Section> sections) {

    public record Section(String heading, List<String> paragraphs) {}
}
