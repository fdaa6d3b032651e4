package dev.countersign.notices;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.MailAddresses;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.notices.WorkNoticeMapper.Row;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link Notices} of {@code app.notice}. */
@Component
class KeptNotices implements Notices {

    private static final int LONGEST = 200;

    private final WorkNoticeMapper notices;
    private final MailAddresses addresses;
    private final People people;
    private final NoticeChoices choices;
    private final Authority authority;
    private final MessageSource texts;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;

    KeptNotices(
            WorkNoticeMapper notices,
            MailAddresses addresses,
            People people,
            NoticeChoices choices,
            Authority authority,
            MessageSource texts,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers) {
        this.notices = notices;
        this.addresses = addresses;
        this.people = people;
        this.choices = choices;
        this.authority = authority;
        this.texts = texts;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Caller caller, String toldBy, Audience audience, UUID recordId, int version, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a notice of " + text.length() + " characters (expected: 1 to " + LONGEST + ")");
        }
        Audience told = new Audience(
                audience.name(),
                audience.userIds().stream().filter(this::isActive).toList());
        keep(NoticeKind.PROCESS, told.userIds(), recordId, version, text);
        ledger.append(caller, new NoticeGiven(toldBy, told, recordId, version, text));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void inform(WorkNews news, Collection<String> userIds, UUID recordId, int version, String... values) {
        String text = texts.getMessage(news.words(), values, Locale.ENGLISH);
        keep(
                news.kind(),
                userIds.stream().distinct().filter(this::reads).toList(),
                recordId,
                version,
                text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…");
    }

    private void keep(NoticeKind kind, List<String> userIds, UUID recordId, int version, String text) {
        Instant now = store.now();
        for (String userId : userIds) {
            notices.keep(
                    organisation(),
                    new Row(identifiers.next(), userId, kind.code(), text, recordId, version, now),
                    addresses
                            .of(userId)
                            .filter(address -> choices.byMail(userId).contains(kind))
                            .orElse(null));
        }
    }

    @Override
    public List<Notice> of(Caller caller, int most) {
        return caller.isPerson() ? notices.of(organisation(), caller.actorId(), most) : List.of();
    }

    @Override
    @Transactional
    public void seen(Caller caller, Instant upTo) {
        if (caller.isPerson()) {
            notices.seen(organisation(), caller.actorId(), upTo, store.now());
        }
    }

    /** Whoever works no longer with records, or with some alone, is not told of them. */
    private boolean reads(String userId) {
        return authority.may(userId, Permission.READ_RECORDS) || authority.may(userId, Permission.READ_MODELS);
    }

    private boolean isActive(String userId) {
        return people.find(userId).filter(Person::isActive).isPresent();
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
