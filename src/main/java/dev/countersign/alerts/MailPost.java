package dev.countersign.alerts;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** {@link Post} by a mail server. */
final class MailPost implements Post {

    private final @Nullable JavaMailSender sender;
    private final String from;

    MailPost(@Nullable JavaMailSender sender, String from) {
        this.sender = sender;
        this.from = from;
    }

    @Override
    public boolean isOpen() {
        return sender != null && !from.isBlank();
    }

    @Override
    public void send(Letter letter) throws NotTakenException {
        if (sender == null) {
            throw new NotTakenException("no mail server is named", null);
        }
        try {
            MimeMessage message = sender.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(from);
            helper.setTo(letter.address());
            helper.setSubject(letter.title());
            helper.setText(letter.text());
            message.setHeader("X-Countersign-Notice", letter.id().toString());
            message.setHeader("Auto-Submitted", "auto-generated");
            sender.send(message);
        } catch (MailException | MessagingException e) {
            throw new NotTakenException(
                    "the mail server did not take the message (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
