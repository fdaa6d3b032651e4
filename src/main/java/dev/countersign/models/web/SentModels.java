package dev.countersign.models.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.models.ArrivingSet;
import dev.countersign.models.ModelRefusal;
import dev.countersign.models.ModelSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.multipart.MultipartFile;

/** Models as callers send them: files of a form, or texts in JSON. */
final class SentModels {

    /** What JSON adds to texts of which nearly every line has marks to escape. */
    private static final int LONGEST_BODY = ModelSet.LONGEST + (2 << 20);

    private SentModels() {}

    static ModelSet of(List<MultipartFile> files) {
        ArrivingSet set = new ArrivingSet();
        for (MultipartFile file : files) {
            String name = file.getOriginalFilename();
            if (name == null || name.isEmpty()) {
                continue;
            }
            try (InputStream content = file.getInputStream()) {
                add(set, name, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return demanded(set);
    }

    /** From {@code {"models": [{"name", "text"}]}}. */
    static ModelSet of(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(LONGEST_BODY + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > LONGEST_BODY) {
            throw ModelRefusal.TOO_LARGE.because("the body has more than " + LONGEST_BODY + " bytes");
        }
        ArrivingSet set = new ArrivingSet();
        for (JsonNode model : CanonicalJson.parse(bytes).path("models")) {
            if (!model.path("name").isTextual() || !model.path("text").isTextual()) {
                throw ModelRefusal.BAD_REQUEST.because("each of “models” has a “name” and a “text”");
            }
            byte[] text = model.path("text").asText().getBytes(StandardCharsets.UTF_8);
            try {
                add(set, model.path("name").asText(), new ByteArrayInputStream(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return demanded(set);
    }

    private static void add(ArrivingSet set, String sent, InputStream content) throws IOException {
        if (!set.add(sent, content)) {
            throw ModelRefusal.BAD_REQUEST.because("there are two of the name " + ModelSet.nameOf(sent));
        }
    }

    private static ModelSet demanded(ArrivingSet set) {
        if (set.files().isEmpty()) {
            throw ModelRefusal.BAD_REQUEST.because("there is none; send files, or “models” with names and texts");
        }
        return ModelSet.of(set.files());
    }
}
