package dev.countersign.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The forms of the release. Their scripts run in Tasklist, beside everything a reviewer sees there: no other form is accepted. */
final class ReleasedForms {

    private static final Map<String, byte[]> FORMS = read();

    private ReleasedForms() {}

    static boolean contains(String name, byte[] bytes) {
        return Arrays.equals(FORMS.get(name), bytes);
    }

    private static Map<String, byte[]> read() {
        Map<String, byte[]> forms = new TreeMap<>();
        try {
            for (Resource form : new PathMatchingResourcePatternResolver().getResources("classpath:/forms/*.html")) {
                forms.put("forms/" + form.getFilename(), form.getContentAsByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the release's forms", e);
        }
        return forms;
    }
}
