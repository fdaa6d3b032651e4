package dev.countersign.notices.web;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusals;
import dev.countersign.notices.NoticeChoices;
import dev.countersign.notices.NoticeKind;
import dev.countersign.notices.Notices;
import dev.countersign.notices.Notices.Notice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Notices about the caller's own work. */
@RestController
@RequestMapping("/api/notices")
@Tag(name = "Notices", description = "What processes tell people of their work")
class NoticeController {

    private static final int MOST = 200;
    private static final String BY_MAIL = "byMail";

    private final Notices notices;
    private final NoticeChoices choices;
    private final Refusals refusals;

    NoticeController(Notices notices, NoticeChoices choices, Refusals refusals) {
        this.notices = notices;
        this.choices = choices;
        this.refusals = refusals;
    }

    record NoticeItem(UUID noticeId, String text, UUID recordId, int version, String at, boolean isNew) {

        static NoticeItem of(Notice notice) {
            return new NoticeItem(
                    notice.noticeId(),
                    notice.text(),
                    notice.recordId(),
                    notice.version(),
                    UtcTime.write(notice.at()),
                    notice.isNew());
        }
    }

    /** @param byMail codes of the kinds that come by e-mail too */
    record Choice(List<String> byMail) {

        static Choice of(Set<NoticeKind> kinds) {
            return new Choice(kinds.stream().map(NoticeKind::code).toList());
        }
    }

    record NoticeList(List<NoticeItem> items) {}

    @GetMapping
    @Operation(summary = "Your notices", description = "The 200 newest, seen or not.")
    NoticeList list(Caller caller) {
        return new NoticeList(
                notices.of(caller, MOST).stream().map(NoticeItem::of).toList());
    }

    @GetMapping("/choice")
    @Operation(
            summary = "Which notices you get by e-mail",
            description =
                    "Kinds: `yours` (given to you, sent back, taken away), `due` (due soon or overdue, at you or at others), `outcome` (what became of"
                            + " versions that you wrote), `process` (what processes tell). All of them until you choose. On the page is everything.")
    Choice choice(Caller caller) {
        return Choice.of(choices.byMail(caller.actorId()));
    }

    @PutMapping("/choice")
    @Operation(
            summary = "Choose which notices you get by e-mail",
            description =
                    "Body `{byMail: [kind, …]}`; an empty list for none. The change is in the audit trail. 422 `unknown-notice-kind`,"
                            + " `invalid-request`.")
    Choice choose(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return refusals.guarding(
                caller,
                "notices.choose",
                "person:" + caller.actorId(),
                () -> Choice.of(choices.choose(caller, read(body == null ? new byte[0] : body))));
    }

    private static List<String> read(byte[] body) {
        JsonNode tree = CanonicalJson.parse(body);
        List<InputError> errors = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        tree.fieldNames().forEachRemaining(name -> {
            if (!name.equals(BY_MAIL)) {
                errors.add(new InputError(
                        JsonPointer.empty().appendProperty(name).toString(), "This member is not accepted."));
            }
        });
        if (!tree.path(BY_MAIL).isArray()) {
            errors.add(new InputError("/" + BY_MAIL, "A list of kinds is required."));
        }
        for (int i = 0; i < tree.path(BY_MAIL).size(); i++) {
            JsonNode one = tree.path(BY_MAIL).path(i);
            codes.add(one.asText());
            if (!one.isTextual()) {
                errors.add(new InputError("/" + BY_MAIL + "/" + i, "A kind is a string."));
            }
        }
        if (!errors.isEmpty()) {
            throw NoticeChoices.unreadable(errors);
        }
        return codes;
    }
}
