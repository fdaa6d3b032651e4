package dev.countersign.alerts;

import dev.countersign.alerts.PersonMailMapper.Mail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends notices to people by SMTP, where a mail server and a sender are named. */
final class Postbox {

    static final String NAME = "e-mail to people";

    private final @Nullable JavaMailSender sender;
    private final String from;
    private final PersonMailText text;

    Postbox(@Nullable JavaMailSender sender, String from, PersonMailText text) {
        this.sender = sender;
        this.from = from;
        this.text = text;
    }

    /** Whether anything is sent at all. */
    boolean isOpen() {
        return sender != null && !from.isBlank();
    }

    /** @throws ChannelFailedException if it is not certain that the server took it */
    void send(Mail mail) throws ChannelFailedException {
        if (sender == null) {
            throw new ChannelFailedException("no mail server is named", null);
        }
        try {
            MimeMessage message = sender.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(from);
            helper.setTo(mail.address());
            helper.setSubject(text.title(mail));
            helper.setText(text.text(mail));
            message.setHeader("X-Countersign-Notice", mail.entryId().toString());
            message.setHeader("Auto-Submitted", "auto-generated");
            sender.send(message);
        } catch (MailException | MessagingException e) {
            throw new ChannelFailedException(
                    "the mail server did not take the message (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
