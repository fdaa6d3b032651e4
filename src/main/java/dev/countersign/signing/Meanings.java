package dev.countersign.signing;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The controlled list of meanings (SIG-04, 11.50(a)(3)), each with the sentence that is signed, by language (USE-04). */
final class Meanings {

    static final String REJECTION = "rejection";
    static final String LANGUAGE = "en";

    private static final Properties SENTENCES = load();

    private Meanings() {}

    /** @param sentence with the version filled in, exactly as it is shown and signed */
    record Meaning(String code, String sentence, String language) {}

    static Set<String> codes() {
        return new TreeSet<>(SENTENCES.stringPropertyNames());
    }

    /**
     * The meaning of that code for one version.
     *
     * @throws IllegalArgumentException if the controlled list has no such meaning
     */
    static Meaning of(String code, int version) {
        String sentence = SENTENCES.getProperty(code);
        if (sentence == null) {
            throw new IllegalArgumentException("no meaning " + code + " in the controlled list");
        }
        return new Meaning(code, sentence.replace("{0}", Integer.toString(version)), LANGUAGE);
    }

    private static Properties load() {
        String name = String.format(Locale.ROOT, "/signing/meanings-%s.properties", LANGUAGE);
        Properties sentences = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Meanings.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            sentences.load(reader);
            return sentences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
