package dev.countersign.web;

import dev.countersign.ledger.Caller;
import dev.countersign.records.Submission;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of our interface at {@code /v3/api-docs} (INT-02), made from the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Submission.class);
    }

    @Bean
    OpenAPI countersignApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Countersign")
                        .version("1")
                        .description(
                                "Approval of electronic records and signatures. JSON is UTF-8, times are RFC 3339 in UTC,"
                                        + " hashes lower-case hexadecimal SHA-256, errors problem details (RFC 9457) with a stable"
                                        + " `code`. Unsafe calls with a session need its CSRF header; where `Idempotency-Key` is"
                                        + " named, a call with one is carried out once.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                "session",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("COUNTERSIGN")
                                        .description("Cookie of POST /api/session"))
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("Token of a service account"))
                        .addSchemas("Problem", problem())
                        .addSchemas("NewVersion", newVersion()))
                .addSecurityItem(new SecurityRequirement().addList("session"))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    /** What every operation has in common: problems, and keys for the unsafe ones. */
    @Bean
    OpenApiCustomizer problemsAndKeys() {
        return api -> {
            StartDescription.addTo(api);
            describe(api);
        };
    }

    private static void describe(OpenAPI api) {
        api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("Refused or failed")
                                    .content(new Content()
                                            .addMediaType(
                                                    "application/problem+json",
                                                    new MediaType()
                                                            .schema(new Schema<>()
                                                                    .$ref("#/components/schemas/Problem")))));
            if (KeyedCalls.take(method.name(), path)) {
                operation.addParametersItem(key(KeyedCalls.isShownOnce(path)));
            }
        }));
    }

    /** Where a controller takes a {@link Submission}, its body in both forms. */
    @Bean
    OperationCustomizer submissions() {
        return (operation, method) ->
                Arrays.asList(method.getMethod().getParameterTypes()).contains(Submission.class)
                        ? withBody(operation)
                        : operation;
    }

    private static Operation withBody(Operation operation) {
        Schema<?> newVersion = new Schema<>().$ref("#/components/schemas/NewVersion");
        Schema<?> files = new ObjectSchema()
                .addProperty("record", newVersion)
                .addProperty(
                        "file",
                        new ArraySchema()
                                .items(new StringSchema().format("binary"))
                                .description("Attachments; any part name but `record`"));
        return operation.requestBody(new RequestBody()
                .required(true)
                .content(new Content()
                        .addMediaType("application/json", new MediaType().schema(newVersion))
                        .addMediaType("multipart/form-data", new MediaType().schema(files))));
    }

    private static HeaderParameter key(boolean shownOnce) {
        HeaderParameter header = new HeaderParameter();
        header.name(IdempotencyFilter.HEADER)
                .description((shownOnce
                                ? "The same key and body carry it out once; asked again it answers 409 `idempotency-answer-withheld`,"
                                        + " for what the answer shows once is stored nowhere;"
                                : "The same key and body answer as the first time;")
                        + " the same key with another body is refused with 422.")
                .schema(new StringSchema().maxLength(255));
        return header;
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("Problem details (RFC 9457)")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new Schema<Integer>().type("integer"))
                .addProperty("code", new StringSchema().description("Stable; what programs decide by"))
                .addProperty("rule", new StringSchema().description("Number of the rule, e.g. REC-002"))
                .addProperty("detail", new StringSchema().description("What a person can act on"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty(
                                                "pointer", new StringSchema().description("JSON pointer (RFC 6901)"))
                                        .addProperty("detail", new StringSchema())));
    }

    private static Schema<?> newVersion() {
        Schema<?> attachment = new ObjectSchema()
                .addProperty("name", new StringSchema().maxLength(255))
                .addProperty("mediaType", new StringSchema())
                .addProperty("base64", new StringSchema().format("byte"))
                .required(List.of("name", "mediaType", "base64"));
        return new ObjectSchema()
                .addProperty(
                        "type",
                        new StringSchema()
                                ._enum(List.of(
                                        "test-suite",
                                        "batch-record",
                                        "sop",
                                        "process-model",
                                        "break-glass",
                                        "training-course",
                                        "training-completion")))
                .addProperty("title", new StringSchema().maxLength(500))
                .addProperty("content", new ObjectSchema().description("By the schema of the record type"))
                .addProperty("reason", new StringSchema().description("Reason for change; required from version 2 on"))
                .addProperty("attachments", new ArraySchema().items(attachment))
                .required(List.of("type", "title", "content"));
    }
}
