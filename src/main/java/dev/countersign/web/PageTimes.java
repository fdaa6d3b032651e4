package dev.countersign.web;

import dev.countersign.crypto.ReadableTime;
import dev.countersign.identity.ShownTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/** Moments on a page, as whoever looks at it reads them (USE-04). Their zone is looked up once, by pages that show a moment. */
final class PageTimes {

    private final Supplier<ZoneId> lookedUp;
    private @Nullable ZoneId zone;

    PageTimes(Supplier<ZoneId> zone) {
        this.lookedUp = zone;
    }

    private ZoneId zone() {
        ZoneId known = zone;
        if (known == null) {
            known = lookedUp.get();
            zone = known;
        }
        return known;
    }

    /** In two parts, as {@code records/marks :: moment} shows it. */
    public ShownTime at(Instant moment) {
        return ShownTime.of(moment, zone());
    }

    public ShownTime toTheSecond(Instant moment) {
        return ShownTime.toTheSecond(moment, zone());
    }

    /** In one line. */
    public String text(Instant moment) {
        ShownTime shown = at(moment);
        return shown.utc().isEmpty() ? shown.local() : shown.local() + " (" + shown.utc() + ")";
    }

    /** The day it is there. */
    public String day(Instant moment) {
        return ReadableTime.in(zone(), moment, "", LocaleContextHolder.getLocale())
                .strip();
    }
}
