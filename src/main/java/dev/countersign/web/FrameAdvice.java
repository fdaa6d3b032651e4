package dev.countersign.web;

import dev.countersign.crypto.ReadableTime;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.records.PlainText;
import dev.countersign.worm.WormStore;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells the frame of every page which installation this is, and who is signed in: with it come the ways to one's own account, to the lock and out.
 */
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private final OriginSettings settings;
    private final Sessions sessions;
    private final People people;
    private final WormStore store;

    FrameAdvice(OriginSettings settings, Sessions sessions, People people, WormStore store) {
        this.settings = settings;
        this.sessions = sessions;
        this.people = people;
        this.store = store;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @ModelAttribute("signedInAs")
    @Nullable
    String signedInAs() {
        return Sessions.current()
                .filter(PersonAuthentication::isFull)
                .map(PersonAuthentication::getPrincipal)
                .orElse(null);
    }

    /** Asked for by pages alone: calls that show none cost nothing. */
    @ModelAttribute("whoseSession")
    Supplier<Optional<Shown>> whoseSession(HttpServletRequest request, Locale language) {
        return () -> Optional.ofNullable(signedInAs()).flatMap(people::find).flatMap(person -> sessions.expiry(request)
                .map(ends -> new Shown(
                        PlainText.visible(person.printedName()),
                        person.userId(),
                        store.installation().organisation(),
                        ReadableTime.in(person.zone(), ends, "HH:mm zzz", language))));
    }

    @ModelAttribute("zoned")
    PageTimes zoned() {
        return new PageTimes(() -> Optional.ofNullable(signedInAs())
                .flatMap(people::find)
                .<ZoneId>map(Person::zone)
                .orElse(ZoneOffset.UTC));
    }

    /**
     * Whose session it is.
     *
     * @param ends when it ends without a further action, by the person's clock
     */
    record Shown(String person, String userId, String organisation, String ends) {}
}
