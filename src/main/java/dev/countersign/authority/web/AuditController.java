package dev.countersign.authority.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.EntrySource;
import dev.countersign.worm.RecordScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail for those who may read it (AUD-01, 11.10(e)). */
@RestController
@Tag(name = "Audit trail", description = "Who did what, when, from where and why")
class AuditController {

    private static final int LARGEST_PAGE = 500;
    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 9999;
    private static final int LONGEST_SOURCE = 200;
    private final Authority authority;
    private final Ledger ledger;
    private final AuditTrail trail;
    private final Refusals refusals;

    AuditController(Authority authority, Ledger ledger, AuditTrail trail, Refusals refusals) {
        this.trail = trail;
        this.authority = authority;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    /**
     * @param index position in the sealed log; null until the entry is sealed
     * @param entry base64 of the exact bytes, whose leaf hash is {@code leafHash}
     */
    record EntryView(
            @Nullable Long index,
            UUID entryId,
            String time,
            JsonNode actor,
            String type,
            JsonNode subject,
            JsonNode recordId,
            JsonNode recordVersion,
            JsonNode recordSequence,
            JsonNode old,

            @com.fasterxml.jackson.annotation.JsonProperty("new")
            JsonNode after,

            JsonNode reason,
            JsonNode source,
            String significance,
            String recordedAt,
            String leafHash,
            String entry) {}

    /**
     * @param total how many there are, up to 10,000
     * @param more whether there are more than that
     */
    record Listing(List<EntryView> items, int page, int size, int total, boolean more) {}

    record Trail(List<EntryView> items) {}

    @GetMapping("/api/records/{id}/audit")
    @Operation(summary = "Audit entries of a record", description = "All of them, oldest first.")
    Trail ofRecord(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "audit.read", "record:" + id, () -> {
            List<Entry> entries = ledger.ofRecord(id, authority.reach(caller, Permission.READ_AUDIT_TRAIL));
            if (entries.isEmpty()) {
                throw new RefusedException(
                        new Refusal("AUT-101", "record-not-found", Kind.NOT_FOUND, "There is no record " + id + "."));
            }
            return new Trail(entries.stream().map(AuditController::view).toList());
        });
    }

    @GetMapping("/api/audit/entries")
    @Operation(
            summary = "Search the audit trail",
            description =
                    "Newest first. Times are RFC 3339, `to` is exclusive. `source` is an address, or the id of a device, a session or a program,"
                            + " as entries have it, or with its kind before it: `address:192.0.2.7`, `device:…`, `session:…`, `integration:…`."
                            + " `total` counts up to 10,000; `more` says whether there are"
                            + " more.")
    Listing search(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable UUID record,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return refusals.guarding(caller, "audit.read", "audit", () -> {
            RecordScope reach = authority.reach(caller, Permission.READ_AUDIT_TRAIL);
            if (page < 0 || size < 1 || size > LARGEST_PAGE) {
                throw badParameter("size", "A page has 1 to " + LARGEST_PAGE + " items and a number from 0 on.");
            }
            Filter filter =
                    new Filter(time("from", from), time("to", to), actor, type, record, reach, source(source, reach));
            Ledger.Page found = ledger.search(filter, page, size);
            return new Listing(
                    found.items().stream().map(AuditController::view).toList(),
                    page,
                    size,
                    found.total(),
                    found.more());
        });
    }

    private @Nullable EntrySource source(@Nullable String typed, RecordScope reach) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        if (typed.length() > LONGEST_SOURCE || typed.chars().anyMatch(Character::isISOControl)) {
            throw badParameter("source", "A source is one line of at most " + LONGEST_SOURCE + " characters.");
        }
        List<EntrySource> meant = trail.sources(typed.strip(), reach);
        if (meant.size() != 1) {
            throw badParameter(
                    "source",
                    meant.isEmpty()
                            ? "No entry that you may read came from there."
                            : "It names more than one kind of source: write address:, device:, session: or integration: before it.");
        }
        return meant.get(0);
    }

    private static EntryView view(Entry entry) {
        JsonNode tree = CanonicalJson.parse(entry.bytes());
        return new EntryView(
                entry.index(),
                entry.entryId(),
                tree.path("time").asText(),
                tree.path("actor"),
                tree.path("type").asText(),
                tree.path("subject"),
                tree.path("recordId"),
                tree.path("recordVersion"),
                tree.path("recordSequence"),
                tree.path("old"),
                tree.path("new"),
                tree.path("reason"),
                tree.path("source"),
                tree.path("significance").asText(),
                UtcTime.write(entry.recordedAt()),
                entry.leafHash(),
                Base64.getEncoder().encodeToString(entry.bytes()));
    }

    private static @Nullable Instant time(String parameter, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (time.getYear() >= EARLIEST_YEAR && time.getYear() <= LATEST_YEAR) {
                return time.toInstant();
            }
            throw badParameter(parameter, "A year has four digits, from 1900 on.");
        } catch (DateTimeParseException e) {
            throw badParameter(parameter, "A time is written as 2026-11-21T16:04:12Z (RFC 3339).");
        }
    }

    private static RefusedException badParameter(String parameter, String detail) {
        return new RefusedException(new Refusal(
                "AUT-102",
                "invalid-parameter",
                Kind.MALFORMED,
                "Query parameter " + parameter + ": " + detail,
                List.of(new InputError(parameter, detail))));
    }
}
