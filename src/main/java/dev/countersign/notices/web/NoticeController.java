package dev.countersign.notices.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.notices.Notices;
import dev.countersign.notices.Notices.Notice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Notices about the caller's own work. */
@RestController
@RequestMapping("/api/notices")
@Tag(name = "Notices", description = "What processes tell people of their work")
class NoticeController {

    private static final int MOST = 200;

    private final Notices notices;

    NoticeController(Notices notices) {
        this.notices = notices;
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

    record NoticeList(List<NoticeItem> items) {}

    @GetMapping
    @Operation(summary = "Your notices", description = "The 200 newest, seen or not.")
    NoticeList list(Caller caller) {
        return new NoticeList(
                notices.of(caller, MOST).stream().map(NoticeItem::of).toList());
    }
}
