package dev.countersign.workflow.web;

import dev.countersign.signing.SigningSeries;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A series of signatures as the signing page shows it.
 *
 * @param next which one the next signature is
 * @param until time of day at the signer's place
 */
record SeriesView(int next, int most, String until) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static SeriesView of(SigningSeries series, ZoneId zone) {
        return new SeriesView(
                series.made() + 1, series.most(), TIME.format(series.until().atZone(zone)));
    }
}
