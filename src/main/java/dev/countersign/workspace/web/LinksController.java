package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.Links;
import dev.countersign.records.Links.Link;
import dev.countersign.workspace.LinksOfRecords;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links between records for programs (REC-09). */
@RestController
@RequestMapping("/api/records/{id}/links")
@Tag(name = "Records")
class LinksController {

    private final LinksOfRecords links;
    private final Refusals refusals;

    LinksController(LinksOfRecords links, Refusals refusals) {
        this.links = links;
        this.refusals = refusals;
    }

    /**
     * @param from whether the link was made from this record, else from the other
     * @param recordId of the other record
     * @param title null where the other record was altered
     */
    record LinkView(
            UUID linkId,
            String relation,
            boolean from,
            UUID recordId,
            @Nullable String title,
            String linkedBy,
            String linkedAt) {

        static LinkView of(Link link, @Nullable String title) {
            return new LinkView(
                    link.linkId(),
                    link.relation().code(),
                    link.from(),
                    link.other(),
                    title,
                    link.linkedBy(),
                    UtcTime.write(link.linkedAt()));
        }
    }

    record LinkViews(List<LinkView> items) {}

    @GetMapping
    @Operation(
            summary = "Links of a record",
            description =
                    "Those that were not taken back, oldest first, whichever of the two records they were made from. Links to records that you may not read are left"
                            + " out; `title` is null where the other record was altered.")
    LinkViews all(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(
                caller,
                "record.show",
                "record:" + id,
                () -> new LinkViews(links.of(caller, id).stream()
                        .map(one -> LinkView.of(one.link(), one.title()))
                        .toList()));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Link a record with another",
            description =
                    "Body `{relation, recordId}`: `supersedes`, `derives-from` or `relates-to`, and the other record. Both have it in their"
                            + " audit trail. A link decides nothing: no status changes by it. 409 `link-exists`, `links-full`; 422 `invalid-member`.")
    LinkView add(Caller caller, @PathVariable UUID id, @RequestBody(required = false) byte @Nullable [] body) {
        return refusals.guarding(caller, "record.link", "record:" + id, () -> {
            JsonNode asked = CanonicalJson.parse(body == null ? new byte[0] : body);
            Link link = links.add(
                    caller,
                    id,
                    Links.relation(asked.path("relation").asText()),
                    Links.recordId(asked.path("recordId").asText()));
            return LinkView.of(link, null);
        });
    }

    @PostMapping("/{linkId}/removal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Take a link back",
            description =
                    "Body `{reason}`. The link stays in the audit trail of both records, with who took it back and why. 404"
                            + " `link-not-found`; 422 `reason-required`.")
    void remove(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable UUID linkId,
            @RequestBody(required = false) byte @Nullable [] body) {
        refusals.guarding(caller, "record.unlink", "record:" + id, () -> {
            JsonNode asked = CanonicalJson.parse(body == null ? new byte[0] : body);
            links.remove(
                    caller,
                    id,
                    linkId,
                    asked.path("reason").isTextual() ? asked.path("reason").textValue() : "");
            return true;
        });
    }
}
