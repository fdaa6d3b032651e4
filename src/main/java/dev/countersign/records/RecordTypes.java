package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.Records.RecordType;
import dev.countersign.worm.KnownTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The record types there are and their schemas (REC-03), JSON Schema draft 2020-12 under {@code record-types/}. */
@Component
final class RecordTypes implements KnownTypes {

    private static final List<String> CODES = List.of(
            "test-suite",
            "batch-record",
            "sop",
            "process-model",
            "break-glass",
            "training-course",
            "training-completion");
    private static final int MAX_ERRORS = 100;

    private record Compiled(RecordType type, JsonSchema schema) {}

    private final Map<String, Compiled> types = new LinkedHashMap<>();

    RecordTypes() {
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .keyword(new NonValidationKeyword(UniqueMembers.KEYWORD))
                .build();
        JsonSchemaFactory factory =
                JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(dialect));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        CODES.forEach(code -> types.put(code, compile(code, factory, config)));
    }

    List<RecordType> all() {
        return types.values().stream().map(Compiled::type).toList();
    }

    @Override
    public Set<String> codes() {
        return types.keySet();
    }

    Optional<RecordType> find(String code) {
        return Optional.ofNullable(types.get(code)).map(Compiled::type);
    }

    /** What is wrong with the content, pointers below {@code /content}; at most 100 errors. */
    List<InputError> violations(RecordType type, JsonNode content) {
        Compiled compiled = types.get(type.code());
        if (compiled == null) {
            throw new IllegalArgumentException("no record type " + type.code());
        }
        List<InputError> errors = new ArrayList<>();
        compiled.schema().validate(content).stream()
                .limit(MAX_ERRORS)
                .map(RecordTypes::error)
                .forEach(errors::add);
        if (errors.isEmpty()) {
            errors.addAll(UniqueMembers.violations(type.schema(), content, "/content"));
        }
        return errors.stream().limit(MAX_ERRORS).toList();
    }

    // A missing or surplus member is pointed at itself, not at the object it belongs to: that is what has to be
    // changed.
    private static InputError error(ValidationMessage message) {
        String pointer = "/content" + message.getInstanceLocation();
        String member = message.getProperty();
        return switch (message.getType()) {
            case "required" ->
                new InputError(pointer + "/" + Pointers.escape(member), "This member is required and missing.");
            case "additionalProperties" ->
                new InputError(
                        pointer + "/" + Pointers.escape(member), "The record type knows no such member; remove it.");
            default -> new InputError(pointer, sentence(message.getError()));
        };
    }

    private static String sentence(String error) {
        return "The value " + error + (error.endsWith(".") ? "" : ".");
    }

    private static Compiled compile(String code, JsonSchemaFactory factory, SchemaValidatorsConfig config) {
        String path = "/record-types/" + code + ".schema.json";
        try (InputStream in = RecordTypes.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the record type's schema is missing: " + path);
            }
            JsonNode schema = new ObjectMapper().readTree(in);
            RecordType type = new RecordType(code, schema.path("title").asText(), schema);
            return new Compiled(type, factory.getSchema(schema, config));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
