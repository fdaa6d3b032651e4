package dev.countersign.models.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.models.ModelSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.multipart.MultipartFile;

/** Models as callers send them: files of a form, or texts in JSON. */
final class SentModels {

    private SentModels() {}

    static ModelSet of(List<MultipartFile> files) {
        Map<String, byte[]> resources = new TreeMap<>();
        long bytes = files.stream().mapToLong(MultipartFile::getSize).sum();
        if (bytes > ModelSet.LONGEST_SENT) {
            throw ModelRefusal.TOO_LARGE.because("the files have " + bytes + " bytes");
        }
        for (MultipartFile file : files) {
            String name = file.getOriginalFilename();
            if (name == null || name.isEmpty()) {
                continue;
            }
            try {
                add(resources, name, file.getBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return demanded(resources);
    }

    /** From {@code {"models": [{"name", "text"}]}}. */
    static ModelSet of(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(ModelSet.LONGEST_SENT + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > ModelSet.LONGEST_SENT) {
            throw ModelRefusal.TOO_LARGE.because("the body has more than " + ModelSet.LONGEST_SENT + " bytes");
        }
        Map<String, byte[]> resources = new TreeMap<>();
        for (JsonNode model : CanonicalJson.parse(bytes).path("models")) {
            if (!model.path("name").isTextual() || !model.path("text").isTextual()) {
                throw ModelRefusal.BAD_REQUEST.because("each of “models” has a “name” and a “text”");
            }
            add(
                    resources,
                    model.path("name").asText(),
                    model.path("text").asText().getBytes(StandardCharsets.UTF_8));
        }
        return demanded(resources);
    }

    private static void add(Map<String, byte[]> resources, String sent, byte[] bytes) {
        String name = ModelSet.nameOf(sent);
        if (resources.put(name, bytes) != null) {
            throw ModelRefusal.BAD_REQUEST.because("there are two of the name " + name);
        }
    }

    private static ModelSet demanded(Map<String, byte[]> resources) {
        if (resources.isEmpty()) {
            throw ModelRefusal.BAD_REQUEST.because("there is none; send files, or “models” with names and texts");
        }
        return ModelSet.of(resources);
    }
}
