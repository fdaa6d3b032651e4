package dev.countersign.notices;

import dev.countersign.ledger.AuditEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody chose which notices they get by e-mail. */
record NoticesChosen(String userId, Set<NoticeKind> former, Set<NoticeKind> chosen) implements AuditEvent {

    @Override
    public String type() {
        return "notice.by-mail-chosen";
    }

    @Override
    public String subject() {
        return "person:" + userId;
    }

    @Override
    public Map<String, Object> before() {
        return Map.of("byMail", codes(former));
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("byMail", codes(chosen));
    }

    private static List<String> codes(Set<NoticeKind> kinds) {
        return kinds.stream().map(NoticeKind::code).toList();
    }
}
