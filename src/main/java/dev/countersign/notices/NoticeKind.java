package dev.countersign.notices;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody is told something (WFL-05). Each goes by e-mail too, or does not, as the person chose. */
public enum NoticeKind {
    /** Work was given to them, came back to them, or is somebody else's now. */
    YOURS,
    /** Work that they could do is due soon, or overdue. */
    DUE,
    /** What became of a version that they wrote. */
    OUTCOME,
    /** Whatever a process tells. */
    PROCESS;

    /** In the database, the API and on the page. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<NoticeKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
}
