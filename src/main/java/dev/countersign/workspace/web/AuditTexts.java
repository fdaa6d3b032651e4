package dev.countersign.workspace.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.workspace.web.AuditExport.Ending;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The words for audit entries where no page is made of them. */
@Component
class AuditTexts {

    private final MessageSource texts;

    AuditTexts(MessageSource texts) {
        this.texts = texts;
    }

    /** What happened; the kind's name where another version of the program wrote it. */
    String event(String type) {
        return Objects.requireNonNull(texts.getMessage("entry." + type, null, type, Locale.ENGLISH));
    }

    String topic(String code) {
        return text("audit.topic." + code);
    }

    String exception() {
        return text("audit.exception");
    }

    String end(int written, Ending ending, Instant upTo) {
        String name =
                switch (ending) {
                    case ALL -> "audit.export.complete";
                    case MOST -> "audit.export.cut";
                    case STOPPED -> "audit.export.stopped";
                };
        return texts.getMessage(name, new Object[] {written, UtcTime.write(upTo)}, Locale.ENGLISH);
    }

    /** The words of that name, with what stands in them. */
    String words(String name, Object... inThem) {
        return texts.getMessage(name, inThem.length == 0 ? null : inThem, Locale.ENGLISH);
    }

    /** The same, or the code itself where there are no words for it. */
    String wordsOr(String name, String code) {
        return Objects.requireNonNull(texts.getMessage(name, null, code, Locale.ENGLISH));
    }

    private String text(String name) {
        return words(name);
    }
}
