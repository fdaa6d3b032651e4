package dev.countersign.alerts;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** E-mail by SMTP, to the security unit, and to management when an alert was not acknowledged. */
final class MailChannel implements Channel {

    static final String NAME = "e-mail";

    private final JavaMailSender sender;
    private final AlertSettings.Mail settings;
    private final NoticeText text;

    MailChannel(JavaMailSender sender, AlertSettings.Mail settings, NoticeText text) {
        this.sender = sender;
        this.settings = settings;
        this.text = text;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void tell(Notice notice) throws ChannelFailedException {
        try {
            MimeMessage message = sender.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(settings.from());
            helper.setTo(settings.recipients(notice.audience()).toArray(String[]::new));
            helper.setSubject(text.title(notice));
            helper.setText(text.text(notice));
            message.setHeader("X-Countersign-Alert", notice.alert().alertId().toString());
            message.setHeader("Auto-Submitted", "auto-generated");
            sender.send(message);
        } catch (MailException | MessagingException e) {
            throw new ChannelFailedException(
                    "the mail server did not take the message (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
