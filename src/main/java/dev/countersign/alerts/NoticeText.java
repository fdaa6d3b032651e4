package dev.countersign.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.alerts.Alerts.Alert;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.Installation;
import java.util.Locale;

/** What a notice says: to people as a text, to programs as {@code countersign/alert/v1}. Ids, codes and times, never a secret. */
final class NoticeText {

    private final Installation installation;
    private final String page;

    /** @param page address of the page of alerts; empty: left out */
    NoticeText(Installation installation, String page) {
        this.installation = installation;
        this.page = page;
    }

    String title(Notice notice) {
        String escalated = notice.audience() == Audience.MANAGEMENT ? "not acknowledged: " : "";
        return oneLine("[Countersign " + installation.environment().toUpperCase(Locale.ROOT) + "] " + escalated
                + notice.alert().kind().title());
    }

    String text(Notice notice) {
        Alert alert = notice.alert();
        StringBuilder text = new StringBuilder(256);
        if (notice.audience() == Audience.MANAGEMENT) {
            text.append("Nobody of the security unit acknowledged this alert in time.\n\n");
        }
        text.append(alert.kind().title()).append(".\n\n");
        line(text, "Of", alert.subject());
        line(text, "Rule or check", alert.rule());
        line(text, "From", alert.address());
        line(text, "First", UtcTime.write(alert.firstAt()));
        line(text, "Last", UtcTime.write(alert.lastAt()));
        line(text, "Times", Integer.toString(alert.occurrences()));
        line(text, "Alert", alert.alertId().toString());
        line(text, "Organisation", installation.organisation());
        text.append("\nSee what happened and acknowledge it, with your name and a comment, on the page of alerts")
                .append(page.isEmpty() ? " of Countersign.\n" : ":\n" + page + "\n");
        return text.toString();
    }

    byte[] json(Notice notice) {
        Alert alert = notice.alert();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", "countersign/alert/v1");
        json.put("organisation", installation.organisation());
        json.put("installation", installation.installationId().toString());
        json.put("environment", installation.environment());
        json.put("alertId", alert.alertId().toString());
        json.put("notice", notice.audience() == Audience.MANAGEMENT ? "escalated" : "raised");
        json.put("kind", alert.kind().code());
        json.put("title", alert.kind().title());
        json.put("subject", alert.subject());
        json.put("about", alert.about());
        json.put("rule", alert.rule());
        json.put("address", alert.address());
        json.put("occurrences", alert.occurrences());
        json.put("firstAt", UtcTime.write(alert.firstAt()));
        json.put("lastAt", UtcTime.write(alert.lastAt()));
        json.put("raisedAt", UtcTime.write(alert.raisedAt()));
        json.put("page", page.isEmpty() ? null : page);
        return CanonicalJson.write(json);
    }

    private static void line(StringBuilder text, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            text.append(name).append(": ").append(oneLine(value)).append('\n');
        }
    }

    private static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}", " ");
    }
}
