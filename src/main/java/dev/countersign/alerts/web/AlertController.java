package dev.countersign.alerts.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.alerts.Alerts;
import dev.countersign.alerts.Alerts.Alert;
import dev.countersign.alerts.Alerts.ChannelState;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Security alerts for programs of the security unit (docs/operations/alerts.md). */
@RestController
@RequestMapping("/api/alerts")
@Tag(name = "Alerts", description = "What the security unit must know within seconds, and who took notice")
class AlertController {

    private static final int MOST = 200;

    private final Alerts alerts;
    private final Refusals refusals;

    AlertController(Alerts alerts, Refusals refusals) {
        this.alerts = alerts;
        this.refusals = refusals;
    }

    /** @param occurrences how many audit entries belong to it */
    record AlertView(
            UUID alertId,
            String kind,
            String title,
            String subject,
            @Nullable String about,
            @Nullable String rule,
            @Nullable String address,
            int occurrences,
            String firstAt,
            String lastAt,
            String raisedAt,
            @Nullable String escalatedAt,
            @Nullable String acknowledgedBy,
            @Nullable String acknowledgedAt,
            @Nullable String comment) {

        static @Nullable String time(@Nullable Instant at) {
            return at == null ? null : UtcTime.write(at);
        }

        static AlertView of(Alert alert) {
            return new AlertView(
                    alert.alertId(),
                    alert.kind().code(),
                    alert.kind().title(),
                    alert.subject(),
                    alert.about(),
                    alert.rule(),
                    alert.address(),
                    alert.occurrences(),
                    UtcTime.write(alert.firstAt()),
                    UtcTime.write(alert.lastAt()),
                    UtcTime.write(alert.raisedAt()),
                    time(alert.escalatedAt()),
                    alert.acknowledgedBy(),
                    time(alert.acknowledgedAt()),
                    alert.comment());
        }
    }

    /** @param failingSince null while it works */
    record ChannelView(
            String channel,
            @Nullable String failingSince,
            @Nullable String why,
            int notTold) {

        static ChannelView of(ChannelState state) {
            return new ChannelView(state.channel(), AlertView.time(state.failingSince()), state.why(), state.backlog());
        }
    }

    record AlertList(List<AlertView> open, List<AlertView> acknowledged, List<ChannelView> channels) {}

    @GetMapping
    @Operation(
            summary = "Security alerts",
            description =
                    "Those nobody acknowledged, the 200 acknowledged last, and whether the channels work. For IT Administrators,"
                            + " QA Managers and auditors.")
    AlertList list(Caller caller) {
        return new AlertList(
                alerts.open(caller).stream().map(AlertView::of).toList(),
                alerts.acknowledged(caller, MOST).stream().map(AlertView::of).toList(),
                alerts.channels().stream().map(ChannelView::of).toList());
    }

    @PostMapping("/{alertId}/acknowledgement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Acknowledge an alert",
            description = "Body `{comment}`, by an IT Administrator or a QA Manager whom the alert is not about; once.")
    void acknowledge(Caller caller, @PathVariable UUID alertId, @RequestBody(required = false) byte @Nullable [] body) {
        String comment = refusals.guarding(caller, "alert.acknowledge", "alert:" + alertId, () -> comment(body));
        alerts.acknowledge(caller, alertId, comment);
    }

    /** A missing one is told by the rule that demands it. */
    private static String comment(byte @Nullable [] body) {
        JsonNode read = CanonicalJson.parse(body == null ? new byte[0] : body);
        return read.path("comment").asText("");
    }
}
