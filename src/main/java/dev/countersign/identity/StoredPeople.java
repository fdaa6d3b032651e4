package dev.countersign.identity;

import dev.countersign.identity.Person.State;
import dev.countersign.identity.PersonMapper.Row;
import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link People} in {@code app.person}. */
@Component
class StoredPeople implements People {

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_REASON = 1000;

    private final PersonMapper people;
    private final SigningKeyMapper keys;
    private final WormStore store;
    private final Ledger ledger;
    private final Passkeys passkeys;

    StoredPeople(PersonMapper people, SigningKeyMapper keys, WormStore store, Ledger ledger, Passkeys passkeys) {
        this.people = people;
        this.keys = keys;
        this.passkeys = passkeys;
        this.store = store;
        this.ledger = ledger;
    }

    @Override
    public Optional<Person> find(String userId) {
        return Optional.ofNullable(people.find(organisation(), userId)).map(Row::person);
    }

    @Override
    public Optional<Instant> activeSince(String userId) {
        return Optional.ofNullable(people.activeSince(organisation(), userId));
    }

    @Override
    public List<Person> all() {
        return people.all(organisation()).stream().map(Row::person).toList();
    }

    @Override
    @Transactional
    public void create(Caller caller, String userId, String printedName, String title, ZoneId zone) {
        made(caller, userId, new Description(printedName, title, zone), null, null);
    }

    @Override
    @Transactional
    public void create(Caller caller, String userId, Description described, @Nullable String email, String reason) {
        made(caller, userId, described, email, reason);
    }

    private void made(
            Caller caller, String userId, Description described, @Nullable String email, @Nullable String reason) {
        if (!ID.matcher(userId).matches()) {
            throw IdentityRefusal.USER_ID_REFUSED.thrown(userId);
        }
        demandFit(userId, described, email);
        String address = MailAddress.read(userId, email).orElse(null);
        if (people.insert(organisation(), userId, described, described.zone().getId(), address) == 0) {
            throw IdentityRefusal.PERSON_EXISTS.thrown(userId);
        }
        Map<String, Object> created = told(described);
        created.put("state", "created");
        if (address != null) {
            created.put("email", address);
        }
        IdentityEvent event = IdentityEvent.high("person.created", IdentityEvent.person(userId), created);
        ledger.append(caller, reason == null ? event : event.because(reason));
    }

    @Override
    public void demandFit(String whom, Description described, @Nullable String email) {
        if (unfit(described.printedName()) || unfit(described.title())) {
            throw IdentityRefusal.TEXT_REFUSED.thrown(whom);
        }
        MailAddress.read(whom, email);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Description describe(Caller caller, String userId, Description described, String reason) {
        // so that nobody is certified under the name that was before
        keys.lockEnrolments();
        Description before =
                find(userId).map(Description::of).orElseThrow(() -> IdentityRefusal.PERSON_NOT_FOUND.thrown(userId));
        demandFit(userId, described, null);
        if (before.equals(described)) {
            throw IdentityRefusal.NOTHING_CHANGED.thrown(userId);
        }
        people.describe(organisation(), userId, described, described.zone().getId());
        IdentityEvent event = new IdentityEvent(
                "person.described",
                IdentityEvent.person(userId),
                Significance.HIGH,
                told(before),
                told(described),
                reason);
        ledger.append(caller, event);
        return before;
    }

    private static Map<String, Object> told(Description described) {
        return new LinkedHashMap<>(Map.of(
                "printedName",
                described.printedName(),
                "title",
                described.title(),
                "zone",
                described.zone().getId()));
    }

    @Override
    @Transactional
    public void move(Caller caller, String userId, State to, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw IdentityRefusal.STATE_REASON.thrown(userId);
        }
        State from = find(userId).map(Person::state).orElseThrow(() -> IdentityRefusal.PERSON_NOT_FOUND.thrown(userId));
        boolean allowed =
                switch (to) {
                    case CREATED -> false;
                    case ACTIVE -> from == State.SUSPENDED;
                    case SUSPENDED -> from == State.ACTIVE;
                    case LEFT -> from != State.LEFT;
                };
        if (!allowed || people.move(organisation(), userId, from.code(), to.code()) != 1) {
            throw IdentityRefusal.STATE_REFUSED.thrown(userId, from.code(), to.code());
        }
        ledger.append(
                caller,
                new IdentityEvent(
                        "person.state-changed",
                        IdentityEvent.person(userId),
                        Significance.HIGH,
                        Map.of("state", from.code()),
                        Map.of("state", to.code()),
                        reason));
        if (to == State.LEFT) {
            passkeys.revokeAll(caller, userId, reason);
        }
    }

    private static boolean unfit(String text) {
        return text.isBlank() || text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
