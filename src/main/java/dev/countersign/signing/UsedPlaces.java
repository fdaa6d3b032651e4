package dev.countersign.signing;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.signing.ListMapper.Kept;
import dev.countersign.signing.ListMapper.Place;
import dev.countersign.signing.SigningEvents.ListEnded;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Places of lists as they are used up, each once, and the end of each list. In the caller's transaction. */
@Component
class UsedPlaces {

    private final ListMapper lists;
    private final WormStore worm;
    private final Ledger ledger;

    UsedPlaces(ListMapper lists, WormStore worm, Ledger ledger) {
        this.lists = lists;
        this.worm = worm;
        this.ledger = ledger;
    }

    /** @throws dev.countersign.ledger.RefusedException {@code ceremony-mismatch} if the place is used, or is not of this task, record and version */
    void sign(Ceremony ceremony, UUID signatureId) {
        ListPlace place = ceremony.place();
        if (place == null) {
            throw new IllegalArgumentException("a signature alone has no place in a list");
        }
        SigningTask task = ceremony.task();
        int used = lists.sign(
                worm.installation().organisation(),
                place.listId().toString(),
                place.listSha256().hex(),
                place.position(),
                task.taskId(),
                task.recordId().toString(),
                task.version(),
                signatureId.toString());
        if (used != 1) {
            throw SigningRefusal.OTHER_PLACE.refuse(
                    place.position(), place.listId(), task.taskId(), task.version(), task.recordId());
        }
    }

    void end(Caller caller, UUID listId) {
        String organisation = worm.installation().organisation();
        Kept list = lists.find(organisation, listId.toString(), caller.actorId());
        if (list != null && lists.end(organisation, listId.toString()) == 1) {
            ledger.append(caller, ended(list));
        }
    }

    /** Ends lists in which something broke off; @return how many there were, up to the limit */
    int sweep(int limit) {
        List<Kept> ended = lists.ranOut(limit);
        ended.forEach(list -> ledger.append(Caller.person(list.personId(), list.session(), null), ended(list)));
        return ended.size();
    }

    private ListEnded ended(Kept list) {
        List<Place> places = lists.places(list.organisation(), list.listId());
        List<String> refused = places.stream()
                .filter(place -> place.rule() != null)
                .map(place -> place.position() + " " + place.rule())
                .toList();
        int signed = (int)
                places.stream().filter(place -> place.signatureId() != null).count();
        return new ListEnded(
                list.listId(), list.listSha256(), signed, refused, places.size() - signed - refused.size());
    }
}
