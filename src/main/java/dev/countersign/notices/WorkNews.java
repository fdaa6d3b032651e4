package dev.countersign.notices;

/** What the product tells of work by itself. The audit trail tells each of these facts already, as an entry of what happened. */
public enum WorkNews {
    /** The step, and by whom it was given. */
    GIVEN(NoticeKind.YOURS, "notice.told.given"),
    /** The step, and whose it is now. */
    TAKEN_AWAY(NoticeKind.YOURS, "notice.told.taken-away"),
    SENT_BACK(NoticeKind.YOURS, "notice.told.sent-back"),
    /** The step, and when it is due. */
    DUE(NoticeKind.DUE, "notice.told.due"),
    /** The step, and since when it is overdue. */
    OVERDUE(NoticeKind.DUE, "notice.told.overdue"),
    /** To whoever answers for the work of others: the step, since when it is overdue, and whose it is. */
    ESCALATED(NoticeKind.DUE, "notice.told.escalated"),
    /** The same of a step that nobody took: the step, since when it is overdue, and the role it is offered to. */
    ESCALATED_UNTAKEN(NoticeKind.DUE, "notice.told.escalated-untaken"),
    EFFECTIVE(NoticeKind.OUTCOME, "notice.told.effective"),
    /** By whom. */
    WITHDRAWN(NoticeKind.OUTCOME, "notice.told.withdrawn");

    private final NoticeKind kind;
    private final String words;

    WorkNews(NoticeKind kind, String words) {
        this.kind = kind;
        this.words = words;
    }

    public NoticeKind kind() {
        return kind;
    }

    /** Key of its words. */
    String words() {
        return words;
    }
}
