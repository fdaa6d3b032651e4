package dev.countersign.alerts;

import dev.countersign.alerts.AlertMapper.Row;
import dev.countersign.alerts.NoticeMapper.Working;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Alerts} of {@code app.alert}. */
@Component
class KeptAlerts implements Alerts {

    private static final int LONGEST_COMMENT = 1_000;

    private final AlertMapper alerts;
    private final NoticeMapper notices;
    private final Channels channels;
    private final PersonMailing mailing;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    KeptAlerts(
            AlertMapper alerts,
            NoticeMapper notices,
            Channels channels,
            PersonMailing mailing,
            Authority authority,
            WormStore store,
            Ledger ledger,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.alerts = alerts;
        this.notices = notices;
        this.channels = channels;
        this.mailing = mailing;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public List<Alert> open(Caller caller) {
        demandReader(caller);
        return alerts.open(organisation()).stream().map(Row::alert).toList();
    }

    @Override
    public List<Alert> acknowledged(Caller caller, int most) {
        demandReader(caller);
        return alerts.acknowledged(organisation(), most).stream()
                .map(Row::alert)
                .toList();
    }

    @Override
    public int waitingFor(Caller caller) {
        return caller.isPerson() && authority.may(caller.actorId(), Permission.HANDLE_ALERTS)
                ? alerts.countOpen(organisation())
                : -1;
    }

    @Override
    public void acknowledge(Caller caller, UUID alertId, String comment) {
        refusals.guarding(caller, "alert.acknowledge", "alert:" + alertId, () -> {
            authority.require(caller, Permission.HANDLE_ALERTS);
            if (comment.isBlank() || comment.length() > LONGEST_COMMENT) {
                throw AlertRefusal.COMMENT.thrown(alertId);
            }
            transaction.executeWithoutResult(status -> acknowledged(caller, alertId, comment.strip()));
            return true;
        });
    }

    private void acknowledged(Caller caller, UUID alertId, String comment) {
        Row row = alerts.locked(organisation(), alertId).orElseThrow(() -> AlertRefusal.NOT_FOUND.thrown(alertId));
        if (row.acknowledgedBy() != null) {
            throw AlertRefusal.ACKNOWLEDGED.thrown(alertId, row.acknowledgedBy());
        }
        if (caller.actorId().equals(row.about())) {
            throw AlertRefusal.ABOUT_ONESELF.thrown(alertId, caller.actorId());
        }
        alerts.acknowledge(organisation(), alertId, caller.actorId(), store.now(), comment);
        ledger.append(caller, AlertEvents.acknowledged(row.alert(), comment));
    }

    @Override
    public List<ChannelState> channels() {
        return Stream.concat(channels.all().stream().map(channel -> stateOf(channel.name())), mailing.state().stream())
                .toList();
    }

    private ChannelState stateOf(String channel) {
        Optional<Working> working = notices.channel(organisation(), channel);
        return new ChannelState(
                channel,
                working.map(Working::failingSince).orElse(null),
                working.map(Working::why).orElse(null),
                notices.backlog(organisation(), channel));
    }

    private void demandReader(Caller caller) {
        refusals.guarding(caller, "alert.list", "alerts", () -> {
            authority.require(caller, Permission.READ_ALERTS);
            return true;
        });
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
