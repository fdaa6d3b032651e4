package dev.countersign.records;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts text into words the same way for the index and for a question: runs of letters and digits, in lower case. */
final class SearchWords {

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int LONGEST = 100;
    private static final int MOST = 32;
    private static final int MOST_BYTES = 500_000;

    private SearchWords() {}

    /** For the index: of what comes first, half as much as a tsvector holds (1 MiB), each word once; the files of a version have the other half. */
    static String of(Stream<String> texts) {
        Set<String> words = new LinkedHashSet<>();
        Iterator<String> all = texts.flatMap(text -> words(text).stream()).iterator();
        int bytes = 0;
        while (all.hasNext() && bytes < MOST_BYTES) {
            String word = all.next();
            if (words.add(word)) {
                bytes += word.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return String.join(" ", words);
    }

    /** For a question: every word must begin some word of the record; null if the text holds no word. */
    static @Nullable String query(String text) {
        List<String> words = words(text);
        // letters and digits only: nothing in here can end the quotes
        return words.isEmpty()
                ? null
                : words.stream().limit(MOST).map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    private static List<String> words(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> word.length() > LONGEST ? word.substring(0, LONGEST) : word)
                .toList();
    }
}
