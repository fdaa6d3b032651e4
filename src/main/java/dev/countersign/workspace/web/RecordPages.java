package dev.countersign.workspace.web;

import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import dev.countersign.evidence.Evidence;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Comments.Comment;
import dev.countersign.records.Links;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import dev.countersign.workspace.CommentsOnRecords;
import dev.countersign.workspace.LinksOfRecords;
import dev.countersign.workspace.SavedSearches;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Finding and reading records in a browser (REC-07, 11.10(b)). */
@Controller
@RequestMapping("/records")
class RecordPages {

    private static final int PAGE = 25;
    private static final int LAST_PAGE = 10_000 / PAGE;
    /** As the field takes it. */
    private static final int LONGEST_SEARCH = 200;

    private final RecordAccess access;
    private final Records records;
    private final People people;
    private final RecordPageModel page;
    private final CommentsOnRecords comments;
    private final LinksOfRecords links;
    private final WritingForm writing;
    private final AlteredPage altered;
    private final Evidence evidence;
    private final SavedSearches searches;
    private final Refusals refusals;

    RecordPages(
            RecordAccess access,
            Records records,
            People people,
            RecordPageModel page,
            CommentsOnRecords comments,
            LinksOfRecords links,
            WritingForm writing,
            AlteredPage altered,
            Evidence evidence,
            SavedSearches searches,
            Refusals refusals) {
        this.access = access;
        this.records = records;
        this.people = people;
        this.page = page;
        this.comments = comments;
        this.links = links;
        this.writing = writing;
        this.altered = altered;
        this.evidence = evidence;
        this.searches = searches;
        this.refusals = refusals;
    }

    /** The way here, on the pages of those who may read records; nothing is counted. */
    @Bean
    static PageBadge readableRecords() {
        return new PageBadge(
                "readableRecords", "CASE WHEN " + PageBadge.ifReads(Permission.READ_RECORDS) + " THEN 0 ELSE -1 END");
    }

    /** A record in the list. */
    record Found(UUID recordId, int version, String type, String title, String status, ShownTime updatedAt) {}

    @GetMapping
    String all(
            Caller caller,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        return refusals.guarding(caller, "record.list", "records", () -> {
            Records.Listed listed = access.listedFor(caller);
            IntFunction<Records.Page> search = number -> records.searchAmong(
                    listed,
                    known(type).orElse(null),
                    status(status).orElse(null),
                    q.isBlank() ? null : q.substring(0, Math.min(q.length(), LONGEST_SEARCH)),
                    number,
                    PAGE);
            int asked = Math.max(0, Math.min(page, LAST_PAGE - 1));
            Records.Page first = search.apply(asked);
            int last = Math.max(0, Math.min(LAST_PAGE, (first.total() + PAGE - 1) / PAGE) - 1);
            int number = Math.min(asked, last);
            Records.Page found = number == asked ? first : search.apply(number);
            ZoneId zone = zone(caller);
            model.addAttribute(
                    "found", found.items().stream().map(one -> found(one, zone)).toList());
            model.addAttribute("total", found.total());
            model.addAttribute("more", found.more());
            model.addAttribute("page", number);
            model.addAttribute("last", last);
            model.addAttribute("q", q);
            model.addAttribute("type", type);
            model.addAttribute("status", status);
            model.addAttribute("searches", searches.of(caller));
            model.addAttribute("drafts", writing.may(caller));
            model.addAttribute(
                    "types",
                    records.types().stream()
                            .collect(Collectors.toMap(
                                    Records.RecordType::code,
                                    Records.RecordType::printedName,
                                    (one, other) -> one,
                                    TreeMap::new)));
            model.addAttribute(
                    "statuses",
                    Arrays.stream(RecordStatus.values()).map(RecordStatus::code).toList());
            return "records/all";
        });
    }

    /** @param version the newest if none is named */
    @GetMapping("/{id}")
    String one(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer version,
            Model model) {
        return refusals.guarding(caller, "record.show", "record:" + id, () -> {
            try {
                List<RecordVersion> versions = access.versions(caller, id);
                RecordVersion shown = version(versions, id, version == null ? versions.size() : version);
                show(caller, versions, shown, model);
                return "records/one";
            } catch (RecordAlteredException e) {
                return altered(caller, id, version, e, model);
            }
        });
    }

    /** A remark on a version (WFL-04); what was refused stays in the form. */
    @PostMapping("/{id}/comments")
    String comment(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String text,
            Model model,
            HttpServletResponse response) {
        try {
            refusals.guarding(
                    caller,
                    "record.comment",
                    "record:" + id + "/" + version,
                    () -> comments.add(caller, id, version, text));
            return "redirect:/records/" + id + "?version=" + version + "#comments";
        } catch (RefusedException e) {
            if (e.refusal().kind() == Kind.NOT_FOUND) {
                throw e;
            }
            model.addAttribute("text", text);
            return again(e, "refusal", caller, id, version, model, response);
        } catch (RecordAlteredException e) {
            return altered(caller, id, version, e, model);
        }
    }

    /** The page as it was, with what was refused in one of its forms. */
    private String again(
            RefusedException e,
            String form,
            Caller caller,
            UUID id,
            @Nullable Integer version,
            Model model,
            HttpServletResponse response) {
        HttpStatus status =
                switch (e.refusal().kind()) {
                    case INVALID -> HttpStatus.UNPROCESSABLE_ENTITY;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    default -> throw e;
                };
        response.setStatus(status.value());
        model.addAttribute(form, e.refusal());
        return one(caller, id, version, model);
    }

    /** A link with another record (REC-09); what was refused stays in the form. */
    @PostMapping("/{id}/links")
    String link(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String relation,
            @RequestParam(defaultValue = "") String other,
            Model model,
            HttpServletResponse response) {
        try {
            refusals.guarding(
                    caller,
                    "record.link",
                    "record:" + id,
                    () -> links.add(caller, id, Links.relation(relation), Links.recordId(other)));
            return "redirect:/records/" + id + "#links";
        } catch (RefusedException e) {
            model.addAttribute("relation", relation);
            model.addAttribute("other", other);
            return again(e, "linkRefusal", caller, id, null, model, response);
        } catch (RecordAlteredException e) {
            return altered(caller, e.recordId(), null, e, model);
        }
    }

    /** A link is taken back, with a reason. */
    @PostMapping("/{id}/links/{linkId}/removal")
    String unlink(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable UUID linkId,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        try {
            refusals.guarding(caller, "record.unlink", "record:" + id, () -> {
                links.remove(caller, id, linkId, reason);
                return true;
            });
            return "redirect:/records/" + id + "#links";
        } catch (RefusedException e) {
            return again(e, "linkRefusal", caller, id, null, model, response);
        } catch (RecordAlteredException e) {
            return altered(caller, e.recordId(), null, e, model);
        }
    }

    private void show(Caller caller, List<RecordVersion> versions, RecordVersion shown, Model model) {
        ZoneId zone = zone(caller);
        page.fill(model, caller, versions, shown, zone);
        writing.offer(model, caller, versions.get(versions.size() - 1));
        model.addAttribute("mayLink", links.mayLink(caller));
        model.addAttribute("relations", Links.Relation.values());
        model.addAttribute(
                "links",
                links.of(caller, shown.recordId()).stream()
                        .map(one -> Linked.of(one, people, zone))
                        .toList());
        model.addAttribute("mayComment", comments.mayAdd(caller, shown));
        model.addAttribute(
                "comments",
                comments.of(caller, shown.recordId()).stream()
                        .map(one -> Remark.of(one, zone))
                        .toList());
    }

    /**
     * A link as it is shown.
     *
     * @param words key of what this record has to do with the other
     * @param title null where the other record was altered
     */
    record Linked(
            UUID linkId, String words, UUID other, @Nullable String title, String by, ShownTime at) {

        static Linked of(LinksOfRecords.Shown shown, People people, ZoneId zone) {
            Links.Link link = shown.link();
            return new Linked(
                    link.linkId(),
                    "records.link." + link.relation().code() + (link.from() ? "" : ".back"),
                    link.other(),
                    shown.title() == null ? null : PlainText.visible(shown.title()),
                    PlainText.visible(people.find(link.linkedBy())
                            .map(Person::printedName)
                            .orElse(link.linkedBy())),
                    ShownTime.of(link.linkedAt(), zone));
        }
    }

    /** A comment as it is shown. */
    record Remark(int version, String printedName, @Nullable String text, ShownTime at) {

        static Remark of(Comment comment, ZoneId zone) {
            return new Remark(
                    comment.version(),
                    PlainText.visible(comment.printedName()),
                    comment.text() == null ? null : PlainText.visible(comment.text()),
                    ShownTime.of(comment.createdAt(), zone));
        }
    }

    /** What is different between two versions, in words (REC-05); with the version before if only one is named. */
    @GetMapping("/{id}/compare")
    String compare(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer from,
            @RequestParam(required = false) @Nullable Integer to,
            Model model) {
        return refusals.guarding(caller, "record.compare", "record:" + id, () -> {
            try {
                List<RecordVersion> versions = access.versions(caller, id);
                RecordVersion after = version(versions, id, to == null ? versions.size() : to);
                RecordVersion before = version(versions, id, from == null ? Math.max(1, after.version() - 1) : from);
                page.compare(model, caller, versions, before, after);
                return "records/compare";
            } catch (RecordAlteredException e) {
                return altered(caller, id, to, e, model);
            }
        });
    }

    private String altered(
            Caller caller, UUID id, @Nullable Integer version, RecordAlteredException found, Model model) {
        return altered.show(model, caller, id, version, found, number -> evidence.verify(id, number), zone(caller));
    }

    private static RecordVersion version(List<RecordVersion> versions, UUID id, int number) {
        return versions.stream()
                .filter(one -> one.version() == number)
                .findFirst()
                .orElseThrow(() -> RecordAccess.notFound("Record " + id + " has no version " + number + "."));
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }

    private Found found(Records.Summary one, ZoneId zone) {
        return new Found(
                one.recordId(),
                one.version(),
                records.type(one.type()).map(Records.RecordType::printedName).orElse(one.type()),
                PlainText.visible(one.title()),
                one.status().code(),
                ShownTime.of(Instant.parse(one.updatedAt()), zone));
    }

    private Optional<String> known(String type) {
        return records.types().stream()
                .map(Records.RecordType::code)
                .filter(type::equals)
                .findFirst();
    }

    private static Optional<RecordStatus> status(String code) {
        return Arrays.stream(RecordStatus.values())
                .filter(status -> status.code().equals(code))
                .findFirst();
    }
}
