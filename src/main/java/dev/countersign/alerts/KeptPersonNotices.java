package dev.countersign.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link PersonNotices} of {@code app.person_notice}, kept while the audit trail is read for alerts. */
@Component
class KeptPersonNotices implements PersonNotices {

    private static final String MAIL_ADDRESS_CHANGED = "person.email-changed";

    /** What people must hear of: what they sign in and sign with changed, or somebody came from a device that is new. */
    static final Set<String> TYPES = Set.of(
            "password.changed",
            MAIL_ADDRESS_CHANGED,
            "passkey.registered",
            "passkey.revoked",
            "passkey.suspended",
            "device.remembered",
            "device.revoked",
            "device.lost",
            "login.unlocked",
            "signing.unlocked",
            "session.revoked",
            "key.ended",
            "key.certified",
            "key.opening-allowed",
            "key.opening-ended",
            "person.described",
            "person.state-changed",
            "person.reset",
            "role.granted",
            "role.revoked",
            "signature-authority.granted",
            "signature-authority.taken-away");

    private static final String PERSON = "person:";

    private final PersonNoticeMapper notices;
    private final MailAddresses addresses;
    private final PersonMailing mailing;
    private final WormStore store;
    private final Ledger ledger;

    KeptPersonNotices(
            PersonNoticeMapper notices,
            MailAddresses addresses,
            PersonMailing mailing,
            WormStore store,
            Ledger ledger) {
        this.notices = notices;
        this.addresses = addresses;
        this.mailing = mailing;
        this.store = store;
        this.ledger = ledger;
    }

    /** In the transaction that reads the trail. @param since what is older is history */
    void look(byte[] bytes, Instant since) {
        JsonNode entry = CanonicalJson.parse(bytes);
        String type = entry.path("type").asText();
        String subject = entry.path("subject").asText();
        if (!TYPES.contains(type) || !subject.startsWith(PERSON)) {
            return;
        }
        Instant at = UtcTime.read(entry.path("time").asText());
        if (at.isAfter(since)) {
            keep(entry, subject.substring(PERSON.length()), type, at);
        }
    }

    private void keep(JsonNode entry, String userId, String type, Instant at) {
        UUID entryId = UUID.fromString(entry.path("entryId").asText());
        int kept = notices.keep(
                organisation(),
                entryId,
                userId,
                type,
                at,
                entry.at("/actor/id").asText(),
                entry.at("/source/address").textValue());
        if (kept == 1) {
            mailing.queue(entryId, addressesOf(entry, userId, type));
        }
    }

    /** Whoever reads at the address that was left hears that it was. */
    private Set<String> addressesOf(JsonNode entry, String userId, String type) {
        Set<String> all = new LinkedHashSet<>();
        addresses.of(userId).ifPresent(all::add);
        if (type.equals(MAIL_ADDRESS_CHANGED)) {
            all.add(entry.at("/old/email").asText(""));
            all.add(entry.at("/new/email").asText(""));
        }
        all.remove("");
        return all;
    }

    @Override
    public List<PersonNotice> of(Caller caller, int most) {
        return caller.isPerson() ? notices.of(organisation(), caller.actorId(), most) : List.of();
    }

    @Override
    public int unseen(Caller caller) {
        return caller.isPerson() ? notices.unseen(organisation(), caller.actorId()) : 0;
    }

    @Override
    @Transactional
    public void seen(Caller caller, Instant upTo) {
        int seen = caller.isPerson() ? notices.seen(organisation(), caller.actorId(), upTo, store.now()) : 0;
        if (seen > 0) {
            ledger.append(caller, AlertEvents.noticesSeen(caller.actorId(), seen));
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
