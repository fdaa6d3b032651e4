package dev.countersign.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The models and forms of the release. A form's scripts run in Tasklist, beside everything a reviewer sees there: no other form is
 * accepted.
 */
final class Release {

    private static final Map<String, byte[]> RESOURCES = read();

    private Release() {}

    static boolean isForm(String name, byte[] bytes) {
        return name.startsWith("forms/") && Arrays.equals(RESOURCES.get(name), bytes);
    }

    /** The set, and of the release what it does not bring itself. */
    static ModelSet completing(ModelSet set) {
        Map<String, byte[]> all = new TreeMap<>(RESOURCES);
        all.putAll(set.resources());
        return ModelSet.of(all);
    }

    private static Map<String, byte[]> read() {
        Map<String, byte[]> resources = new TreeMap<>();
        for (String kind : new String[] {"processes/*.bpmn", "processes/*.dmn", "forms/*.html"}) {
            String folder = kind.substring(0, kind.indexOf('/') + 1);
            try {
                for (Resource one : new PathMatchingResourcePatternResolver().getResources("classpath*:" + kind)) {
                    resources.put(folder + one.getFilename(), one.getContentAsByteArray());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the release's " + kind, e);
            }
        }
        return Collections.unmodifiableMap(resources);
    }
}
