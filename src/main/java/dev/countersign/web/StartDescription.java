package dev.countersign.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;

/**
 * Describes the one route of the engine's interface that changes something and is ours (INT-01): no controller answers it, so that
 * nothing would be made of it by itself.
 */
final class StartDescription {

    private static final String PATH = "/engine-rest/process-definition/key/record-approval/start";

    private StartDescription() {}

    static void addTo(OpenAPI api) {
        api.getPaths().addPathItem(PATH, new PathItem().post(start()));
        api.getComponents().addSchemas("Start", request()).addSchemas("Started", answer());
    }

    private static Operation start() {
        return new Operation()
                .operationId("startRecordApproval")
                .addTagsItem("Process")
                .summary("Start an approval")
                .description(
                        "In Camunda's own form: a new record by its content, or an existing draft by `recordId`. The"
                                + " variables hand the record in and never become process variables. The same business key and the"
                                + " same record answer with the first instance, whether it is running or over. A start of an existing"
                                + " record without a key has the key `<recordId>/<version>`: whoever may read the draft and starts it"
                                + " again gets the instance that was started, by whomever. No other start may take a key of that form."
                                + " A new record without a key is a new approval each time.")
                .requestBody(new RequestBody().required(true).content(json("Start")))
                .responses(responses());
    }

    private static ApiResponses responses() {
        ApiResponses responses = new ApiResponses()
                .addApiResponse(
                        "200",
                        new ApiResponse()
                                .description("The instance in Camunda's form, with the record's id, version and hash")
                                .content(json("Started")));
        Map.of(
                        "400", "`invalid-json`: the body, or `content` given as a text, is no JSON with one meaning",
                        "401", "`not-signed-in`, `token-refused`",
                        "403", "`not-authorized`: role or scope does not name this process; `csrf-token-missing`",
                        "404", "`record-not-found`: no record with that id that the caller may read",
                        "409",
                                "`business-key-conflict`: the key started another record, version or content, or somebody"
                                        + " else's approval; `status-conflict`: the record is not a draft; `not-latest`",
                        "413", "`too-large`",
                        "422",
                                "`invalid-request`: unknown or reserved names, with their pointers; `schema-violation`,"
                                        + " `unknown-record-type` and whatever else is refused of a record's content; pointers lead"
                                        + " into this request, e.g. `/variables/content/value/purpose`, also where `content` is a text;"
                                        + " `malware-found`",
                        "503",
                                "`malware-scan-unavailable`: the installation scans attachments, and its scanner gave no verdict",
                        "429", "`too-many-failures`: too many refused tokens from this address; see `Retry-After`")
                .forEach((status, description) -> responses.addApiResponse(status, problem(description)));
        return responses;
    }

    private static Schema<?> request() {
        Schema<?> attachment = new ObjectSchema()
                .addProperty("name", new StringSchema())
                .addProperty("mediaType", new StringSchema())
                .addProperty("base64", new StringSchema().format("byte"))
                .required(List.of("name", "mediaType", "base64"));
        Schema<?> variables = new ObjectSchema()
                .description("Either recordType, title and content, or recordId. Any other name is refused.")
                .additionalProperties(false)
                .addProperty("recordType", variable(new StringSchema()))
                .addProperty("title", variable(new StringSchema().maxLength(500)))
                .addProperty(
                        "content",
                        variable(new Schema<>().description("The record's JSON, as an object or as a text of it"))
                                .description("`type` may be `Json`"))
                .addProperty("attachments", variable(new ArraySchema().items(attachment)))
                .addProperty("reason", variable(new StringSchema()))
                .addProperty("recordId", variable(new StringSchema().format("uuid")))
                .addProperty(
                        "recordVersion",
                        variable(new IntegerSchema().description("If given, it must be the record's newest")));
        return new ObjectSchema()
                .addProperty("businessKey", new StringSchema().minLength(1).maxLength(200))
                .addProperty("variables", variables)
                .addProperty("withVariablesInReturn", new Schema<>().description("Accepted; they are always returned"))
                .required(List.of("variables"));
    }

    private static Schema<?> answer() {
        Schema<?> variables = new ObjectSchema()
                .addProperty("recordId", variable(new StringSchema().format("uuid")))
                .addProperty("recordVersion", variable(new IntegerSchema()))
                .addProperty("sha256", variable(new StringSchema().description("The version's hash")))
                .addProperty(
                        "forecast",
                        variable(
                                new StringSchema()
                                        .description(
                                                "If a step would wait for nobody (`GET /api/records/{id}/forecast`), such as `review: nobody`")));
        return new ObjectSchema()
                .addProperty("id", new StringSchema().description("Process instance"))
                .addProperty("definitionId", new StringSchema())
                .addProperty("definitionKey", new StringSchema())
                .addProperty("businessKey", new StringSchema())
                .addProperty("ended", new Schema<Boolean>().type("boolean"))
                .addProperty("suspended", new Schema<Boolean>().type("boolean"))
                .addProperty("tenantId", new StringSchema().description("The organisation"))
                .addProperty("variables", variables);
    }

    private static Schema<?> variable(Schema<?> value) {
        return new ObjectSchema()
                .addProperty("value", value)
                .addProperty("type", new StringSchema())
                .addProperty("valueInfo", new ObjectSchema())
                .required(List.of("value"));
    }

    private static Content json(String schema) {
        return new Content()
                .addMediaType(
                        "application/json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema)));
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}
