package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.InputStream;
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
    private static final String BANNER = "BANNER_CE_EOL_TEXT";

    private final ObjectMapper json;
    private final WormStore store;

    TasklistTexts(ObjectMapper json, WormStore store) {
        this.json = json;
        this.store = store;
    }

    @GetMapping("/camunda/app/tasklist/locales/{language:[a-z]{2}}.json")
    ResponseEntity<JsonNode> texts(@PathVariable String language) throws IOException {
        ClassPathResource vendors = new ClassPathResource(LOCALES + language + ".json");
        if (!vendors.exists()) {
            return ResponseEntity.notFound().build();
        }
        try (InputStream stream = vendors.getInputStream()) {
            JsonNode texts = json.readTree(stream);
            texts.findParents(BANNER).forEach(parent -> ((ObjectNode) parent).put(BANNER, banner()));
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .body(texts);
        }
    }

    private String banner() {
        return store.installation().isDemo()
                ? "Countersign · DEMO: not for regulated use"
                : "Countersign · " + store.installation().environment();
    }
}
