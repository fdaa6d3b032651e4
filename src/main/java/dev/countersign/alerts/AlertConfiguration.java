package dev.countersign.alerts;

import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Which channels tell of alerts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertSettings.class)
class AlertConfiguration {

    private static final int SHORTEST_SECRET = 32;

    /** @throws IllegalStateException if a channel is configured wrong: an alert nobody gets must show at the start */
    @Bean
    Channels alertChannels(
            AlertSettings settings, ObjectProvider<JavaMailSender> sender, WormStore store, Clock clock) {
        NoticeText text = new NoticeText(store.installation(), settings.page());
        List<Channel> all = new ArrayList<>();
        if (settings.mail().isConfigured()) {
            JavaMailSender mail = sender.getIfAvailable();
            if (mail == null || settings.mail().from().isBlank()) {
                throw new IllegalStateException(
                        "ALT-021: countersign.alerts.mail.to is set, but the mail server (spring.mail.host) or"
                                + " countersign.alerts.mail.from is not");
            }
            all.add(new MailChannel(mail, settings.mail(), text));
        }
        if (settings.webhook().isConfigured()) {
            all.add(new WebhookChannel(
                    address(settings.webhook(), store.installation()),
                    settings.webhook().secret(),
                    text,
                    clock));
        }
        return new Channels(List.copyOf(all));
    }

    /** Where a mail server and a sender are named, people who gave an address get notices by e-mail too. */
    @Bean
    Post post(AlertSettings settings, ObjectProvider<JavaMailSender> sender) {
        return new MailPost(sender.getIfAvailable(), settings.mail().from());
    }

    @Bean
    Postbox postbox(Post post, MessageSource texts, WormStore store) {
        return new Postbox(post, new PersonMailText(store.installation(), texts));
    }

    /** How many alerts wait for whoever is of the security unit. */
    @Bean
    PageBadge openAlerts() {
        return new PageBadge(
                "openAlerts",
                "CASE WHEN " + PageBadge.ifMay(Permission.HANDLE_ALERTS) + " THEN (SELECT count(*) FROM app.alert a"
                        + " WHERE a.organisation = #{organisation} AND a.acknowledged_at IS NULL) ELSE -1 END");
    }

    /** How many security events of their own account somebody has not seen. */
    @Bean
    PageBadge newNotices() {
        return new PageBadge(
                "newNotices",
                "SELECT count(*) FROM app.person_notice n WHERE n.organisation = #{organisation}"
                        + " AND n.user_id = #{userId} AND n.seen_at IS NULL");
    }

    private static URI address(AlertSettings.Webhook webhook, Installation installation) {
        URI address = URI.create(webhook.url().strip());
        boolean plainInDemo =
                "http".equals(address.getScheme()) && "demo".equals(installation.environment()) && isLoopback(address);
        if (!"https".equals(address.getScheme()) && !plainInDemo) {
            throw new IllegalStateException(
                    "ALT-022: countersign.alerts.webhook.url must be https (http only for a demonstration, to this"
                            + " machine)");
        }
        if (webhook.secret().length() < SHORTEST_SECRET) {
            throw new IllegalStateException(
                    "ALT-023: countersign.alerts.webhook.secret must have at least " + SHORTEST_SECRET + " characters");
        }
        return address;
    }

    private static boolean isLoopback(URI address) {
        try {
            return InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
