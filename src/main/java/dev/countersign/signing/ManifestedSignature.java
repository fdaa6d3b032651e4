package dev.countersign.signing;

import dev.countersign.records.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature as it is manifested (11.50): printed name, title, meaning, the signer's local time and UTC.
 *
 * @param fault why it does not verify; null if it does
 */
public record ManifestedSignature(
        String signatureId,
        int version,
        String planStep,
        String printedName,
        String title,
        String sentence,
        boolean approves,
        @Nullable String reason,
        String localTime,
        String utcTime,
        @Nullable String fault) {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss zzz", Locale.ENGLISH);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH);

    public static ManifestedSignature of(Signature signature, Optional<String> fault) {
        return new ManifestedSignature(
                signature.signatureId().toString(),
                signature.version(),
                signature.planStep(),
                signature.printedName(),
                signature.title(),
                signature.sentence(),
                signature.approve(),
                reason(signature.reason()),
                local(signature.signedAt(), signature.zone()),
                utc(signature.signedAt()),
                fault.orElse(null));
    }

    private static @Nullable String reason(@Nullable String reason) {
        return reason == null ? null : PlainText.visible(reason);
    }

    /** A moment as the signer's clock showed it, with the zone. */
    public static String local(Instant moment, String zone) {
        return LOCAL.format(moment.atZone(ZoneId.of(zone)));
    }

    /** The same moment for everybody. */
    public static String utc(Instant moment) {
        return UTC.format(moment.atOffset(ZoneOffset.UTC));
    }
}
