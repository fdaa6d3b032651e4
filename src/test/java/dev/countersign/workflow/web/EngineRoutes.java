package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every operation of the engine's REST interface, as its maker's own description lists them. */
final class EngineRoutes {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "options", "head");
    private static final String SKIP = "skipCustomListeners=true&skipIoMappings=true&skipSubprocesses=false";

    private EngineRoutes() {}

    /**
     * One call.
     *
     * @param path below the mount, with a query
     */
    record Route(String method, String path, String body) {}

    /**
     * All of them, about one open task; what changes twice, without and with the flags that skip listeners.
     *
     * @param ids what stands for a parameter of a path, by the segment before it
     */
    static List<Route> about(Map<String, String> ids, String body) {
        List<Route> routes = new ArrayList<>();
        description().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        String concrete = concrete(path.getKey(), ids);
                        String verb = method.toUpperCase(Locale.ROOT);
                        routes.add(new Route(verb, concrete, "GET".equals(verb) ? "" : body));
                        if (Set.of("post", "put", "delete").contains(method)) {
                            routes.add(new Route(verb, concrete + "?" + SKIP, body));
                        }
                    }
                }));
        return routes;
    }

    /** How many operations the description has. */
    static int operations() {
        int[] count = {0};
        description().path("paths").forEach(path -> path.fieldNames().forEachRemaining(method -> {
            count[0] += METHODS.contains(method) ? 1 : 0;
        }));
        return count[0];
    }

    private static String concrete(String template, Map<String, String> ids) {
        StringBuilder concrete = new StringBuilder();
        String before = "";
        for (String segment : template.substring(1).split("/")) {
            concrete.append('/').append(segment.startsWith("{") ? ids.getOrDefault(before, "x") : segment);
            before = segment;
        }
        return concrete.toString();
    }

    private static JsonNode description() {
        try (InputStream stream = EngineRoutes.class.getResourceAsStream("/openapi.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream, "openapi.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
