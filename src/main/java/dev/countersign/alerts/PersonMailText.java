package dev.countersign.alerts;

import dev.countersign.alerts.PersonMailMapper.Mail;
import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.Installation;
import java.util.Locale;
import org.springframework.context.MessageSource;

/**
 * What a person is told by e-mail: what happened to their account, when, by whom and from where. No record, no secret, and no address to
 * follow: a message with one would teach people to follow those of others.
 */
final class PersonMailText {

    private final Installation installation;
    private final MessageSource texts;

    PersonMailText(Installation installation, MessageSource texts) {
        this.installation = installation;
        this.texts = texts;
    }

    String title(Mail mail) {
        return oneLine("[Countersign " + installation.environment().toUpperCase(Locale.ROOT) + "] " + what(mail));
    }

    String text(Mail mail) {
        StringBuilder text = new StringBuilder(512);
        text.append(what(mail)).append(".\n\n");
        line(text, "Account", mail.userId());
        line(text, "When", UtcTime.write(mail.at()));
        line(text, "By", mail.actor().equals(mail.userId()) ? "you" : mail.actor());
        if (mail.source() != null) {
            line(text, "From", mail.source());
        }
        line(text, "Organisation", installation.organisation());
        return text.append('\n')
                .append(words("notices.mail.help"))
                .append("\n\n")
                .append(words("notices.mail.foot"))
                .append('\n')
                .toString();
    }

    private String what(Mail mail) {
        return words("notices." + mail.type());
    }

    private String words(String key) {
        return texts.getMessage(key, null, Locale.ENGLISH);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(oneLine(value)).append('\n');
    }

    private static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}", " ");
    }
}
