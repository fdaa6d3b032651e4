package dev.countersign.notices;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which notices go by e-mail, as each person chose: all of them, until they say otherwise. On the page everything is, always. */
@Component
public class NoticeChoices {

    private final NoticeChoiceMapper choices;
    private final WormStore store;
    private final Ledger ledger;

    NoticeChoices(NoticeChoiceMapper choices, WormStore store, Ledger ledger) {
        this.choices = choices;
        this.store = store;
        this.ledger = ledger;
    }

    /** The kinds that this person gets by e-mail. */
    public Set<NoticeKind> byMail(String userId) {
        Set<NoticeKind> all = EnumSet.allOf(NoticeKind.class);
        choices.pageOnly(organisation(), userId).ifPresent(only -> Arrays.stream(only.split(" "))
                .flatMap(code -> NoticeKind.ofCode(code).stream())
                .forEach(all::remove));
        return all;
    }

    /**
     * The person's own choice; audited with the one before. The same again changes nothing.
     *
     * @param codes of the kinds that shall come by e-mail
     * @throws dev.countersign.ledger.RefusedException {@code unknown-notice-kind} of a code that is none; {@code not-authorized} of programs
     */
    @Transactional
    public Set<NoticeKind> choose(Caller caller, Collection<String> codes) {
        if (!caller.isPerson()) {
            throw NoticeRefusal.PEOPLE_ONLY.thrown(caller.actorId());
        }
        EnumSet<NoticeKind> wanted = EnumSet.noneOf(NoticeKind.class);
        for (String code : codes) {
            wanted.add(NoticeKind.ofCode(code).orElseThrow(() -> NoticeRefusal.UNKNOWN_KIND.thrown(code)));
        }
        Set<NoticeKind> before = byMail(caller.actorId());
        if (!wanted.equals(before)) {
            choices.keep(organisation(), caller.actorId(), codes(EnumSet.complementOf(wanted)), store.now());
            ledger.append(caller, new NoticesChosen(caller.actorId(), before, wanted));
        }
        return wanted;
    }

    /** What is no choice at all, with what is wrong where. */
    public static RefusedException unreadable(List<InputError> errors) {
        return NoticeRefusal.UNREADABLE.thrown("{byMail: [kind, …]}", errors);
    }

    private static String codes(Set<NoticeKind> kinds) {
        return kinds.stream().map(NoticeKind::code).collect(Collectors.joining(" "));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
