package dev.countersign.notices;

import dev.countersign.crypto.UtcTime;
import dev.countersign.notices.WorkNoticeMapper.Due;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A notice as an e-mail: the process's own words and the record's id; nothing of what the record says, and no address to follow. */
@Component
class NoticeLetters {

    private final WormStore store;
    private final MessageSource texts;

    NoticeLetters(WormStore store, MessageSource texts) {
        this.store = store;
        this.texts = texts;
    }

    String title(Due due) {
        Installation installation = store.installation();
        return oneLine("[Countersign " + installation.environment().toUpperCase(Locale.ROOT) + "] " + due.text());
    }

    String text(Due due) {
        return oneLine(due.text()) + "\n\n"
                + words("notice.mail.about", due.recordId(), due.version()) + "\n"
                + words("notice.mail.when", UtcTime.write(due.at())) + "\n"
                + words("notice.mail.organisation", store.installation().organisation()) + "\n\n"
                + words("notice.mail.foot") + "\n";
    }

    private String words(String key, Object... values) {
        return texts.getMessage(key, values, Locale.ENGLISH);
    }

    private static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}", " ");
    }
}
