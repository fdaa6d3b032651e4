package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tasklist's own texts, with the vendor's banner replaced by the product's name and the environment. */
@RestController
class TasklistTexts {

    private static final String LOCALES = "META-INF/resources/webjars/camunda/app/tasklist/locales/";
    /** What the name of a demonstration's environment begins with. */
    private static final String DEMO = "DEMO";

    private static final String BANNER = "BANNER_CE_EOL_TEXT";
    private static final Set<String> SIGN_OUT = Set.of("SIGN_OUT_ACTION", "CAM_WIDGET_HEADER_SIGN_OUT");
    /** Long enough that what our configuration fetched first is there when Tasklist asks for it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final ObjectMapper json;
    private final WormStore store;
    private final MainOrigin mainOrigin;
    private final Map<String, JsonNode> texts = new ConcurrentHashMap<>();

    TasklistTexts(ObjectMapper json, WormStore store, MainOrigin mainOrigin) {
        this.json = json;
        this.store = store;
        this.mainOrigin = mainOrigin;
    }

    @GetMapping("/camunda/app/tasklist/locales/{language:[a-z]{2}}.json")
    ResponseEntity<JsonNode> texts(@PathVariable String language) throws IOException {
        JsonNode known = texts.get(language);
        if (known == null) {
            ClassPathResource vendors = new ClassPathResource(LOCALES + language + ".json");
            if (!vendors.exists()) {
                return ResponseEntity.notFound().build();
            }
            known = read(vendors, language);
            texts.put(language, known);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(KEPT).cachePrivate())
                .body(known);
    }

    private JsonNode read(ClassPathResource vendors, String language) throws IOException {
        try (InputStream stream = vendors.getInputStream()) {
            JsonNode read = json.readTree(stream);
            put(read, BANNER, banner());
            if ("en".equals(language)) {
                SIGN_OUT.forEach(key -> put(read, key, "Sign out"));
            }
            return read;
        }
    }

    private static void put(JsonNode read, String key, String text) {
        read.findParents(key).forEach(parent -> ((ObjectNode) parent).put(key, text));
    }

    private String banner() {
        String name = mainOrigin.environmentName();
        return store.installation().isDemo()
                ? "Countersign · DEMO: not for regulated use" + name.substring(Math.min(name.length(), DEMO.length()))
                : "Countersign · " + name;
    }
}
