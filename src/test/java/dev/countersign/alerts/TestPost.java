package dev.countersign.alerts;

import com.icegreen.greenmail.util.GreenMail;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The product's own way to a mail server of the tests. */
public final class TestPost {

    private TestPost() {}

    public static Post to(GreenMail mail) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(mail.getSmtp().getBindTo());
        sender.setPort(mail.getSmtp().getPort());
        return new MailPost(sender, "countersign@example.org");
    }
}
