package dev.countersign.signing;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The controlled list of meanings (SIG-04, 11.50(a)(3)), each with the sentence that is signed, by language (USE-04). */
final class Meanings {

    static final String REJECTION = "rejection";

    /** Every language that has all sentences; the first is that of whoever asks for another. */
    static final List<String> LANGUAGES = List.of("en", "de");

    private static final Map<String, Properties> SENTENCES =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Meanings::load));

    private Meanings() {}

    /** @param sentence with the version filled in, exactly as it is shown and signed */
    record Meaning(String code, String sentence, String language) {}

    static Set<String> codes() {
        return new TreeSet<>(sentences(LANGUAGES.get(0)).stringPropertyNames());
    }

    /** The language of sentences for that reader. */
    static String language(Locale reader) {
        return LANGUAGES.contains(reader.getLanguage()) ? reader.getLanguage() : LANGUAGES.get(0);
    }

    /**
     * The meaning of that code for one version.
     *
     * @param language one of {@link #LANGUAGES}
     * @throws IllegalArgumentException if the controlled list has no such meaning
     */
    static Meaning of(String code, int version, String language) {
        String sentence = sentences(language).getProperty(code);
        if (sentence == null) {
            throw new IllegalArgumentException("no meaning " + code + " in the controlled list, in " + language);
        }
        return new Meaning(code, sentence.replace("{0}", Integer.toString(version)), language);
    }

    private static Properties sentences(String language) {
        return Objects.requireNonNull(SENTENCES.get(language), language);
    }

    private static Properties load(String language) {
        String name = String.format(Locale.ROOT, "/signing/meanings-%s.properties", language);
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
